"""Limits and ladders: tables with the answer in words."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from grid.casework.deadlines import Limit, Rung, Unit, WorkCalendar, ladder_moments
from tests.casework.workdays import CALENDAR, at

ADDED = {
    "three working days over National Day end on the worked Saturday": ("09-30 16:00", 3, "working_day", "10-10 16:00"),
    "one working hour at midday passes the break": ("09-07 11:30", 1, "working_hour", "09-07 14:30"),
    "two working hours that end with the morning are due at noon": ("09-07 10:00", 2, "working_hour", "09-07 12:00"),
    "two working hours that end with the day are due at 18:00": ("09-07 16:00", 2, "working_hour", "09-07 18:00"),
    "a limit from the very end of a day begins the next morning": ("09-07 18:00", 1, "working_hour", "09-08 09:00"),
    "a limit from the night begins in the morning": ("09-08 03:12", 1, "working_day", "09-08 18:00"),
    "a Friday evening's working hour ends on Monday": ("09-11 17:30", 1, "working_hour", "09-14 08:30"),
    "a worked Sunday counts": ("09-18 16:00", 1, "working_day", "09-20 16:00"),
    "a worked Saturday of Spring Festival counts": ("02-13 16:00", 1, "working_day", "02-14 16:00"),
    "Spring Festival is stepped over": ("02-14 17:00", 2, "working_hour", "02-24 09:00"),
    "half a working day is four hours": ("09-07 08:00", Decimal("0.5"), "working_day", "09-07 12:00"),
    "a float of hours is taken": ("09-07 08:00", 1.5, "working_hour", "09-07 09:30"),
    "ten minutes run through the night": ("09-30 23:55", 10, "minute", "10-01 00:05"),
    "urgent hours run through the holiday": ("10-01 20:00", 24, "urgent_hour", "10-02 20:00"),
    "natural days are twenty-four hours each": ("09-30 16:00", 3, "natural_day", "10-03 16:00"),
    "the same day ends at 24:00": ("09-30 16:00", 0, "calendar_day", "10-01 00:00"),
    "one calendar day ends at 24:00 of tomorrow": ("09-30 00:00", 1, "calendar_day", "10-02 00:00"),
    "a calendar month of thirty days crosses the year": ("2026-12-31 09:00", 30, "calendar_day", "2027-01-31 00:00"),
    "nothing is due at once, also at night": ("10-02 03:00", 0, "working_hour", "10-02 03:00"),
    "a year without rows has plain weekends": ("2030-10-01 08:00", 4, "working_day", "2030-10-04 18:00"),
    "New Year is crossed with the worked Sunday after it": ("2025-12-31 16:00", 1, "working_day", "2026-01-04 16:00"),
    "the leap day is a day": ("2024-02-28 16:00", 1, "working_day", "2024-02-29 16:00"),
}


@pytest.mark.parametrize(("start", "amount", "unit", "due"), ADDED.values(), ids=ADDED)
def test_a_limit_is_over(start, amount, unit, due):
    assert CALENDAR.add(at(start), amount, unit) == at(due)


BETWEEN = {
    "a morning has four hours": ("09-07 08:00", "09-07 12:00", 4),
    "the midday break has none": ("09-07 12:00", "09-07 14:00", 0),
    "a week has forty": ("09-07 00:00", "09-14 00:00", 40),
    "the whole of National Day has none": ("09-30 18:00", "10-08 08:00", 0),
    "a worked Saturday has eight": ("10-10 00:00", "10-11 00:00", 8),
    "backwards there is none": ("09-08 12:00", "09-07 12:00", 0),
}


@pytest.mark.parametrize(("start", "end", "hours"), BETWEEN.values(), ids=BETWEEN)
def test_working_time_between(start, end, hours):
    assert CALENDAR.working_between(at(start), at(end)) == timedelta(hours=hours)


MOMENTS = {
    "four fifths of a working day": ("09-07 08:00", 1, "working_day", Decimal("0.8"), "09-07 16:24"),
    "half a day beyond a working day": ("09-07 08:00", 1, "working_day", 1.5, "09-08 12:00"),
    "the whole is the due moment": ("09-07 10:00", 2, "working_hour", 1, "09-07 12:00"),
    "four fifths of the same day": ("09-07 14:00", 0, "calendar_day", Decimal("0.8"), "09-07 22:00"),
    "four fifths of ten minutes": ("09-07 03:00", 10, "minute", 0.8, "09-07 03:08"),
}


@pytest.mark.parametrize(("start", "amount", "unit", "share", "moment"), MOMENTS.values(), ids=MOMENTS)
def test_a_share_of_the_limit_has_passed(start, amount, unit, share, moment):
    assert CALENDAR.moment(at(start), amount, unit, share) == at(moment)


def test_counting_back_stops_at_an_opening():
    assert CALENDAR.retreat(at("10-08 10:00"), timedelta(hours=2), "working_hour") == at("10-08 08:00")


def test_counting_back_passes_the_holiday():
    assert CALENDAR.retreat(at("10-08 09:00"), timedelta(hours=2), "working_hour") == at("09-30 17:00")


def test_what_is_left_is_negative_once_the_moment_has_passed():
    assert CALENDAR.remaining(at("09-08 09:00"), at("09-07 17:00"), "working_hour") == timedelta(hours=-2)


def test_a_same_day_limit_given_one_more_day_ends_at_the_next_midnight():
    assert CALENDAR.extend(at("10-01 00:00"), 1, "calendar_day") == at("10-02 00:00")


@pytest.mark.parametrize("unit", Unit.values)
def test_a_moment_without_a_zone_is_refused(unit):
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add(datetime(2026, 9, 7, 8), 1, unit)


@pytest.mark.parametrize("unit", Unit.values)
def test_a_negative_limit_is_refused(unit):
    with pytest.raises(ValueError, match=r"negative|whole"):
        CALENDAR.add(at("09-07 08:00"), -1, unit)


def test_half_a_calendar_day_is_refused():
    with pytest.raises(ValueError, match="whole"):
        CALENDAR.add(at("09-07 08:00"), 0.5, "calendar_day")


def test_any_zone_goes_in_and_shanghai_comes_out():
    due = CALENDAR.add(datetime(2026, 9, 30, 8, tzinfo=UTC), 3, "working_day")
    assert due.isoformat() == "2026-10-10T16:00:00+08:00"


@pytest.mark.parametrize("sessions", [(), ((time(12), time(8)),), ((time(8), time(12)), (time(11), time(18)))])
def test_sessions_out_of_order_are_refused(sessions):
    with pytest.raises(ValueError, match="Sessions"):
        WorkCalendar(sessions=sessions)


def test_a_working_day_is_as_long_as_its_sessions():
    short = WorkCalendar(sessions=((time(9), time(12)), (time(13), time(16))))
    assert short.add(at("09-07 10:00"), 1, "working_day") == at("09-08 10:00")


def test_only_years_with_their_list_are_covered():
    assert [year for year in range(2023, 2029) if CALENDAR.covers(year)] == [2024, 2025, 2026]


WARN = (Rung("remind", "share", Decimal("0.8")), Rung("overdue", "share", 1))


def ladder(start, due, limit):
    return [(no, effect, m[5:16]) for no, effect, m in ladder_moments(CALENDAR, at(start), at(due), limit)]


def test_signing_reminds_then_is_overdue_then_calls_the_supervision_office():
    limit = Limit(1, "working_hour", (*WARN, Rung("supervise", "after", 1, "working_hour")))
    assert ladder("09-30 16:30", "09-30 17:30", limit) == [
        (1, "remind", "09-30T17:18"), (2, "overdue", "09-30T17:30"), (3, "supervise", "10-08T08:30"),
    ]  # fmt: skip


def test_rungs_of_one_moment_keep_the_order_of_the_ladder():
    limit = Limit(1, "working_day", (*WARN, Rung("supervise", "share", 1)))
    effects = [effect for _no, effect, _at in ladder("09-07 08:00", "09-07 18:00", limit)]
    assert effects == ["remind", "overdue", "supervise"]


def test_rungs_are_numbered_by_moment_whatever_their_order_in_the_ladder():
    limit = Limit(None, None, (Rung("strike:absent", "after", 15, "minute"), Rung("remind", "before", 30, "minute")))
    assert ladder("09-07 08:00", "09-07 10:00", limit) == [
        (1, "remind", "09-07T09:30"), (2, "strike:absent", "09-07T10:15"),
    ]  # fmt: skip


def test_a_reminder_that_does_not_fit_is_left_out():
    limit = Limit(None, None, (Rung("remind", "before", 30, "minute"), Rung("overdue", "share", 1)))
    assert ladder("09-07 09:40", "09-07 10:00", limit) == [(1, "overdue", "09-07T10:00")]


def test_an_extended_limit_reminds_at_four_fifths_of_the_longer_time():
    assert ladder("09-07 08:00", "09-08 18:00", Limit(1, "working_day", WARN))[0] == (1, "remind", "09-08T14:48")


def test_a_set_moment_takes_its_shares_of_plain_time():
    assert ladder("09-07 08:00", "09-07 18:00", Limit(None, None, WARN))[0] == (1, "remind", "09-07T16:00")
