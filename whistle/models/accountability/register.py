"""From the strike of a red slip's clock to its accountability case: once for ever."""

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from grid.casework.sql import database_now


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
            self.model.open_all(cases, at)
        return len(cases)

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
