"""More of the same: whole whistles copied with their orders, clocks, alarms and trace, each chained anew.

For tests that need many; a copy is what the same people would have done at the same moments elsewhere.
"""

from copy import copy
from itertools import groupby

from django.db import transaction

from grid.casework.books import Serial
from grid.casework.sql import update_from
from whistle.models import Order, Whistle


@transaction.atomic
def copy_whistles():
    """Copy every whistle there is once; returns how many whistles there are now."""
    known = {}
    whistles = list(Whistle.objects.order_by("round", "pk"))
    for _round, same in groupby(whistles, key=lambda whistle: whistle.round):
        known |= copy_cases(Whistle, list(same), known)
    orders = list(Order.objects.filter(whistle__in=[whistle.pk for whistle in whistles]).order_by("pk"))
    copy_cases(Order, orders, known)
    links = Whistle.assisting.through
    links.objects.bulk_create(
        renewed(link, whistle_id=known[link.whistle_id].pk) for link in links.objects.filter(whistle__in=whistles)
    )
    return Whistle.objects.count()


def copy_cases(model, cases, whistles):
    """Copies by the old key; `whistles` are the copies there are already."""
    fresh = [renewed(case, **numbered(case, whistles)) for case in cases]
    model.objects.bulk_create(fresh)
    made = {old.pk: new for old, new in zip(cases, fresh, strict=True)}
    clock_model = model.clocks.rel.related_model
    olds = list(clock_model.objects.filter(case__in=made).order_by("pk"))
    clocks = clock_model.objects.bulk_create(renewed(clock, case=made[clock.case_id]) for clock in olds)
    keys = {old.pk: new.pk for old, new in zip(olds, clocks, strict=True)}
    alarm_model = clock_model.alarms.rel.related_model
    alarms = alarm_model.objects.filter(clock__in=keys)
    alarm_model.objects.bulk_create(renewed(alarm, clock_id=keys[alarm.clock_id]) for alarm in alarms)
    copy_trace(model, made, {"clock": keys, **{name: plain(whistles) for name in ("whistle", "previous")}})
    return made


def copy_trace(model, made, named):
    """The steps of the copies: they name copied rows, and so carry digests of their own."""
    step_model = model.steps.rel.related_model
    steps = []
    for old in step_model.objects.filter(case__in=made).order_by("case", "seq"):
        case = made[old.case_id]
        data = old.data | {name: keys[old.data[name]] for name, keys in named.items() if old.data.get(name)}
        data |= {"number": case.number} if "number" in data else {}
        steps.append(renewed(old, case=case, data=data))
        case.last_hash = steps[-1].hash = steps[-1].digest(case.last_hash if old.seq > 1 else "")
    step_model.objects.bulk_create(steps)
    update_from(model, list(made.values()), ["last_hash"])


def numbered(case, whistles):
    """What a copied case says otherwise than the first."""
    if isinstance(case, Order):
        whistle = whistles[case.whistle_id]
        return {"whistle": whistle, "number": whistle.number + case.number[-3:]}
    number = Serial.take(case.LETTER, case.district.code, case.created_at)
    return {"number": number, "previous": whistles.get(case.previous_id)}


def plain(made):
    return {old: new.pk for old, new in made.items()}


def renewed(row, **changes):
    """The same row unsaved, with these changes."""
    fresh = copy(row)
    fresh._state = copy(row._state)
    fresh._state.fields_cache = {}
    fresh.pk, fresh._state.adding = None, True
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh
