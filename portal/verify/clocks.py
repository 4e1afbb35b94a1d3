"""Clocks and alarms: each rung once, never early, never swallowed, and every date recomputable."""

from datetime import datetime, timedelta

from django.db.models import F, Min, OuterRef, Q, Subquery

from grid.casework.case import NEVER
from grid.models import Recomputation, RecountedClock, SeatWord, calendar_now

from .kinds import kinds, related

PATIENCE = timedelta(seconds=180)


def _clocks(model):
    return related(model, "clocks").objects.order_by("pk").prefetch_related("alarms").iterator(chunk_size=2000)


def alarms_once(at):
    """Alarms of the present cycle are exactly the rungs passed, at the frozen moments, with their steps."""
    for model in kinds():
        seqs = set(related(model, "steps").objects.exclude(data__rung=None).values_list("case_id", "seq"))
        for clock in _clocks(model):
            moments = {no: datetime.fromisoformat(moment) for no, _effect, moment in clock.rungs}
            rang = {alarm.rung: alarm for alarm in clock.alarms.all() if alarm.cycle == clock.cycle}
            where = f"{model.KIND} {clock.case_id}, clock {clock.pk} ({clock.stage})"
            if set(rang) != {no for no in moments if no <= clock.rung}:
                yield f"{where}: rungs {sorted(rang)} rang, the clock stands at rung {clock.rung}"
            for alarm in clock.alarms.all():
                if alarm.rang_at < alarm.fell_due_at:
                    yield f"{where}: rung {alarm.rung} rang before it fell due"
                if alarm.cycle == clock.cycle and alarm.fell_due_at != moments.get(alarm.rung):
                    yield f"{where}: rung {alarm.rung} fell due at {alarm.fell_due_at}, not {moments.get(alarm.rung)}"
                if (clock.case_id, alarm.step_seq) not in seqs:
                    yield f"{where}: rung {alarm.rung} left no step"


def nothing_silent(at):
    """No running clock has had something to do for more than three minutes; no case is put aside."""
    for model in kinds():
        silent = related(model, "clocks").objects.filter(alarm_at__lt=at - PATIENCE)
        for clock in silent.order_by("alarm_at")[:100]:
            yield f"{model.KIND} {clock.case_id}: {clock.stage} has been due since {clock.alarm_at} and is silent"
        for case in model._base_manager.exclude(stuck_at=None):
            yield f"{model.KIND} {case.pk} ({case}): put aside since {case.stuck_at}"


def settled_first(at):
    """A clock was stopped only after every rung that had fallen due had rung."""
    for model in kinds():
        for clock in related(model, "clocks").objects.exclude(stopped_at=None).iterator(chunk_size=2000):
            for no, effect, moment in clock.rungs:
                if no > clock.rung and datetime.fromisoformat(moment) < clock.stopped_at:
                    yield f"{model.KIND} {clock.case_id}: {clock.stage} stopped before {effect} of {moment} rang"


def due_recomputed(at):
    """Start, limit and turns give the due moment, by the calendar the clock was counted with."""
    calendar = calendar_now()
    for model in kinds():
        for clock in related(model, "clocks").objects.filter(calendar_version=calendar.version).iterator():
            due = clock.replayed_due(calendar)
            if due != clock.due_at:
                yield f"{model.KIND} {clock.case_id}: {clock.stage} due {clock.due_at}, recomputed {due}"


def recounts_complete(at):
    """A change of the calendar reached every running clock, soon and once, and left a line for each that it moved."""
    for row in Recomputation.objects.unfinished().filter(at__lt=at - PATIENCE):
        yield f"recount {row.pk} of {row.at} is not finished"
    last = Recomputation.objects.exclude(finished_at=None).order_by("pk").last()
    for model in kinds():
        clocks = related(model, "clocks").objects
        for clock in clocks.running().filter(calendar_version__lt=last.calendar_version) if last else ():
            yield f"{model.KIND} {clock.case_id}: {clock.stage} was passed over by recount {last.pk}"
        told = RecountedClock.objects.filter(kind=model.KIND).values("clock")
        for clock in clocks.filter(turns__contains=[{"turn": "recompute"}]).exclude(pk__in=told):
            yield f"{model.KIND} {clock.case_id}: {clock.stage} was recounted, and no line tells it"


def ladders_well_formed(at):
    """Frozen ladders are numbered from one without gaps, rise in time, and name seats that exist."""
    for model in kinds():
        for clock in related(model, "clocks").objects.order_by("pk").iterator(chunk_size=2000):
            where = f"{model.KIND} {clock.case_id}, clock {clock.pk} ({clock.stage})"
            ahead = [datetime.fromisoformat(moment) for no, _effect, moment in clock.rungs if no > clock.rung]
            if ahead != sorted(ahead) or len({rung[0] for rung in clock.ladder}) < len(clock.ladder):
                yield f"{where}: its rungs are out of order"
            if unknown := {word for rung in clock.ladder for word in clock.tells(rung[0])} - set(SeatWord.values):
                yield f"{where}: tells {sorted(unknown)}, which nobody is"
            next_one = ahead[0] if ahead and clock.is_running else None
            if clock.alarm_at != next_one:
                yield f"{where}: its alarm is set to {clock.alarm_at}, its next rung falls {next_one}"


def nearest_due(at):
    """What lists sort by is the nearest running clock's due moment."""
    for model in kinds():
        running = related(model, "clocks").objects.filter(case=OuterRef("pk"), stopped_at=None, suspended_at=None)
        running = running.exclude(stage__contains="/")  # the clock of a part is not the case's limit
        nearest = running.order_by().values("case").annotate(first=Min("due_at")).values("first")
        cases = model._base_manager.annotate(nearest=Subquery(nearest))
        for case in cases.exclude(Q(nearest=F("due_at")) | Q(nearest=None, due_at=NEVER)):
            yield f"{model.KIND} {case.pk} ({case}): shows {case.due_at}, its nearest clock {case.nearest}"
