"""Accountability: each strike of a red slip has its case, the trace carries no content, the file is guarded."""

from decimal import Decimal

from django.db import connection

from whistle.models import (
    Accountability,
    AccountabilityEntry,
    AccountabilityLook,
    AccountabilityStep,
    PointEntry,
    Supervision,
    SupervisionAlarm,
)

from .clocks import PATIENCE

# All that a step of such a case may say besides its verb.
PLAIN = frozenset(
    {
        "origin", "supervision", "order", "department", "desk", "grid", "community", "street", "district",
        "measures", "deduction", "decided_at",
    }
)  # fmt: skip


def every_proposal_opened(at):
    """One case for every strike of "propose", and every slip before discipline inspection has one."""
    origins = set(Accountability.objects.values_list("origin", flat=True))
    alarms = SupervisionAlarm.objects.filter(effect="strike:propose", rang_at__lt=at - PATIENCE)
    for clock, cycle, rung in alarms.values_list("clock_id", "cycle", "rung"):
        if f"supervision/{clock}/{cycle}/{rung}" not in origins:
            yield f"supervision/{clock}/{cycle}/{rung} struck and has no accountability case"
    by_hand = Supervision.objects.filter(status="proposed", accountability=None, steps__verb="propose")
    for key in by_hand.filter(steps__by__isnull=False).values_list("pk", flat=True).distinct():
        yield f"supervision {key} was proposed and has no accountability case"
    settled = Accountability.objects.filter(status__in=Accountability.JUDGED, supervision__status="proposed")
    for case in settled:
        yield f"accountability {case.pk} ({case}) is settled, its slip does not know"


def nothing_in_the_trace(at):
    """Steps carry neither a note nor a word of the file."""
    for step in AccountabilityStep.objects.order_by("pk").iterator(chunk_size=2000):
        if step.note or step.data.keys() - PLAIN:
            yield f"accountability {step.case_id}: step {step.seq} ({step.verb}) says more than it may"


def decisions_counted(at):
    """The points of a decision are entered once, and nobody else's."""
    entries = PointEntry.objects.filter(kind="accountability", reverses=None)
    told = dict(entries.values_list("accountability_id", "points"))
    for case in Accountability.objects.order_by("pk"):
        owed, found = case.deduction or Decimal(0), told.pop(case.pk, Decimal(0))
        if owed + found != 0:
            yield f"accountability {case.pk} ({case}): {found} entered, {owed} decided"
    yield from (f"points stand for accountability {key}, which there is not" for key in told)


def looks_kept(at):
    """Who looked was discipline inspection there and then; the log cannot be rewritten, nor a sheet of the file."""
    for look in AccountabilityLook.objects.select_related("case", "post"):
        right = look.post.role == "discipline_inspection" and look.post.grid_id == look.case.district_id
        if not right or look.post.user_id != look.user_id or not look.post.is_active(look.at):
            yield f"look {look.pk} into accountability {look.case_id} by somebody who may not"
    tables = [model._meta.db_table for model in (AccountabilityLook, AccountabilityEntry)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%s) AND NOT EXISTS (SELECT FROM pg_trigger t"
            " WHERE t.tgrelid = c.oid AND t.tgenabled <> 'D' AND t.tgname ~ '(append_only|written_once)')",
            [tables],
        )
        yield from (f"{name} can be rewritten" for (name,) in cursor.fetchall())
