"""Three small books of the house: running numbers, the forms already taken, and the sign of life."""

import hashlib

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from .refusals import Refused


class Serial(models.Model):
    """The last number given for a kind of case in a district and year."""

    kind = models.CharField(max_length=1)
    district = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "district", "year"], name="serial_once")]

    def __str__(self):
        return f"{self.kind}{self.district}-{self.year}-{self.value:07d}"

    @classmethod
    def take(cls, kind, district, at):
        """Return the next number, e.g. ``E120106-2026-0000123``; the last lock a transaction takes."""
        year = timezone.localtime(at).year
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO grid_serial (kind, district, year, value) VALUES (%s, %s, %s, 1)"
                " ON CONFLICT (kind, district, year) DO UPDATE SET value = grid_serial.value + 1 RETURNING value",
                [kind, district, year],
            )
            return f"{kind}{district}-{year}-{cursor.fetchone()[0]:07d}"


class TakenDifferently(Exception):
    """The form's key was already used for other content; `receipt` is what was saved then."""

    def __init__(self, receipt):
        super().__init__(receipt)
        self.receipt = receipt


class Submission(models.Model):
    """A form that was taken: same key and content give the first receipt, never a second row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="submission_once")]

    def __str__(self):
        return f"{self.key} → {self.result}"

    @classmethod
    def once(cls, user, key, digest, act):
        """Run `act` (which returns a URL) unless this key was taken; return the receipt's URL.

        A second request with the same key waits for the first and then sees its receipt.
        Raises TakenDifferently when the content is not the same, and whatever `act` refuses;
        a refused form leaves no trace here, so it may be sent again.
        """
        refusal = None
        with transaction.atomic():
            mine, fresh = cls._begin(user, key, digest)
            if not fresh:
                if mine.digest != digest:
                    raise TakenDifferently(mine.result)
                return mine.result
            try:
                mine.result = act()
            except Refused as error:
                if transaction.get_connection().needs_rollback:
                    raise
                refusal = error
                mine.delete()
            else:
                mine.save(update_fields=["result"])
        if refusal:
            raise refusal
        return mine.result

    @classmethod
    def receipt(cls, user, key, digest):
        """The URL that this form got when it was taken, or None; TakenDifferently as in `once`.

        For forms whose fields would no longer be valid after the first time: asked before they are cleaned.
        """
        taken = cls.objects.filter(user=user, key=key).first()
        if taken and taken.digest != digest:
            raise TakenDifferently(taken.result)
        return taken and taken.result

    @classmethod
    def _begin(cls, user, key, digest):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO grid_submission (user_id, key, digest, result, at) VALUES (%s, %s, %s, '', now())"
                " ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
                [user.pk, key, digest],
            )
            row = cursor.fetchone()
        if row:
            return cls(pk=row[0], user=user, key=key, digest=digest), True
        return cls.objects.get(user=user, key=key), False


def digest_of(post, files):
    """The SHA-256 of what a form says, its key and CSRF token aside."""
    said = hashlib.sha256()
    for name in sorted(set(post) - {"csrfmiddlewaretoken", "key"}):
        said.update(repr((name, post.getlist(name))).encode("utf-8", "surrogatepass"))
    for name in sorted(files):
        for upload in files.getlist(name):
            upload.seek(0)  # whoever cleaned it has read it
            said.update(name.encode() + hashlib.sha256(upload.read()).digest())
            upload.seek(0)
    return said.hexdigest()


class Heartbeat(models.Model):
    """The sweep's own sign of life; /healthz goes red when it is older than two minutes."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    rung = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, name, at, rung):
        cls.objects.update_or_create(name=name, defaults={"at": at, "rung": rung})
