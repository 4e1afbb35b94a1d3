"""Silence after silence: an order nobody signs, a slip nobody answers, and again, up to discipline inspection."""

from datetime import timedelta

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from grid.models import TimeLimit, calendar_now
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE
from tests.whistle.slips import SAID
from tests.whistle.verbs import status_of
from whistle.models import Accountability, Order, PointEntry, Supervision, SupervisionAlarm

DAY = timedelta(days=1)
BLUE = MONDAY + 2 * HOUR


@pytest.fixture(autouse=True)
def order(town):
    """Blown on Monday at nine, due to be signed at ten, and nobody does."""
    return order_in(town, "dispatched", assisting=[])


def tick(at):
    """One turn of the beat: everything that rings, then what follows from it."""
    sweep(Order, at=at)
    sweep(Supervision, at=at)
    Supervision.objects.register(at=at)
    Accountability.objects.register(at=at)


def slips():
    """What follows from the signing clock; that nobody came either is a chain of its own."""
    return Supervision.objects.filter(type="overdue_sign").order_by("level")


def chain():
    return list(slips().values_list("level", "status"))


def slip(level):
    return slips().get(level=level)


def due(level, since):
    """When a slip of this level sent out at `since` has to be answered, by the rules."""
    return TimeLimit.objects.limit_for("supervision", "reply", level).due(calendar_now(), since)


def silent_until_red():
    """The beat runs; nobody ever answers. The moments at which the three slips were sent out."""
    moments = [BLUE]
    tick(BLUE)
    for level in (1, 2):
        moments.append(slip(level).due_at)
        tick(moments[-1])
    return moments


def test_each_silence_leads_one_level_up_at_its_own_moment():
    moments = silent_until_red()
    assert moments == [BLUE, due(1, BLUE), due(2, due(1, BLUE))]
    assert [slip(level).sent_at for level in (1, 2, 3)] == moments
    assert chain() == [(1, "escalated"), (2, "escalated"), (3, "rectifying")]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_minute_before_nothing_has_happened(level):
    silent_until_red() if level == 3 else tick(BLUE)
    if level == 2:
        tick(slip(1).due_at)
    before = chain()
    tick(slip(level).due_at - MINUTE)
    assert chain() == before
    tick(slip(level).due_at)
    assert chain() != before


def test_after_the_last_silence_discipline_inspection_has_one_case(town, order):
    silent_until_red()
    red = slip(3)
    for moment in (red.due_at, red.due_at + MINUTE, red.due_at + 30 * DAY):
        tick(moment)
    case = Accountability.objects.get(supervision__in=slips())
    assert (case.supervision, case.department, case.order, case.status) == (red, town.department, order, "proposed")
    assert (case.created_at, status_of(red)) == (red.due_at, "proposed")
    assert slips().count() == 3


def test_every_slip_of_the_chain_deducts_once_and_stops_late():
    silent_until_red()
    for _time in range(3):
        tick(slip(3).due_at)
    assert PointEntry.objects.filter(supervision__in=slips()).count() == 3
    assert [slip(level).clocks.get().verdict for level in (1, 2, 3)] == ["late", "late", "late"]


def test_the_beat_off_before_the_first_slip_makes_nobody_late_for_what_was_never_sent():
    wake = MONDAY + 9 * DAY
    tick(wake)
    tick(wake)
    assert chain() == [(1, "rectifying")]
    assert slip(1).due_at == due(1, wake)
    assert slip(1).overdue_since == MONDAY + HOUR


def test_the_beat_off_over_two_silences_skips_no_level_and_gives_each_its_time():
    tick(BLUE)
    lapsed, wake = slip(1).due_at, due(2, slip(1).due_at) + 3 * DAY
    for _time in range(3):
        tick(wake)
    assert chain() == [(1, "escalated"), (2, "rectifying")]
    assert slip(2).due_at == due(2, wake) > wake
    struck = SupervisionAlarm.objects.get(effect="strike:escalate", clock__case=slip(1))
    assert struck.fell_due_at == lapsed
    tick(slip(2).due_at), tick(slip(3).due_at)
    assert chain() == [(1, "escalated"), (2, "escalated"), (3, "proposed")]


def test_the_beat_off_over_the_last_two_silences_still_ends_with_discipline_inspection():
    tick(BLUE), tick(slip(1).due_at)
    wake = slip(2).due_at + 20 * DAY
    tick(wake)
    assert chain() == [(1, "escalated"), (2, "escalated"), (3, "rectifying")]
    assert not Accountability.objects.filter(supervision__in=slips()).exists()
    tick(slip(3).due_at + 20 * DAY)
    assert Accountability.objects.filter(supervision__in=slips()).count() == 1


def test_an_answer_that_comes_while_the_beat_is_off_comes_too_late(town):
    tick(BLUE)
    after = slip(1).due_at + DAY
    with pytest.raises(NotNow):
        slip(1).reply(by=town.head, at=after, **SAID)
    tick(after)
    assert chain() == [(1, "escalated"), (2, "rectifying")]


def test_an_answer_to_the_second_slip_ends_the_chain(town):
    tick(BLUE), tick(slip(1).due_at)
    slip(2).reply(by=town.head, at=slip(2).due_at - MINUTE, **SAID)
    tick(MONDAY + 60 * DAY)
    assert chain() == [(1, "escalated"), (2, "replied")]
