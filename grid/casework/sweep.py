"""Ringing: the same leaf for the sweep and for whoever moves a case that has something due."""

import logging

from django.db import transaction

from .books import Heartbeat
from .sql import database_now, is_anything_due, update_from

logger = logging.getLogger(__name__)


def ring(model, keys, at, cases=None):
    """Ring every rung due at `at` on the locked cases `keys` of `model`; return how many rang.

    `cases` are instances to keep in step (those a verb holds); others are read here.
    """
    clock_model = model.clocks.rel.related_model
    rung = 0
    while is_anything_due(clock_model, keys, at):  # a strike may have set another clock going
        clocks = list(clock_model.objects.filter(case_id__in=keys, alarm_at__lte=at).order_by("alarm_at", "pk"))
        late = model._base_manager.select_related(*model.RUNG_WITH).filter(pk__in={clock.case_id for clock in clocks})
        rung += _sound(model, clocks, {case.pk: case for case in cases or late}, at)
    return rung


def _sound(model, clocks, cases, at):
    """Ring the due rungs of `clocks` in order of time; constant statements whatever their number."""
    due = sorted(
        ((moment, clock.pk, no, effect, clock) for clock in clocks for no, effect, moment in clock.rungs_due(at)),
        key=lambda rung: rung[:3],
    )
    alarm_model = type(clocks[0]).alarms.rel.related_model
    alarms, steps, notices, struck = [], [], [], []
    for moment, _pk, no, effect, clock in due:
        case = cases[clock.case_id]
        steps.append(case.rung(effect, clock, no, moment, at))
        struck += [(case, steps[-1])] if effect.startswith("strike:") else []
        rang = {"effect": effect, "fell_due_at": moment, "rang_at": at, "step_seq": steps[-1].seq}
        alarms.append(alarm_model(clock=clock, cycle=clock.cycle, rung=no, **rang))
        notices += case.told_by_clock(effect, clock, no, moment)
        clock.rung = no
    for clock in clocks:
        clock.alarm_at = clock.next_moment()
    alarm_model.objects.bulk_create(alarms)
    model.write([cases[key] for key in {clock.case_id for clock in clocks}], steps)
    update_from(type(clocks[0]), clocks, ["rung", "alarm_at"])
    _tell(notices)
    for case, step in struck:
        case.struck(step)
    return len(due)


def _tell(notices):
    """Write the notices of a ringing; a seat that has one under its key keeps that one."""
    for kind in {type(notice) for notice in notices}:
        kind.objects.tell([notice for notice in notices if type(notice) is kind])


def sweep(model, at=None, batch=500):
    """Ring all that is due on the cases of `model` at `at` (None: the database's now); return how many rang.

    Batches lock the roots of what is due and pass over what somebody else holds, so any
    number of sweeps may run at once. A batch that fails is tried case by case, and the
    guilty case is put aside visibly (`stuck_at`) without holding up its neighbours.
    """
    rung = 0
    while True:
        try:
            done = _sweep_batch(model, at, batch)
        except Exception:
            logger.exception("a batch of %s failed; trying its cases one by one", model.KIND)
            done = _sweep_singly(model, at, batch)
        if not done:
            break
        rung += done
    Heartbeat.beat(f"sweep {model.KIND}", at or database_now(), rung)
    return rung


@transaction.atomic
def _sweep_batch(model, at, batch):
    at = at or database_now()
    root = "case" if model.ROOT == "pk" else f"case__{model.ROOT}"
    due = model.clocks.rel.related_model.objects.due(at).select_related(root).order_by("alarm_at", "pk")
    locked = due.select_for_update(of=(root,), skip_locked=True, no_key=True)[:batch]
    roots = {clock.case.root_key for clock in locked}
    if not roots:
        return 0
    keys = model._base_manager.filter(**{f"{model.ROOT}__in": roots}, stuck_at=None).values_list("pk", flat=True)
    return ring(model, list(keys), at)


def _sweep_singly(model, at, batch):
    """Ring the due cases each in a transaction of its own; put the guilty one aside."""
    rung = 0
    now = at or database_now()
    due = model.clocks.rel.related_model.objects.due(now).order_by("alarm_at", "pk")
    for key in dict.fromkeys(due.values_list("case_id", flat=True)[:batch]):
        try:
            rung += _sweep_one(model, key, now)
        except Exception:
            logger.exception("%s %s is stuck", model.KIND, key)
            model._base_manager.filter(pk=key).update(stuck_at=now)
    return rung


@transaction.atomic
def _sweep_one(model, key, at):
    case = model._base_manager.get(pk=key)
    model.lock([case])
    return ring(model, [key], at, [case])
