"""The library of rules (制度文件): numbered, dated documents, never deleted, one superseding another."""

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .attachment import Attachment
from .people import Role
from .rule_change import RuleChange, RulesChanged

KEEPERS = (Role.CENTRE, Role.SYSTEM_ADMIN)


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody who holds a post reads the rules."""
        return self if any(post.role != Role.CHANNEL for post in user.posts_at()) else self.none()

    def in_force(self, day):
        """What holds on that day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class Document(models.Model):
    """One document of the library, e.g. 津红政发〔2026〕12号."""

    class Subject(models.TextChoices):
        GRID = "grid", _("grid governance")
        WHISTLE = "whistle", _("whistles and reporting in")
        SUPERVISION = "supervision", _("supervision and accountability")
        ASSESSMENT = "assessment", _("assessment")
        MEDIATION = "mediation", _("mediation")
        ADMINISTRATION = "administration", _("administration")

    number = models.CharField(_("document number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    subject = models.CharField(_("subject"), max_length=16, choices=Subject)
    issuer = models.CharField(_("issued by"), max_length=64)
    issued_on = models.DateField(_("issued on"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("supersedes")
    )
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True, verbose_name=_("attachments"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name, verbose_name_plural = _("document"), _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="document_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("pk")), name="document_not_its_own_successor"),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("grid:document", args=[self.pk])

    def holds_on(self, day):
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def ref(self):
        return f"document/{self.pk}"

    @property
    def told(self):
        """Its values as an audit line keeps them."""
        names = ("number", "title", "subject", "issuer", "summary")
        days = {name: str(getattr(self, name) or "") for name in ("issued_on", "valid_from", "valid_until")}
        files = sorted(self.attachments.values_list("name", flat=True)) if self.pk else []
        replaced = self.supersedes.number if self.supersedes else ""
        return {name: getattr(self, name) for name in names} | days | {"supersedes": replaced, "attachments": files}

    @property
    def seen(self):
        """The number of its last change; 0 before the first."""
        last = RuleChange.objects.about("document", self.ref).first() if self.pk else None
        return last.pk if last else 0

    @transaction.atomic
    def keep(self, *, by, post, why, attachments=(), dropped=(), seen=None, at=None, **said):
        """Write these values, add and take away attachments, and leave the audit line of it.

        Raises RulesChanged when somebody changed it after the change `seen`.
        """
        now = type(self).objects.select_for_update(of=("self",), no_key=True).filter(pk=self.pk).first()
        if now and seen is not None and now.seen != seen:
            raise RulesChanged("edit", None)
        old = now.told if now else None
        for name, value in said.items():
            setattr(self, name, value)
        self.save()
        self.attachments.remove(*dropped)
        self.attachments.add(*attachments)
        RuleChange.note("document", self.ref, old, self.told, why=why, by=by, post=post, at=at)


Attachment.belongs_to(Document, "attachments")
