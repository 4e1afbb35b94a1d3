"""Documents that people attach: judged by content, kept under a random name, seen through what they belong to.

Whoever owns attachments (a whistle its agreements, a notice in the library its files) points at them with a
foreign key or a many-to-many field and says so once, beside its model::

    Attachment.belongs_to(Whistle, "agreements")

From then on whoever sees the owner (`Owner.objects.visible_to(user)`) sees the attachment; nobody else does.
"""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.attachments import SUFFIX, WORDS, checked

# The owners: (model, the field of it that points at attachments).
OWNERS: dict[tuple[type[models.Model], str], None] = {}


def anywhere(attachment, _name):
    """A random name: nothing of what the sender called it but its kind."""
    return f"attachments/{secrets.token_hex(2)}/{secrets.token_hex(16)}{SUFFIX[attachment.media_type]}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to something within sight, and one's own that belongs to nothing yet."""
        seen = Q(author=user) & Q(pk__in=self.model.objects.unowned().values("pk"))
        for owner, field in OWNERS:
            seen |= Q(pk__in=owner.objects.visible_to(user).exclude(**{field: None}).order_by().values(field))
        return self.filter(seen)

    def unowned(self):
        """Attachments that no row of any table points at, whether or not its model told so."""
        rows = self
        for relation in Attachment._meta.get_fields(include_hidden=True):
            if relation.one_to_many or relation.one_to_one:
                owners = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
                rows = rows.filter(~Exists(owners))
        return rows

    def unsent(self, before):
        """Attachments kept for a form that nobody sent again before the moment `before`."""
        return self.unowned().filter(at__lt=before)

    @transaction.atomic
    def discard(self, most=500):
        """Delete at most so many of these, and once that is certain their files; return how many."""
        rows = list(self.select_for_update(of=("self",), no_key=True, skip_locked=True)[:most])
        self.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            transaction.on_commit(row.drop_file, robust=True)
        return len(rows)


class Attachment(models.Model):
    """One document (PDF, Word, Excel, picture) as it was checked; never changed, only discarded."""

    file = models.FileField(upload_to=anywhere)
    name = models.CharField(_("file name"), max_length=100)
    media_type = models.CharField(max_length=80, choices=WORDS)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=48, unique=True, default=secrets.token_urlsafe)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("grid:attachment", args=[self.pk])

    @property
    def kind(self):
        """PDF, Word, Excel or picture, in a word."""
        return self.get_media_type_display()

    @classmethod
    def belongs_to(cls, owner, field):
        """Whoever sees a row of `owner` sees the attachments its `field` points at."""
        OWNERS[owner, field] = None

    @classmethod
    def take(cls, upload, *, by):
        """Check an upload and keep it, belonging to nothing yet; ValidationError when it is none we take."""
        return cls.keep(checked(upload), by=by)

    @classmethod
    def keep(cls, document, *, by):
        """Keep a Checked document, belonging to nothing yet; `by` None: the house itself."""
        row = cls(name=document.name, media_type=document.media_type, author=by, sha256=document.sha256)
        row.size = len(document.content)
        row.file.save("", ContentFile(document.content), save=False)
        row.save()
        return row

    @classmethod
    def for_owner(cls, attachments, *, by):
        """The person's own `attachments`, locked within the turn that gives them an owner.

        Raises ValidationError when one was discarded meanwhile or belongs to something already.
        """
        keys = [row.pk for row in attachments]
        free = cls.objects.unowned().filter(author=by, pk__in=keys).order_by("pk")
        now = {row.pk: row for row in free.select_for_update(of=("self",), no_key=True)}
        if set(keys) - now.keys():
            raise ValidationError(_("A file has not arrived. Please send it again."))
        return [now[key] for key in keys]

    def drop_file(self):
        self.file.storage.delete(self.file.name or "")
