"""Periods and rates: boundaries in Shanghai, and no figure over nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from grid.casework.measures import Period, Rate

LABELS = {
    "day": "2026-09-30",
    "week": "2026-09-28 to 2026-10-04",
    "month": "2026-09",
    "quarter": "Q3 2026",
    "year": "2026",
}
BEFORE = {
    "day": (date(2026, 9, 29), date(2026, 9, 29)),
    "week": (date(2026, 9, 21), date(2026, 9, 27)),
    "month": (date(2026, 8, 1), date(2026, 8, 31)),
    "quarter": (date(2026, 4, 1), date(2026, 6, 30)),
    "year": (date(2025, 1, 1), date(2025, 12, 31)),
}
kinds = st.sampled_from(sorted(LABELS))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(("kind", "label"), LABELS.items())
def test_a_period_has_a_label(kind, label, english):
    assert Period.of(kind, date(2026, 9, 30)).label() == label


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("kind", BEFORE)
def test_the_period_before(kind):
    before = Period.of(kind, date(2026, 9, 30)).previous()
    assert (before.first, before.last) == BEFORE[kind]


def test_a_month_begins_at_midnight_in_shanghai_and_ends_before_the_next():
    september = Period.of("month", date(2026, 9, 30))
    assert september.start == datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert september.end == datetime(2026, 9, 30, 16, tzinfo=UTC)


def test_the_end_of_a_period_belongs_to_the_next():
    september = Period.of("month", date(2026, 9, 1))
    assert september.start in september
    assert september.end not in september
    assert september.end in september.next()


def test_a_moment_late_in_the_utc_day_is_tomorrow_in_shanghai():
    assert Period.of("day", datetime(2026, 9, 30, 17, tzinfo=UTC)).first == date(2026, 10, 1)


def test_the_last_seven_days_end_today_and_come_after_seven_others():
    week = Period.last_days(7, date(2026, 9, 30))
    assert (week.first, week.days, week.previous().last) == (date(2026, 9, 24), 7, date(2026, 9, 23))
    assert week.previous().next() == week


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2026, 9, 2), date(2026, 9, 1))


def test_a_year_before_a_month_is_that_month_and_the_leap_day_has_a_neighbour():
    assert Period.of("month", date(2024, 2, 29)).a_year_before() == Period.of("month", date(2023, 2, 1))
    assert Period.of("day", date(2024, 2, 29)).a_year_before().first == date(2023, 2, 28)


@given(kinds, days)
def test_periods_of_a_kind_follow_each_other_without_gap(kind, day):
    period = Period.of(kind, day)
    assert period.first <= day <= period.last
    assert period.previous().end == period.start
    assert period.next().previous() == period
    assert len(period.dates()) == period.days


SHOWN = {
    "nothing of something": (0, 5, "0.0%"),
    "all": (88, 88, "100.0%"),
    "rounded half up": (1, 2000, "0.1%"),
    "below half down": (1, 2001, "0.0%"),
    "the month of Tianmen": (911, 972, "93.7%"),
    "nothing of nothing": (0, 0, "—"),
}


@pytest.mark.parametrize(("part", "whole", "text"), SHOWN.values(), ids=SHOWN)
def test_a_rate_is_shown(part, whole, text):
    assert str(Rate(part, whole)) == text


def test_a_rate_over_nothing_has_no_value():
    nothing = Rate(0, 0)
    assert (nothing.value, nothing.percent, nothing.change(Rate(1, 2)), bool(nothing)) == (None, None, None, False)


def test_two_decimals_on_request():
    assert Rate(911, 972).rounded("0.01") == Decimal("93.72")


def test_the_change_is_in_percentage_points_of_the_unrounded_shares():
    assert Rate(2, 3).change(Rate(1, 3)) == Decimal("33.3")


def test_rates_sort_with_those_over_nothing_first():
    assert sorted([Rate(1, 2), Rate(0, 0), Rate(1, 3)], key=lambda r: r) == [Rate(0, 0), Rate(1, 3), Rate(1, 2)]


def test_equal_shares_are_equal_rates():
    assert Rate(1, 2) == Rate(2, 4)
    assert hash(Rate(1, 2)) == hash(Rate(2, 4))
    assert Rate(0, 0) != Rate(0, 4)


def test_reaching_a_mark_is_not_a_matter_of_rounding():
    assert Rate(98, 100).reaches(98)
    assert not Rate(9799, 10_000).reaches("98")
    assert not Rate(0, 0).reaches(0)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500), st.integers(1, 500))
def test_pooled_rates_lie_between_their_parts(a, more_a, b, more_b):
    one, other = Rate(a, a + more_a), Rate(b, b + more_b)
    low, high = sorted([one, other])
    assert low <= one + other <= high


def test_the_days_of_a_week_begin_on_monday():
    assert Period.of("week", date(2026, 10, 4)).first.weekday() == 0
    assert Period.of("week", date(2026, 10, 4)).end - Period.of("week", date(2026, 10, 4)).start == timedelta(days=7)
