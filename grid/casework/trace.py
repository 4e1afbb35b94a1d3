"""The trace of a case: gapless, chained, never edited, never deleted."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models


def plain(value):
    """A field's value as JSON can hold it: keys for rows, ISO text for moments."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | Decimal):
        return str(value)
    return value


def append_only(sentence):
    """Triggers by which the database refuses to change, delete or empty a table; `sentence` is what it says."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION '{sentence}';",
        ),
    ]


class Step(models.Model):
    """One turn of a case: who, holding which post, did what, when, and what it changed.

    Concrete kinds add ``case``. `data` holds the new value of every changed field, so
    that the case can be replayed; never personal data, since a step cannot be erased.
    `hash` is the SHA-256 over the previous step's hash and this step's content.
    """

    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=32)
    old = models.CharField(max_length=24, blank=True)
    new = models.CharField(max_length=24)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    post = models.ForeignKey("grid.Post", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="%(class)s_seq_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="%(class)s_seq_from_one"),
        ]
        triggers = append_only("the trace is never emptied")

    def __str__(self):
        return f"{self.case_id}/{self.seq} {self.verb}"

    def digest(self, previous):
        """Return the hash this step must carry after a step whose hash is `previous`."""
        content = {
            "case": self.case_id,
            "seq": self.seq,
            "verb": self.verb,
            "old": self.old,
            "new": self.new,
            "by": self.by_id,
            "post": self.post_id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "note": self.note,
            "data": self.data,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256((previous + text).encode("utf-8", "surrogatepass")).hexdigest()
