"""The pictures of the demonstration: a few drawn scenes, cleaned once and shared by many incidents."""

import secrets
from random import Random

from django.core.files.base import ContentFile

from grid.models import Photo, User

from .scenes import KINDS, kind_of, scene

VARIATIONS = 2  # places of each kind, each before and after


class Album:
    """Cleaned pictures by (kind of scene, number, before or after); an incident's photo points to one."""

    def __init__(self):
        self.files = {}
        for photo in Photo.objects.filter(incident=None, token__startswith="scene-"):
            _scene, kind, number, when = photo.token.split("-")
            self.files[kind, int(number), when] = photo

    @classmethod
    def draw(cls):
        """Draw and clean every scene that is not there yet: some 1 MB."""
        there = cls().files
        artist = User.objects.get(username="system.hongqiao")
        for _starts, kind in KINDS:
            for number in range(VARIATIONS):
                for when in ("before", "after"):
                    if (kind, number, when) not in there:
                        cls.clean(artist, kind, number, when)

    @staticmethod
    def clean(artist, kind, number, when):
        upload = ContentFile(scene(kind, number, solved=when == "after"), "scene.jpg")
        photo = Photo.take(upload, by=artist, kind=when)
        Photo.objects.filter(pk=photo.pk).update(token=f"scene-{kind}-{number}-{when}")

    def photo(self, category, when, by, *, place, at):
        """A photo (saved, not attached) fitting a type of incident; `place` is the same before and after.

        What is taken from near or far shows the same as before.
        """
        drawn = "after" if when == "after" else "before"
        shared = self.files[kind_of(category), Random(f"{place}").randrange(VARIATIONS), drawn]
        names = ("file", "thumbnail", "sha256", "width", "height")
        copied = {name: getattr(shared, name) for name in names}
        photo = Photo.objects.create(author=by, kind=when, token=secrets.token_urlsafe(24), **copied)
        Photo.objects.filter(pk=photo.pk).update(at=at)
        return photo
