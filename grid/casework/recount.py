"""Recounting every running clock after the calendar changed: in batches, resumable, any number of processes at once."""

from django.apps import apps
from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from .case import NEVER, Case
from .sweep import ring

WRITTEN = ["due_at", "ladder", "alarm_at", "turns", "calendar_version"]


def kinds():
    """Every concrete kind of case of the house."""
    return [model for model in apps.get_models() if issubclass(model, Case)]


def clocks_of(model):
    return model.clocks.rel.related_model


def behind(model, version):
    """The running clocks that were counted with an older calendar; what is done leaves this question."""
    return clocks_of(model).objects.running().filter(calendar_version__lt=version).order_by("pk")


@transaction.atomic
def recount_batch(model, calendar, at, keep, size=200):
    """Recount some clocks of this kind whose roots nobody holds; return how many clocks were looked at.

    What is due rings first, so that nothing is counted away. `keep` gets, within the transaction, every
    clock that moved as (clock, its due moment before).
    """
    root = "case" if model.ROOT == "pk" else f"case__{model.ROOT}"
    found = behind(model, calendar.version).select_related(root)
    locked = found.select_for_update(of=(root,), skip_locked=True, no_key=True)[:size]
    roots = {clock.case.root_key for clock in locked}
    if not roots:
        return 0
    keys = list(model._base_manager.filter(**{f"{model.ROOT}__in": roots}).values_list("pk", flat=True))
    ring(model, [key for key in keys if key], at)
    clocks = list(behind(model, calendar.version).filter(case__in=keys))
    before = [(clock, clock.due_at) for clock in clocks]
    keep([pair for pair in before if pair[0].recompute(at, calendar, old_ladder(model, pair[0]))])
    clocks_of(model).objects.bulk_update(clocks, WRITTEN)
    write_nearest(model, keys)
    return len(clocks)


def old_ladder(model, clock):
    """The ladder of today, only for a clock from before rungs were kept with their clocks."""
    if all(len(rung) > 4 for rung in clock.ladder) or not hasattr(model, "limit"):
        return ()
    try:
        return clock.case.limit(clock.stage).ladder
    except LookupError:
        return ()


def write_nearest(model, keys):
    """Show on the cases their nearest running clock's due moment."""
    running = clocks_of(model).objects.running().filter(case=OuterRef("pk"), suspended_at=None)
    running = running.exclude(stage__contains="/")  # the clock of a part is not the case's limit
    nearest = running.order_by().values("case").annotate(first=Min("due_at")).values("first")
    model._base_manager.filter(pk__in=keys).update(due_at=Coalesce(Subquery(nearest), NEVER))
