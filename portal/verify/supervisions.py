"""Supervision slips: each from its alarm, no level twice and none lower, their points, their checklists."""

from collections import defaultdict
from decimal import Decimal

from grid.models import Incident
from whistle.models import Order, PointEntry, Supervision, SupervisionItem
from whistle.models.order.flow import RELEASED

from .clocks import PATIENCE
from .kinds import related


def every_alarm_registered(at):
    """One supervision for every alarm that opens one, three minutes after it rang at the latest."""
    origins = set(Supervision.objects.values_list("origin", flat=True)) - {None}
    # Rung 0 stands for the level that the supervision office opened by hand.
    clocks = related(Supervision, "clocks").objects.values_list("pk", "cycle")
    known = {f"{Supervision.KIND}/{clock}/{cycle}/0" for clock, cycle in clocks}
    # From a slip that was withdrawn nothing follows.
    void = set(related(Supervision, "clocks").objects.filter(case__status="withdrawn").values_list("pk", flat=True))
    # Nor is anything asked of a department that was released.
    released = related(Order, "clocks").objects.filter(case__status__in=RELEASED).values_list("pk", flat=True)
    silent = {Supervision: void, Order: set(released), Incident: set()}
    for model, effect in ((Incident, "supervise"), (Order, "supervise"), (Supervision, "strike:escalate")):
        alarms = related(related(model, "clocks"), "alarms").objects.filter(effect=effect)
        for clock, cycle, rung, rang_at in alarms.values_list("clock_id", "cycle", "rung", "rang_at"):
            origin = f"{model.KIND}/{clock}/{cycle}/{rung}"
            known.add(origin)
            if origin not in origins and rang_at < at - PATIENCE and clock not in silent[model]:
                yield f"{origin}: rang at {rang_at} and has no supervision"
    for origin in sorted(filter(None, origins - known)):
        yield f"a supervision names the alarm {origin}, which never rang"


def levels_rise(at):
    """The slips of a cause, those withdrawn aside, go up a colour each time; none stands twice."""
    standing = defaultdict(list)
    rows = Supervision.objects.exclude(status="withdrawn").order_by("created_at", "pk")
    for cause, level, key in rows.values_list("cause", "level", "pk"):
        standing[cause].append((level, key))
    for cause, slips in standing.items():
        for (below, first), (above, second) in zip(slips, slips[1:], strict=False):
            if above <= below:
                yield f"{cause}: supervision {second} of level {above} follows {first} of level {below}"


def points_equal_slips(at):
    """Every slip sent out deducted what it says, once; every slip withdrawn gave it back; nothing else did."""
    told = defaultdict(list)
    entries = PointEntry.objects.filter(kind="supervision").exclude(supervision=None)
    for key, points, reverses in entries.values_list("supervision_id", "points", "reverses_id"):
        told[key].append((points, reverses))
    for slip in Supervision.objects.only("pk", "number", "status", "deduction").order_by("pk").iterator():
        owed = [(-slip.deduction, False)] if slip.deduction else []
        if owed and slip.status == "withdrawn":
            owed.append((slip.deduction, True))
        found = sorted((points, reverses is not None) for points, reverses in told.pop(slip.pk, ()))
        if found != sorted(owed):
            yield f"supervision {slip.pk} ({slip}): {found} entered, {sorted(owed)} owed"
    yield from (f"points stand for supervision {key}, which there is not" for key in told)
    yield from reversed_exactly()


def reversed_exactly():
    """What takes an entry back is the same points the other way round, of the same side and year (or a later one)."""
    pairs = PointEntry.objects.exclude(reverses=None).select_related("reverses")
    same = ("department_id", "street_id", "kind", "supervision_id", "accountability_id")
    for entry in pairs:
        first = entry.reverses
        differs = any(getattr(entry, name) != getattr(first, name) for name in same) or entry.year < first.year
        if entry.points + first.points != Decimal(0) or differs:
            yield f"point entry {entry.pk} does not take back exactly entry {first.pk}"


def checklists_kept(at):
    """What is struck off has no open item, and extensions given equal their steps."""
    rows = SupervisionItem.objects.open().filter(supervision__status="verified")
    for key in rows.values_list("supervision_id", flat=True).distinct():
        yield f"supervision {key} is struck off, an item of its checklist is not"
    steps = defaultdict(int)
    given = related(Supervision, "steps").objects.filter(verb="approve_extension")
    for key in given.values_list("case_id", flat=True):
        steps[key] += 1
    extended = dict(Supervision.objects.filter(extension_count__gt=0).values_list("pk", "extension_count"))
    for key in steps.keys() | extended.keys():
        if steps[key] != extended.get(key, 0):
            yield f"supervision {key}: {extended.get(key, 0)} extensions told, its steps say {steps[key]}"
    said = related(Supervision, "steps").objects.filter(verb="strike_item").values_list("case_id", "data__item")
    struck, told = (
        set(SupervisionItem.objects.exclude(struck_at=None).values_list("supervision_id", "position")),
        set(said),
    )
    for key, place in sorted(struck ^ told):
        yield f"supervision {key}: the steps and the checklist disagree about item {place}"
    yield from items_rung()


def items_rung():
    """A clock of an item runs while somebody has the item to do, and no longer."""
    to_do = SupervisionItem.objects.open().filter(finished_at=None)
    left = {(key, f"item/{place}") for key, place in to_do.values_list("supervision_id", "position")}
    running = related(Supervision, "clocks").objects.running().filter(stage__startswith="item/")
    for key, stage in sorted(set(running.values_list("case_id", "stage")) - left):
        yield f"supervision {key}: the clock of {stage} runs, and there is nothing to do"
