"""From the strike of a red slip's clock to its accountability case: once for ever."""

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from grid.casework.case import NEVER
from grid.casework.clock import Verdict
from grid.casework.sql import database_now, update_from


class Referring:
    """The set verb beside `Accountability.propose_slip`."""

    def register(self, at=None, batch=200):
        """Open a case for every strike of "propose" that has none; return how many. May be run at any time."""
        opened = 0
        while found := self._register_batch(at, batch):
            opened += found
        return opened

    @transaction.atomic
    def _register_batch(self, at, batch):
        at = at or database_now()
        alarms = list(self._struck()[:batch])
        known = self.model.objects.filter(origin__in=[alarm.origin for alarm in alarms])
        taken = set(known.values_list("origin", flat=True))
        pairs = [(alarm.clock.case, alarm.origin) for alarm in alarms if alarm.origin not in taken]
        cases = [self.model.about_slip(slip, origin) for slip, origin in pairs]
        if cases:
            self._stop_clocks([alarm.clock for alarm in alarms], at)
            self.model.open_all(cases, at)
        return len(cases)

    @staticmethod
    def _stop_clocks(clocks, at):
        """The reply clocks of these red slips end here, late: nothing more is asked of them."""
        slips = [clock.case for clock in clocks]
        slips[0].lock(slips)
        running = type(clocks[0]).objects.running().filter(pk__in=[clock.pk for clock in clocks])
        running.update(stopped_at=at, alarm_at=None, verdict=Verdict.LATE)
        for slip in slips:
            slip.due_at = NEVER
        update_from(type(slips[0]), slips, ["due_at"])

    def _struck(self):
        """The strikes without a case, oldest first, locked; those that others hold are passed over."""
        slips = self.model._meta.get_field("supervision").related_model
        alarms = slips.clocks.rel.related_model.alarms.rel.related_model.objects
        origin = Concat(
            Value("supervision/"), Cast("clock_id", CharField()), Value("/"), Cast("cycle", CharField()), Value("/"),
            Cast("rung", CharField()), output_field=CharField(),
        )  # fmt: skip
        struck = alarms.filter(effect="strike:propose").annotate(origin=origin)
        named = self.model.objects.filter(origin=OuterRef("origin"))
        unnamed = struck.filter(~Exists(named)).select_related("clock__case__district")
        return unnamed.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk")
