"""Photos: shrunk on the phone, cleaned here, and never served as they came."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.photos import clean


def anywhere(photo, _name):
    """A random name under the year: nothing of what the sender called it."""
    return f"photos/{secrets.token_hex(2)}/{secrets.token_hex(16)}.jpg"


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Photos of incidents within sight, and one's own that are not attached yet."""
        incidents = Photo._meta.get_field("incident").related_model.objects.visible_to(user)
        return self.filter(models.Q(incident__in=incidents) | models.Q(incident=None, author=user))

    def unsent(self, before):
        """Photos kept for a form that nobody sent again before the moment `before`."""
        return self.filter(incident=None, at__lt=before)

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
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=48, unique=True, default=secrets.token_urlsafe)
    step_seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

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
    def keep(cls, picture, *, by, kind):
        """Keep a cleaned Picture, not yet attached."""
        photo = cls(author=by, kind=kind, sha256=picture.sha256, width=picture.width, height=picture.height)
        photo.file.save("", picture.full, save=False)
        photo.thumbnail.save("", picture.thumbnail, save=False)
        photo.save()
        return photo

    def drop_files(self):
        for file in (self.file, self.thumbnail):
            file.storage.delete(file.name or "")

    def attach(self, incident, seq):
        """Make this the incident's photo, brought by its step `seq`; ValidationError when another has it."""
        free = Photo.objects.filter(pk=self.pk, incident=None)
        if not free.update(incident=incident, step_seq=seq):
            raise ValidationError(_("This photo belongs to another report already. Please take it again."))
        self.incident, self.step_seq = incident, seq
