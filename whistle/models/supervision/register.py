"""From alarms to slips: what rang "supervise" downstairs is registered here, once for ever.

A rung writes only on its own floor; this floor looks down at the alarms that no slip names yet.
"""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from grid.casework.sql import database_now

from .causes import CAUSES


def origin_of(kind):
    """The origin of an alarm of this kind of case, as the database writes it: kind/clock/cycle/rung."""
    parts: list = [Value(f"{kind}/")]
    for name in ("clock_id", "cycle", "rung"):
        parts += [Cast(name, models.CharField()), Value("/")]
    return Concat(*parts[:-1], output_field=models.CharField())


class Registering:
    """The set verb of the supervision office's own clock."""

    def register(self, at=None, batch=200):
        """Open a slip for every alarm that asks for one and has none; return how many were opened.

        May run in any number of processes, and again: an alarm that somebody else is busy with is
        passed over, and the origin is unique.
        """
        opened = 0
        for kind in CAUSES:
            while alarms := self._register_batch(kind, at, batch):
                opened += alarms
        return opened

    @transaction.atomic
    def _register_batch(self, kind, at, batch):
        at = at or database_now()
        cause = CAUSES[kind]
        alarms = self._waiting(cause, kind)[:batch]
        # What another process registered between our question and our lock is no longer new.
        known = set(
            self.model.objects.filter(origin__in=[alarm.origin for alarm in alarms]).values_list("origin", flat=True)
        )
        slips = cause.slips(self.model, [alarm for alarm in alarms if alarm.origin not in known], at)
        if slips:
            self.model.open_all(slips, at)
        return len(slips)

    def _waiting(self, cause, kind):
        """The alarms without a slip, oldest first, locked; those that others hold are passed over."""
        named = self.model.objects.filter(origin=OuterRef("origin"))
        asking = cause.alarms(self.model).annotate(origin=origin_of(kind)).filter(~Exists(named))
        return asking.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk")
