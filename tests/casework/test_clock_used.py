"""How long a clock ran: in its own time, without the time it stood still."""

from datetime import timedelta

import pytest

from grid.models import IncidentClock, TimeLimit, calendar_now
from tests.makers import incident_in
from tests.town import MONDAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock(town):
    """A handling clock of four working hours, begun on Monday at 09:10 and run on from 09:00 here."""
    clock = incident_in(town, "handling").clocks.get(stage="handle")
    clock.started_at = MONDAY
    return clock


@pytest.mark.parametrize(("after", "hours"), [(2 * HOUR, 2), (4 * HOUR, 3), (6 * HOUR, 4), (12 * HOUR, 7), (DAY, 8)])
def test_only_working_time_is_used_of_a_working_limit(clock, after, hours):
    assert clock.used(calendar_now(), MONDAY + after) == hours * HOUR


def test_a_limit_by_the_plain_clock_uses_plain_time(town):
    clock = IncidentClock(started_at=MONDAY, amount=2, unit="urgent_hour")
    assert clock.used(calendar_now(), MONDAY + DAY) == DAY
    assert IncidentClock(started_at=MONDAY).used(calendar_now(), MONDAY + DAY) == DAY  # a set moment


def test_it_ends_with_the_stop(clock):
    clock.stopped_at = MONDAY + HOUR
    assert clock.used(calendar_now(), MONDAY + 9 * DAY) == HOUR


def test_standing_still_uses_nothing(clock):
    ladder = TimeLimit.objects.limit_for("incident", "handle").ladder
    clock.suspend(MONDAY + HOUR)
    assert clock.used(calendar_now(), MONDAY + 2 * DAY) == HOUR
    clock.resume(MONDAY + DAY, calendar_now(), ladder)
    assert clock.used(calendar_now(), MONDAY + DAY + HOUR) == 2 * HOUR


def test_what_was_stopped_while_it_stood_still_used_what_it_had_used(clock):
    clock.suspend(MONDAY + HOUR)
    clock.stopped_at = MONDAY + 3 * DAY
    assert clock.used(calendar_now(), MONDAY + 9 * DAY) == HOUR
