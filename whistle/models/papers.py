"""What belongs to a whistle beside words: photos, agreements, plans, and who went to see before it was blown."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.models import Attachment
from grid.models.photo import holds_photos


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of whistles within sight, and the pictures of published ones."""
        whistles = self.model._meta.get_field("whistle").related_model.objects
        shown = Q(whistle__published_at__isnull=False, kind__in=Paper.SHOWN)
        return self.filter(Q(whistle__in=whistles.visible_to(user)) | shown)


class Paper(models.Model):
    """One photo or one file of a whistle or of one department's order under it."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("before")
        ON_SITE = "on_site", pgettext_lazy("photo", "on site")
        REPORT_IN = "report_in", pgettext_lazy("photo", "reporting in")
        RESULT = "result", _("afterwards")
        AGREEMENT = "agreement", _("agreement")
        PLAN = "plan", _("plan")

    SHOWN = (Kind.BEFORE, Kind.RESULT)  # what a typical case shows to everybody

    whistle = models.ForeignKey("whistle.Whistle", models.PROTECT, related_name="papers")
    order = models.ForeignKey("whistle.Order", models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind)
    photo = models.OneToOneField("grid.Photo", models.PROTECT, null=True, related_name="paper")
    attachment = models.OneToOneField("grid.Attachment", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    step_seq = models.PositiveIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(photo=None, attachment__isnull=False) | Q(photo__isnull=False, attachment=None),
                name="paper_is_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    @classmethod
    def keep(cls, photos, kind, *, whistle, step, order=None):
        """Keep photos of the acting person, brought by `step` and free to be attached (`Photo.for_case`)."""
        cls._keep("photo", photos, kind, whistle, step, order)

    @classmethod
    def file(cls, attachments, kind, *, whistle, step, order=None):
        """Keep files of the acting person, brought by `step` and free to be attached (`Attachment.for_owner`)."""
        cls._keep("attachment", attachments, kind, whistle, step, order)

    @classmethod
    def _keep(cls, what, things, kind, whistle, step, order):
        said = {"whistle": whistle, "order": order, "kind": kind, "by": step.by, "at": step.at, "step_seq": step.seq}
        cls.objects.bulk_create(cls(**{what: thing}, **said) for thing in things)


class Inspection(models.Model):
    """Who of the street went to see, when, and what was found (`domain.md` 2-22)."""

    whistle = models.ForeignKey("whistle.Whistle", models.PROTECT, related_name="inspections")
    inspected_at = models.DateTimeField(_("inspected at"))
    people = models.CharField(_("who went"), max_length=120)
    findings = models.TextField(_("what was seen"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    step_seq = models.PositiveIntegerField()

    class Meta:
        ordering = ["inspected_at", "pk"]
        verbose_name, verbose_name_plural = _("site inspection"), _("site inspections")

    def __str__(self):
        return f"{self.inspected_at:%Y-%m-%d} {self.people}"


holds_photos("paper", Paper.objects.visible_to)
Attachment.belongs_to(Paper, "attachment")
