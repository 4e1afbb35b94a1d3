"""Clocks: extend, suspend, resume, recompute; whatever happens, they can say why."""

from datetime import datetime, timedelta

import pytest

from grid.casework.deadlines import Day, WorkCalendar
from grid.models import TimeLimit, calendar_now
from tests.makers import file_incident
from tests.town import MONDAY, SHANGHAI

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRIDAY_EVENING = datetime(2026, 3, 6, 18, 0, tzinfo=SHANGHAI)
NEXT_MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=SHANGHAI)


@pytest.fixture
def clock(town):
    """A handling clock of five working days, started on Monday at ten."""
    case = file_incident(town, at=MONDAY)
    case.accept(by=town.community_operator, at=MONDAY + HOUR / 2)
    case.handle_here(by=town.community_operator, at=MONDAY + HOUR)
    clock = case.clocks.get(stage="handle")
    assert (clock.amount, clock.unit) == (4, "working_hour")
    return clock


@pytest.fixture
def ladder(clock):
    return TimeLimit.objects.limit_for("incident", "handle").ladder


def test_extending_adds_one_original_limit_and_begins_a_new_cycle(clock, ladder):
    clock.extend(MONDAY + 2 * HOUR, calendar_now(), ladder)
    assert clock.due_at == datetime(2026, 3, 3, 10, 0, tzinfo=SHANGHAI)
    assert (clock.cycle, clock.rung) == (2, 0)


def test_a_limit_that_is_over_is_not_extended(clock, ladder):
    with pytest.raises(ValueError, match="not over"):
        clock.extend(clock.due_at + HOUR, calendar_now(), ladder)


def test_a_suspension_over_the_weekend_costs_no_working_hour(clock, ladder):
    clock.extend(MONDAY + HOUR, calendar_now(), ladder)
    left = calendar_now().remaining(FRIDAY_EVENING, clock.due_at, clock.unit)
    clock.suspend(FRIDAY_EVENING)
    clock.resume(NEXT_MONDAY, calendar_now(), ladder)
    assert calendar_now().remaining(NEXT_MONDAY, clock.due_at, clock.unit) == left


def test_a_suspended_clock_is_silent(clock):
    clock.suspend(MONDAY + 2 * HOUR)
    assert clock.alarm_at is None
    assert not clock.is_running


def test_an_extension_survives_a_suspension(clock, ladder):
    clock.extend(MONDAY + HOUR, calendar_now(), ladder)
    clock.suspend(MONDAY + 2 * HOUR)
    clock.resume(MONDAY + DAY + 2 * HOUR, calendar_now(), ladder)
    assert clock.due_at == clock.replayed_due(calendar_now())
    assert [turn["turn"] for turn in clock.turns] == ["extend", "suspend", "resume"]


def test_a_holiday_declared_later_moves_the_due_moment_but_no_rung_that_rang(clock, ladder):
    clock.rung = 1
    first = clock.ladder[0]
    changed = WorkCalendar({MONDAY.date(): Day(is_working=False, name="临时假")}, version=99)
    clock.recompute(MONDAY + 2 * HOUR, changed, ladder)
    assert clock.due_at == datetime(2026, 3, 3, 12, 0, tzinfo=SHANGHAI)
    assert (clock.cycle, clock.rung, clock.ladder[0]) == (1, 1, first)


def test_the_due_moment_explains_itself_line_by_line(clock):
    lines = [line.text() for line in clock.explain(calendar_now())]
    assert lines[0].startswith("2026-03-02 10:00")
    assert "2026-03-02 16:00" in lines[-1]


def test_shares_beyond_the_whole_count_from_the_due_moment(clock):
    moments = {effect: datetime.fromisoformat(moment) for _no, effect, moment in clock.rungs}
    assert moments["overdue"] == clock.due_at == datetime(2026, 3, 2, 16, 0, tzinfo=SHANGHAI)
    assert moments["supervise"] == datetime(2026, 3, 2, 18, 0, tzinfo=SHANGHAI)


def test_what_rang_before_a_standstill_rings_no_second_time_after_it(clock, ladder):
    late = clock.due_at + HOUR / 2
    clock.suspend(late)
    clock.resume(late + DAY, calendar_now(), ladder)
    assert clock.is_late(late + DAY)
    assert [rung[1] for rung in clock.ladder] == ["supervise"]
