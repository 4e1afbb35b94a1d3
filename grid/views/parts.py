"""What the pages of a case are made of: buttons, phases, clocks with their reasons, the trace."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.deadlines import Unit
from grid.masks import masked_name, masked_phone
from grid.models import Incident, Part, Phase, calendar_now

STAGES = {
    "accept": _("Acceptance"),
    "route": _("Routing"),
    "sign": _("Signing"),
    "handle": _("Handling"),
    "check": _("Checking"),
    "evaluate": _("Evaluation"),
    "verify": _("Verifying on the spot"),
    "reroute": _("Routing anew"),
    "decide": _("Deciding a request"),
    "suspended": _("Suspension"),
    "reply": _("Replying"),
    "contact": _("Contacting the street"),
    "report_in": _("Reporting in"),
    "pause": _("Deciding a request"),
    "confirm": _("Checking the result"),
    "rate": _("Rating"),
    "leader_in": _("The leader's report-in"),
    "appeals": _("Appealing"),
    "item": _("Item of the checklist"),
}
# What the clock itself writes in a trace; strikes are lines of the flow.
EFFECTS = {
    "remind": _("Reminder: %(stage)s"),
    "overdue": _("Overdue: %(stage)s"),
    "supervise": _("Supervision opened: %(stage)s"),
}


def moves_of(case, user):
    """What the case waits for from this person, and what may be done besides, in groups.

    ([(address, label, tone)], [(group, [(address, label, tone)])]), each in the order of life.
    """
    now, besides = [], {_("The work"): [], _("Words"): [], _("With care"): []}
    work, words, care = besides.values()
    for move in case.moves_for(user):
        if not move.hidden:
            group = care if move.tone == "danger" else words if move.quiet else work
            button = f"{case.get_absolute_url()}{move.verb}/", move.label, move.tone
            (group if move.waits is False else now).append(button)
    return now, [(label, group) for label, group in besides.items() if group]


def clocks_of(clocks):
    """These clocks, each with its stage in words (`name`), why then (`lines`) and how far it is.

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


def place_of(incident):
    """Street, community and grid in words, none said twice."""
    grid = incident.grid.name.removeprefix(incident.community.name)
    return f"{incident.street} · {incident.community} · {grid}"


def reporter_of(incident):
    """Who told it, masked."""
    return f"{masked_name(incident.reporter_name)} {masked_phone(incident.reporter_phone)}".strip()


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
    if incident.status in {"declined", "void"}:
        states = ["failed"] + ["todo"] * len(phases)
    return [(phase.label, state, at) for phase, state, at in zip(phases, states, when, strict=False)]


def beside(case, steps, user):
    """What stands beside the work (words, departments, kin, marks); asked for only where the trace names it."""
    verbs = {step.verb for step in steps}
    return {
        "words": case.remarks.select_related("by", "department") if verbs & WORDED else [],
        "involved": involved(case) if verbs & {"consult", "inform"} or assisted(steps) else [],
        "family": family(case, user),
        "marks": marks(case),
    }


WORDED = {"comment", "respond", "instruct", "consult", "answer", "evaluate", "handle_again", "contest", "record_call"}


def assisted(steps):
    return any(step.data.get("assisting") for step in steps)


def involved(case):
    """[(part in words, departments)] of those that do not lead."""
    found = {}
    for each in case.handings.exclude(part=Part.LEAD).select_related("department").order_by("from_seq", "pk"):
        found.setdefault(each.get_part_display(), {})[each.department_id] = each.department
    return [(part, list(departments.values())) for part, departments in found.items()]


def family(case, user):
    """[(how, incident)] of what belongs to the case and lies within sight."""
    kin = {
        _("part of"): case.parent_id and {"pk": case.parent_id},
        _("merged into"): case.merged_into_id and {"pk": case.merged_into_id},
        _("its part"): case.part_count and {"parent": case.pk},
        _("reported again"): case.repeat_count and {"merged_into": case.pk},
    }
    seen = Incident.objects.visible_to(user).order_by("pk")
    return [(how, other) for how, which in kin.items() if which for other in seen.filter(**which)[:20]]


def marks(case):
    """What happened out of the ordinary, in a word each."""
    counted = {
        _("sent back"): case.return_count,
        _("extended"): case.extension_count,
        _("handled again"): case.rework_count + case.rehandle_count,
        _("reopened"): case.reopen_count,
        _("reported again"): case.repeat_count,
    }
    told = [f"{word} ×{n}" for word, n in counted.items() if n]
    said = {_("leader's instruction"): case.is_instructed, _("forced to close"): case.closing_kind == "special"}
    said |= {_("appeal granted"): case.is_exempt}
    return told + [word for word, so in said.items() if so]
