"""A holiday never makes a clock faster: neither the due moment nor any rung comes earlier for a day off."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from grid.casework.deadlines import SHANGHAI, Day, Limit, Rung, Unit, WorkCalendar, ladder_moments

LADDER = (Rung("remind", "share", 0.8), Rung("overdue", "share", 1), Rung("supervise", "share", 1.5))
FIRST = date(2026, 3, 1)
starts = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 31)).map(lambda at: at.replace(tzinfo=SHANGHAI))
amounts = st.integers(1, 15)
units = st.sampled_from([Unit.WORKING_HOUR, Unit.WORKING_DAY])
days_off = st.sets(st.integers(0, 60), min_size=1, max_size=12)


def moments(calendar, start, amount, unit):
    """The due moment and those of the ladder."""
    limit = Limit(amount, unit, LADDER)
    due = limit.due(calendar, start)
    return [due, *(datetime.fromisoformat(at) for _no, _effect, at in ladder_moments(calendar, start, due, limit))]


@settings(max_examples=150, deadline=None)
@given(starts, amounts, units, days_off)
def test_a_day_off_only_ever_gives_time(start, amount, unit, off):
    holidays = {FIRST + timedelta(days=n): Day(is_working=False, name="假日") for n in off}
    plain, rested = (moments(WorkCalendar(days), start, amount, unit) for days in ({}, holidays))
    assert all(later >= sooner for sooner, later in zip(plain, rested, strict=True))
    assert all(sooner <= later for sooner, later in pairwise(rested[1:]))


@settings(max_examples=100, deadline=None)
@given(starts, amounts, days_off)
def test_what_counts_day_and_night_does_not_know_holidays(start, amount, off):
    holidays = {FIRST + timedelta(days=n): Day(is_working=False, name="假日") for n in off}
    for urgent in (Unit.MINUTE, Unit.URGENT_HOUR, Unit.NATURAL_DAY):
        assert WorkCalendar({}).add(start, amount, urgent) == WorkCalendar(holidays).add(start, amount, urgent)
