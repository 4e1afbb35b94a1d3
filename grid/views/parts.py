"""What the pages of a case are made of: buttons, phases, clocks with their reasons, the trace."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.models import Phase, calendar_now

STAGES = {
    "accept": _("Acceptance"),
    "route": _("Routing"),
    "sign": _("Signing"),
    "handle": _("Handling"),
    "check": _("Checking"),
    "evaluate": _("Evaluation"),
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
    """These clocks, each with its stage in words (`name`), why then (`lines`) and how late (`overtime`)."""
    clocks = list(clocks)
    calendar, now = clocks and calendar_now(), timezone.now()
    for clock in clocks:
        clock.name = STAGES.get(clock.stage, clock.stage)
        clock.overtime = max((clock.stopped_at or now) - clock.due_at, timedelta())
        clock.lines = [line.text() for line in clock.explain(calendar)]
    return clocks


def trace_of(case):
    """The steps of a case in the order of time, each with its sentence (`label`)."""
    steps = case.steps.select_related("by", "post__grid", "post__department").order_by("seq")
    return [spoken(step, case) for step in steps]


def spoken(step, case):
    """The step with what the timeline shows."""
    move = case.FLOW.get(step.verb)
    step.label = move.label if move else EFFECTS[step.verb] % {"stage": STAGES[step.data["stage"]]}
    step.late = step.verb in {"overdue", "supervise"}
    return step


def phases_of(incident):
    """The five phases (受理 · 分流 · 处置 · 反馈 · 评价) as (label, state, when it was done)."""
    when = (
        incident.accepted_at,
        incident.dispatched_at,
        incident.handled_at,
        incident.checked_at,
        incident.closed_at,
    )
    phases = list(Phase)
    here = phases.index(incident.phase) if incident.phase else len(phases)
    states = ["done"] * here + ["current"] + ["todo"] * len(phases)
    if incident.status == "declined":
        states = ["failed"] + ["todo"] * len(phases)
    return [(phase.label, state, at) for phase, state, at in zip(phases, states, when, strict=False)]
