"""Platforms that push and poll over Open311 (12345, 12319, others): who they are, and the key they show."""

import secrets
from hashlib import sha256
from hmac import compare_digest

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .category import Source
from .people import Post, Role, User
from .territory import Grid

# Of no client; compared with when nobody has the handle, so that a wrong handle takes as long as a wrong key.
NOBODYS = sha256(secrets.token_bytes()).hexdigest()


def digest_of_key(key):
    """The SHA-256 of a key: keys are random and long, so that a slow hash would protect nothing more."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


class ClientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The clients of the districts in which `user` holds a post."""
        return self.filter(district__code__in={post.district_code for post in user.posts_at()})

    def active(self):
        return self.filter(is_active=True)

    def showing(self, key):
        """The active client that this key belongs to, or None; the keys are compared in constant time."""
        handle = key.partition(".")[0]
        found = None
        if handle.isascii() and handle.isalnum():
            found = self.active().select_related("district", "user").filter(handle=handle).first()
        known = compare_digest(digest_of_key(key), found.key_hash if found else NOBODYS)
        return found if known else None


class Client(models.Model):
    """A platform that files reports over the interface; it acts as a user who never logs in (kernel: hands)."""

    name = models.CharField(_("name"), max_length=64)
    district = models.ForeignKey(Grid, models.PROTECT, related_name="+", verbose_name=_("district"))
    channel = models.CharField(_("channel"), max_length=20)
    source = models.CharField(_("source"), max_length=16, choices=Source, default=Source.HOTLINE)
    handle = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    is_active = models.BooleanField(_("may connect"), default=True)
    per_minute = models.PositiveSmallIntegerField(_("requests a minute"), default=120)
    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["district", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["district", "channel"], name="client_channel_once"),
            models.CheckConstraint(condition=Q(channel__regex="^[a-z0-9][a-z0-9-]{1,19}$"), name="client_channel_word"),
            models.CheckConstraint(condition=Q(key_hash__regex="^[0-9a-f]{64}$"), name="client_key_hashed"),
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="client_may_ask"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def connect(cls, *, district, channel, name, source=Source.HOTLINE, per_minute=120):
        """Register a platform of a district under its channel word; return it and its key, told this once."""
        user = User(username=f"client.{district.code}.{channel}", name=name, is_active=False)
        user.set_unusable_password()
        user.save()
        Post.objects.create(user=user, role=Role.CHANNEL, grid=district)
        client = cls(
            district=district, channel=channel, name=name, source=source, per_minute=per_minute, user=user
        )  # fmt: skip
        return client, client.rekey()

    def rekey(self):
        """Give the client a new key and let it connect again; the key before is worth nothing from now on."""
        self.handle = secrets.token_hex(6)
        key = f"{self.handle}.{secrets.token_urlsafe(32)}"
        self.key_hash, self.is_active = digest_of_key(key), True
        self.full_clean(exclude=["user"])
        self.save()
        return key

    def revoke(self):
        """Refuse the client from now on; what it has filed stays."""
        self.is_active = False
        self.save(update_fields=["is_active"])
