"""Figures, counted a second time: row by row in Python, from steps and clocks alone."""

from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import UTC, datetime

from django.utils.timezone import localdate

from grid.casework.clock import Verdict
from grid.casework.measures import Period
from grid.models import Incident, IncidentClock, IncidentStep
from grid.stats import cells

NEVER_YET = datetime.min.replace(tzinfo=UTC)
EXCUSED = "excused"  # by an appeal that was granted
NAMES = ("reported", "accepted", "finished", "open", "overdue", "due", "due_closed", "on_time")


def figures_recounted(at):
    """The last thirty days, by street and department: what pages show equals a recount."""
    period = Period.last_days(30, localdate(at))
    shown = {key: asdict(figures) for key, figures in cells(Incident.objects.all(), period, at).items()}
    counted = _recount(period, at)
    for key in shown.keys() | counted.keys():
        for name in NAMES:
            page, again = shown.get(key, {}).get(name, 0), counted[key][name]
            if page != again:
                yield f"street {key[0]}, department {key[1]}: {name} is shown as {page}, recounted {again}"


def _recount(period, at):
    lives = defaultdict(dict)
    steps = IncidentStep.objects.order_by("case", "seq").values_list("case_id", "verb", "at", "data__is_exempt")
    for key, verb, moment, exempt in steps:
        lives[key][verb] = moment
        if exempt:
            lives[key][EXCUSED] = moment
    handlings = defaultdict(list)
    for clock in IncidentClock.objects.filter(stage="handle").order_by("pk"):
        handlings[clock.case_id].append(clock)
    table = defaultdict(Counter)
    for case in Incident.objects.all():
        table[case.street_id, case.department_id].update(_tells(case, lives[case.pk], handlings[case.pk], period, at))
    return table


CLOSING = ("evaluate", "close_on_the_spot", "close_with_whistle", "close_contested", "close_unheard")
UNCOUNTING = ("decline", "void", "merge")


def _tells(case, life, handlings, period, at):
    """The names of the figures in which this incident counts."""
    begun = next(life[verb] for verb in ("report", "self_handle", "split_off") if verb in life)
    ended, forced = _ended(life)
    counted = not any(verb in life for verb in UNCOUNTING)
    taken = life.get("accept") or life.get("split_off") or life.get("self_handle")
    told = {"reported": begun in period, "accepted": counted and bool(taken) and taken in period}
    told["finished"] = told["accepted"] and ended is not None
    told["open"] = counted and ended is None and not forced
    told["overdue"] = told["open"] and case.due_at < at
    told["due"] = _was_due([clock for clock in handlings if clock.started_at < period.end], period, at)
    told["due_closed"] = told["due"] and ended is not None and ended < period.end
    late = [clock for clock in handlings if clock.verdict == Verdict.LATE and clock.stopped_at < period.end]
    told["on_time"] = told["due_closed"] and (not late or EXCUSED in life)
    return [name for name, counts in told.items() if counts]


def _ended(life):
    """(when it was closed well, whether it was forced to close), told by the last of what closes and reopens."""
    last = max(life.get(verb, NEVER_YET) for verb in (*CLOSING, "force_close"))
    if last <= life.get("reopen", NEVER_YET):
        return None, False
    forced = life.get("force_close") == last
    return (None if forced else last), forced


def _was_due(handlings, period, at):
    """应结案 (`domain.md` 5.1): the last handling ended in the period, or ran past its deadline at its close."""
    if not handlings:
        return False
    last = handlings[-1]
    if last.stopped_at and last.stopped_at < period.end:
        return last.stopped_at >= period.start and last.verdict != Verdict.VOID
    return last.suspended_at is None and last.due_at < min(period.end, at)
