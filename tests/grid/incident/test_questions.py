"""What counts as due: by the clocks, as things stood at the period's end, or stand now while it lasts."""

from datetime import timedelta

import pytest

from grid import stats
from grid.casework.measures import Period
from grid.figures import asked_period
from grid.models import Incident, IncidentFigure
from tests import makers
from tests.town import MONDAY

TODAY = Period.of("day", MONDAY)
JUDGED = (IncidentFigure.DUE, IncidentFigure.DUE_CLOSED, IncidentFigure.ON_TIME)


def judged(at):
    """How many are due, closed, closed on time on Monday, seen at `at`."""
    return [Incident.objects.figure(name, TODAY, at).count() for name in JUDGED]


def due_of(case):
    return case.clocks.get(stage="handle").due_at


def test_a_deadline_later_today_asks_for_nothing_before_it_has_passed(town):
    due = due_of(makers.incident_in(town, "handling"))
    assert due.date() == MONDAY.date()
    assert judged(due) == [0, 0, 0]
    assert judged(due + timedelta(minutes=1)) == [1, 0, 0]


def test_what_was_closed_early_counts_at_once(town):
    makers.incident_in(town, "closed")
    assert judged(MONDAY + timedelta(hours=1)) == [1, 1, 1]


def test_a_period_that_is_over_is_judged_as_it_ended_whenever_one_asks(town):
    due = due_of(makers.incident_in(town, "handling"))
    for later in (timedelta(days=1), timedelta(days=300)):
        assert judged(due + later) == [1, 0, 0]


@pytest.mark.parametrize("minutes", [30, 200, 600, 3000])
def test_tables_and_lists_count_alike_at_every_moment(town, minutes):
    for status in makers.INCIDENT_WAY:
        makers.incident_in(town, status)
    at = MONDAY + timedelta(minutes=minutes)
    told = stats.facts(stats.cells(Incident.objects.all(), TODAY, at))
    assert [told.due, told.due_closed, told.on_time] == judged(at)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-03-02", "2026-03-01"), ("0001-01-01", "2026-03-01"), ("2026-03-01", "9999-12-31"), ("", ""), ("x", "y")],
)
def test_days_of_no_sense_are_no_period(first, last):
    assert asked_period({"from": first, "to": last}) is None
