"""What the pages of this floor's cases are made of: buttons, clocks with their reasons, the trace."""

from datetime import timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.deadlines import Unit
from grid.models import calendar_now

STAGES = {
    "sign": _("Signing"),
    "contact": _("Contacting the street"),
    "report_in": _("Reporting in"),
    "handle": _("Handling"),
    "confirm": _("Checking the result"),
    "rate": _("Rating"),
    "reply": _("Replying"),
}
# What the clock itself writes in a trace; strikes are lines of the flow.
EFFECTS = {
    "remind": _("Reminder: %(stage)s"),
    "overdue": _("Overdue: %(stage)s"),
    "supervise": _("Supervision opened: %(stage)s"),
}


def moves_of(case, user):
    """The buttons of this case for this person: (address, label, tone), in the order of life."""
    return [
        (f"{case.get_absolute_url()}{move.verb}/", move.label, move.tone)
        for move in case.moves_for(user)
        if not move.hidden
    ]


def clocks_of(clocks):
    """These clocks, each with its stage in words (`name`), why it is due then (`lines`) and how far it is.

    `overtime` is how late it is or was; `left` the working time left where the limit counts working time.
    """
    clocks = list(clocks)
    calendar, now = clocks and calendar_now(), timezone.now()
    for clock in clocks:
        clock.name = STAGES.get(clock.stage, clock.stage)
        clock.overtime = max((clock.stopped_at or now) - clock.due_at, timedelta())
        clock.left = calendar.remaining(now, clock.due_at, clock.unit) if counts_work(clock) else None
        clock.lines = [line.text() for line in clock.explain(calendar)]
    return clocks


def counts_work(clock):
    return clock.unit is not None and Unit(clock.unit).counts_work


def trace_of(*cases, named=()):
    """The steps of these cases in the order of time, each with its sentence (`label`).

    `named`: cases that are told apart by their department under the sentence (`detail`).
    """
    for case in cases:
        said = type(case).steps.rel.related_model.objects.select_related("by", "post__grid", "post__department")
        prefetch_related_objects([case], Prefetch("steps", said))
    steps = [step for case in (*cases, *named) for step in case.steps.all()]
    return sorted((spoken(step, step.case in named) for step in steps), key=in_time)


def in_time(step):
    """What happened at the same moment: the person who called, then the called, then what follows from them."""
    return step.at, (0 if step.by_id else 2) if hasattr(step.case, "blower_id") else 1, step.pk


def spoken(step, named=False):
    """The step with what the timeline shows."""
    move = step.case.FLOW.get(step.verb)
    stage = STAGES.get(step.data.get("stage"), "")
    step.label = move.label if move else EFFECTS[step.verb] % {"stage": stage}
    step.late = step.verb in {"overdue", "supervise", "absent"}
    theirs = named and (step.post is None or step.post.department_id != step.case.department_id)
    step.detail = str(step.case.department) if theirs else ""
    return step
