"""Photos: shrunk on the phone, cleaned here, and never served as they came."""

import secrets
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.photos import clean, digest


def anywhere(photo, _name):
    """A random name under the year: nothing of what the sender called it."""
    return f"photos/{secrets.token_hex(2)}/{secrets.token_hex(16)}.jpg"


# Floors above attach photos to rows of their own: by which relation, and which of these rows a person sees.
HOLDERS = {}


def holds_photos(relation, seen):
    """Let the rows that refer to a Photo by `relation` hold it: `seen(user)` are those within sight."""
    HOLDERS[relation] = seen


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Photos of what is within sight, and one's own that are not attached yet."""
        incidents = Photo._meta.get_field("incident").related_model.objects.visible_to(user)
        mine = models.Q(pk__in=self.model.objects.free().filter(author=user).values("pk"))
        held = [models.Q(**{f"{relation}__in": seen(user)}) for relation, seen in HOLDERS.items()]
        return self.filter(reduce(or_, held, models.Q(incident__in=incidents) | mine))

    def with_free(self):
        """Adds `is_free`: attached to nothing yet."""
        free = models.Q(incident=None, **{f"{relation}__isnull": True for relation in HOLDERS})
        return self.annotate(is_free=models.ExpressionWrapper(free, models.BooleanField()))

    def free(self):
        """Photos attached to nothing yet."""
        return self.with_free().filter(is_free=True)

    def of(self, author):
        """What this person has taken and may still see."""
        return self.visible_to(author).filter(author=author)

    def unsent(self, before):
        """Photos kept for a form that nobody sent again before the moment `before`."""
        return self.free().filter(at__lt=before)

    @transaction.atomic
    def discard(self, most=500):
        """Delete at most so many of these photos, and once that is certain their files; return how many."""
        photos = list(self.select_for_update(of=("self",), no_key=True, skip_locked=True)[:most])
        self.model.objects.filter(pk__in=[photo.pk for photo in photos]).delete()
        for photo in photos:
            transaction.on_commit(photo.drop_files, robust=True)
        return len(photos)


class Photo(models.Model):
    """One cleaned picture of an incident: JPEG, at most 1,600 pixels a side, no metadata."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("before")
        AFTER = "after", _("after")
        NEAR = "near", _("near")
        FAR = "far", _("far")

    incident = models.ForeignKey("grid.Incident", models.PROTECT, null=True, related_name="photos")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.BEFORE)
    file = models.FileField(upload_to=anywhere)
    thumbnail = models.FileField(upload_to=anywhere)
    sha256 = models.CharField(max_length=64)
    # Of the bytes as they were sent, so that a phone which lost the answer finds its photo again.
    sent_sha256 = models.CharField(max_length=64, blank=True, default="")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=48, unique=True, default=secrets.token_urlsafe)
    step_seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Read by `receive` and `named`; the copy that a second report got (`again`) was sent by nobody.
            models.UniqueConstraint(
                fields=["author", "sent_sha256"], condition=~models.Q(sent_sha256=""), name="photo_sent_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("grid:photo", args=[self.pk])

    @property
    def url(self):
        return self.get_absolute_url()

    @property
    def thumb_url(self):
        return reverse("grid:photo_small", args=[self.pk])

    @property
    def taken_at(self):
        """When the house got it; what the camera wrote was removed."""
        return self.at

    @classmethod
    def take(cls, upload, *, by, kind):
        """Clean an upload and keep it, not yet attached; raises ValidationError when it is no photo."""
        return cls.keep(clean(upload), by=by, kind=kind)

    @classmethod
    def receive(cls, upload, *, by, kind):
        """(photo, whether it is new) of an upload that may come several times; ValidationError when it is no photo.

        The same bytes of the same person are one photo for ever, also when two windows send them at once.
        """
        sent = digest(upload)
        if known := cls.objects.filter(author=by, sent_sha256=sent).first():
            return known, False
        photo = cls.drawn(clean(upload), by=by, kind=kind, sent_sha256=sent)
        try:
            with transaction.atomic():
                photo.save()
        except IntegrityError:
            photo.drop_files()
            return cls.objects.get(author=by, sent_sha256=sent), False
        return photo, True

    @classmethod
    def keep(cls, picture, *, by, kind):
        """Keep a cleaned Picture, not yet attached."""
        photo = cls.drawn(picture, by=by, kind=kind)
        photo.save()
        return photo

    @classmethod
    def drawn(cls, picture, *, by, **more):
        """A photo whose files are written, but not yet its row."""
        photo = cls(author=by, sha256=picture.sha256, width=picture.width, height=picture.height, **more)
        photo.file.save("", picture.full, save=False)
        photo.thumbnail.save("", picture.thumbnail, save=False)
        return photo

    @classmethod
    def for_case(cls, photos, *, by):
        """The person's `photos`, free to be attached; within the turn of the verb that attaches them.

        One picture may show two matters: a photo that another report has already is copied (see docs/decisions/0008).
        Raises ValidationError when one of them was discarded meanwhile.
        """
        rows = cls.objects.filter(author=by).with_free().select_for_update(of=("self",), no_key=True).order_by("pk")
        now = rows.in_bulk([photo.pk for photo in photos])
        if any(photo.pk not in now for photo in photos):
            raise ValidationError(_("A photo has not arrived. Please send it again."))
        return [now[photo.pk].as_kind(photo.kind) for photo in photos]

    def as_kind(self, kind):
        """This photo (read `with_free`), or a copy of one that is attached, shown as `kind`."""
        if not self.is_free:
            return self.again(kind)
        if self.kind != kind:
            Photo.objects.filter(pk=self.pk).update(kind=kind)
            self.kind = kind
        return self

    def again(self, kind):
        """A copy with files of its own, not yet attached."""
        copy = Photo(author=self.author, kind=kind, sha256=self.sha256, width=self.width, height=self.height)
        for name in ("file", "thumbnail"):
            with getattr(self, name).open("rb") as original:
                getattr(copy, name).save("", ContentFile(original.read()), save=False)
        copy.save()
        return copy

    def drop_files(self):
        for file in (self.file, self.thumbnail):
            file.storage.delete(file.name or "")

    def attach(self, incident, seq):
        """Make this the incident's photo, brought by its step `seq`; ValidationError when another has it."""
        free = Photo.objects.filter(pk=self.pk, incident=None)
        if not free.update(incident=incident, step_seq=seq):
            raise ValidationError(_("This photo belongs to another report already. Please take it again."))
        self.incident, self.step_seq = incident, seq
