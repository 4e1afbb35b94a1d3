"""The number line of working time, checked against a walk minute by minute and by its laws."""

import random
from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from itertools import accumulate

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grid.casework.deadlines import SHANGHAI, Limit, Rung, Unit, ladder_moments
from tests.casework.workdays import CALENDAR, ROWS

BEGIN, DAYS = date(2024, 1, 1), 1096
DECIDED = {date.fromisoformat(r["date"]): r["is_working"] == "1" for r in ROWS}


def walk():
    """For every minute of 2024–2026 the working minutes before it."""
    day = [8 <= hour < 12 or 14 <= hour < 18 for hour in range(24) for _minute in range(60)]
    minutes = []
    for date_ in (BEGIN + timedelta(days=n) for n in range(DAYS)):
        minutes += day if DECIDED.get(date_, date_.weekday() < 5) else [False] * 1440
    return list(accumulate(minutes, initial=0))


@pytest.fixture(scope="module")
def walked():
    return walk()


def minute(number):
    return datetime.combine(BEGIN, time(), SHANGHAI) + timedelta(minutes=number)


def cases(count, longest):
    dice = random.Random(20261010)
    return [(dice.randrange(DAYS * 1440 * 9 // 10), dice.randrange(1, longest)) for _n in range(count)]


def test_adding_agrees_with_a_walk_minute_by_minute(walked):
    for start, amount in cases(20_000, 60 * 8 * 40):
        due = minute(bisect_left(walked, walked[start] + amount))
        assert CALENDAR.advance(minute(start), timedelta(minutes=amount), "working_hour") == due


def test_counting_back_agrees_with_a_walk_minute_by_minute(walked):
    for due, amount in cases(20_000, 60 * 8 * 5):
        if walked[due] > amount:
            start = minute(bisect_right(walked, walked[due] - amount) - 1)
            assert CALENDAR.retreat(minute(due), timedelta(minutes=amount), "working_hour") == start


def test_the_time_between_agrees_with_a_walk_minute_by_minute(walked):
    for start, length in cases(20_000, 1440 * 100):
        between = timedelta(minutes=walked[start + length] - walked[start])
        assert CALENDAR.working_between(minute(start), minute(start + length)) == between


moments = st.datetimes(datetime(2023, 1, 1), datetime(2028, 1, 1), timezones=st.just(SHANGHAI))
spans = st.timedeltas(timedelta(), timedelta(days=30))
units = st.sampled_from([None, *Unit])


@given(moments, spans)
def test_what_was_added_lies_between_to_the_microsecond(start, span):
    due = CALENDAR.advance(start, span, "working_hour")
    assert CALENDAR.working_between(start, due) == span


@given(moments, spans, spans)
def test_adding_twice_is_adding_both(start, one, other):
    twice = CALENDAR.advance(CALENDAR.advance(start, one, "working_day"), other, "working_day")
    assert CALENDAR.remaining(start, twice, "working_day") == one + other


@given(moments, st.integers(0, 60), st.sampled_from(Unit))
def test_a_longer_limit_is_never_due_earlier(start, amount, unit):
    assert start <= CALENDAR.add(start, amount, unit) <= CALENDAR.add(start, amount + 1, unit)


@given(moments, spans, units, st.sampled_from([0.8, 1, 1.5, 2]))
def test_ladder_moments_come_in_order_and_never_before_the_start(start, span, unit, share):
    due = CALENDAR.advance(start, span, unit or Unit.MINUTE)
    rungs = [Rung("supervise", "share", share), Rung("remind", "share", 0.8), Rung("remind", "before", 30, "minute")]
    moments = [m for _no, _effect, m in ladder_moments(CALENDAR, start, due, Limit(None, unit, tuple(rungs)))]
    assert moments == sorted(moments, key=datetime.fromisoformat)
    assert all(datetime.fromisoformat(m) >= start for m in moments)


def test_the_calendar_agrees_with_the_published_one_on_every_day():
    days = [BEGIN + timedelta(days=n) for n in range(DAYS)]
    assert [day for day in days if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []
