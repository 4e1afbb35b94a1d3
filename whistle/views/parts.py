"""What the pages of this floor's cases are made of beside what all cases have: one trace for several."""

from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from grid.views import parts
from grid.views.parts import EFFECTS, STAGES, moves_of
from whistle.models import OrderClock

__all__ = ["clocks_of", "folded", "moves_of", "trace_of"]


def clocks_of(clocks):
    """These clocks as on every page; an order's handling by the date of a plan is `agreed`, and the limit
    that such a date took the place of is `replaced`."""
    clocks = parts.clocks_of(clocks)
    handling = [clock for clock in clocks if isinstance(clock, OrderClock) and clock.stage == "handle"]
    planned = {(clock.case_id, clock.started_at) for clock in handling if clock.amount is None}
    for clock in handling:
        clock.agreed = clock.amount is None
        clock.replaced = clock.stopped_at is not None and (clock.case_id, clock.stopped_at) in planned
    return clocks


def trace_of(*cases, named=()):
    """The steps of these cases in the order of time, each with its sentence (`label`).

    `named`: cases that are told apart by their department beside the sentence (`whose`).
    """
    for case in cases:
        said = type(case).steps.rel.related_model.objects.select_related("by", "post__grid", "post__department")
        prefetch_related_objects([case], Prefetch("steps", said))
    steps = [step for case in (*cases, *named) for step in case.steps.all()]
    return sorted((spoken(step, step.case in named) for step in steps), key=in_time)


def item_of(step):
    """Which item of a checklist the step is about, or ""."""
    item = step.data.get("item")
    return _("Item %(position)s") % {"position": item} if item else ""


def folded(steps):
    """The steps in runs, as (what is folded away in words, steps).

    Folded is what the clock wrote, unless it tells of a failure or of the end; the words of others are empty.
    """
    runs = groupby(steps, lambda step: step.by_id is None and not step.late and step.verb != "close")
    listed = [(by_clock, list(run)) for by_clock, run in runs]
    return [([*dict.fromkeys(step.label for step in run)] if by_clock else [], run) for by_clock, run in listed]


def in_time(step):
    """What happened at the same moment: the person who called, then the called, then what follows from them."""
    return step.at, (0 if step.by_id else 2) if hasattr(step.case, "blower_id") else 1, step.pk


def spoken(step, named=False):
    """The step with what the timeline shows."""
    move = step.case.FLOW.get(step.verb)
    stage, _stroke, part = step.data.get("stage", "").partition("/")
    stage = f"{STAGES.get(stage, '')} {part}".strip()
    step.label = move.label if move else EFFECTS[step.verb] % {"stage": stage}
    step.late = step.verb in {"overdue", "supervise", "absent", "leader_absent"}
    step.detail = item_of(step)
    if named:
        step.whose = step.case.department
        theirs = step.post and step.post.department_id == step.case.department_id
        step.held = step.post.get_role_display() if theirs else step.post
    return step
