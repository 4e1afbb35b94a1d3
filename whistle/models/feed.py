"""A person's report-ins as a calendar that a phone subscribes to: a secret address, kept as a digest only."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q

from grid.casework.sql import database_now


def digest_of(token):
    """The SHA-256 of a token: tokens are random and long, so that a slow hash would protect nothing more."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class CalendarFeed(models.Model):
    """That one person's report-ins may be read at one address, until it is revoked or replaced."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(token_hash__regex="^[0-9a-f]{64}$"), name="feed_hashed")]

    def __str__(self):
        return f"calendar of {self.user_id}"

    @classmethod
    def open(cls, user):
        """Give the person a new address; its secret part is told this once, and the one before is worth nothing."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(user=user, defaults={"token_hash": digest_of(token), "made_at": database_now()})
        return token

    @classmethod
    def revoke(cls, user):
        cls.objects.filter(user=user).delete()

    @classmethod
    def find(cls, token):
        """The feed of this token whose person may still log in, or None."""
        found = cls.objects.select_related("user").filter(token_hash=digest_of(token)).first()
        return found if found and found.user.is_active else None
