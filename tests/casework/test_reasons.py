"""Every due moment explains itself, line by line."""

from datetime import UTC, timedelta

import pytest
from django.utils import translation

from tests.casework.workdays import CALENDAR, at


def told(start, amount, unit, *turns, due=None, language="en"):
    with translation.override(language):
        return [line.text() for line in CALENDAR.explain(at(start), amount, unit, turns, due=due)]


def test_three_working_days_over_national_day_name_the_holiday_and_the_worked_saturday():
    assert told("09-30 16:00", 3, "working_day") == [
        "2026-09-30 16:00: the clock starts.",
        "Limit: 3 working days.",
        "2026-09-30 Wednesday: 2 h of working time.",
        "2026-10-01 Thursday to 2026-10-07 Wednesday: National Day, 7 days not counted.",
        "2026-10-08 Thursday to 2026-10-09 Friday: 16 h of working time in 2 working days.",
        "2026-10-10 Saturday: worked in exchange for a holiday (National Day), 6 h of working time.",
        "Due 2026-10-10 16:00.",
    ]


def test_in_chinese_the_holiday_has_its_chinese_name():
    assert any("国庆节" in line for line in told("09-30 16:00", 3, "working_day", language="zh-hans"))


STARTS = {
    "in the night": ("09-08 03:00", "Outside working hours: counting begins at 2026-09-08 08:00."),
    "on a weekend": ("09-12 10:00", "Started on a weekend: counting begins at 2026-09-14 08:00."),
    "on a holiday": ("10-03 10:00", "Started on a day off (National Day): counting begins at 2026-10-08 08:00."),
}


@pytest.mark.parametrize(("start", "line"), STARTS.values(), ids=STARTS)
def test_a_start_outside_working_time_says_why_it_moved(start, line):
    assert told(start, 1, "working_hour")[2] == line


def test_a_start_within_working_time_does_not_move():
    assert not [line for line in told("09-07 09:00", 1, "working_hour") if "counting begins" in line]


def test_the_hours_told_add_up_to_the_limit():
    lines = CALENDAR.explain(at("09-18 17:13"), 27, "working_day")
    assert sum((line.data.get("span", timedelta()) for line in lines), timedelta()) == timedelta(hours=27 * 8)


def test_turns_are_told_in_local_time_and_the_last_due_moment_holds():
    extend = {"turn": "extend", "at": "2026-09-07T02:00:00+00:00", "due": "2026-09-09T10:00:00+08:00"}
    assert told("09-07 09:00", 1, "working_day", extend)[-2:] == [
        "2026-09-07 10:00: extended; new due moment 2026-09-09 10:00.",
        "Due 2026-09-09 10:00.",
    ]


ROUND_THE_CLOCK = {
    "minutes": (10, "minute", "Limit: 10 minutes."),
    "one urgent hour": (1, "urgent_hour", "Limit: 1 hour, day and night."),
    "natural days": (2, "natural_day", "Limit: 2 natural days."),
}


@pytest.mark.parametrize(("amount", "unit", "line"), ROUND_THE_CLOCK.values(), ids=ROUND_THE_CLOCK)
def test_a_clock_that_never_rests_says_so(amount, unit, line):
    assert told("10-01 09:00", amount, unit)[1:3] == [line, "The clock runs day and night, rest days included."]


def test_the_same_day_is_told_to_end_at_midnight():
    assert told("09-30 16:00", 0, "calendar_day")[1:] == [
        "Limit: same day.",
        "Whole days: the limit ends at 24:00 of 2026-09-30 Wednesday.",
        "Due 2026-09-30 24:00.",
    ]


def test_a_set_moment_says_that_it_was_set():
    assert told("09-30 16:00", None, None, due=at("10-08 09:00"))[1:] == [
        "The moment was set by hand, not counted.",
        "Due 2026-10-08 09:00.",
    ]


def test_a_set_moment_is_told_in_the_time_of_the_place():
    due = at("10-08 09:00").astimezone(UTC)
    assert told("09-30 16:00", None, None, due=due)[-1] == "Due 2026-10-08 09:00."
