"""The sweep: once, never early, never half, and one broken case holds up nobody."""

from datetime import timedelta

import pytest

from grid.casework.sweep import sweep
from grid.models import Heartbeat, Incident, IncidentAlarm, Notice
from tests.makers import file_incident
from tests.town import MONDAY

HOUR = timedelta(hours=1)
LATER = MONDAY + 30 * HOUR


@pytest.fixture
def case(town):
    return file_incident(town, at=MONDAY)


def rung(case):
    return list(IncidentAlarm.objects.filter(clock__case=case).order_by("pk").values_list("effect", flat=True))


def test_nothing_rings_before_its_time(case):
    assert sweep(Incident, at=MONDAY + HOUR) == 0
    assert rung(case) == []


def test_all_that_was_missed_rings_once_and_in_order(case):
    assert sweep(Incident, at=LATER) == 2
    assert rung(case) == ["remind", "overdue"]


def test_a_second_strike_of_the_clock_rings_nothing(case):
    sweep(Incident, at=LATER)
    assert sweep(Incident, at=LATER) == 0
    assert rung(case) == ["remind", "overdue"]


def test_a_rung_is_dated_when_it_fell_due(case):
    sweep(Incident, at=LATER)
    alarm = IncidentAlarm.objects.get(clock__case=case, effect="overdue")
    assert alarm.fell_due_at == case.clocks.get().due_at == MONDAY + 2 * HOUR
    assert alarm.rang_at == LATER
    assert case.steps.get(verb="overdue").at == MONDAY + 2 * HOUR


def test_a_reminder_tells_the_desk_once(case, town):
    sweep(Incident, at=LATER)
    assert Notice.objects.visible_to(town.community_operator).filter(kind="incident.accept.remind").count() == 1


def test_the_sweep_leaves_a_sign_of_life(case):
    sweep(Incident, at=LATER)
    assert Heartbeat.objects.get(name="sweep incident").at == LATER


def test_a_hundred_cases_ring_in_as_many_statements_as_two(town, django_assert_max_num_queries):
    for _n in range(30):
        file_incident(town, at=MONDAY)
    with django_assert_max_num_queries(40):
        assert sweep(Incident, at=LATER) == 60


def test_a_broken_case_is_put_aside_and_its_neighbours_ring(town, case):
    neighbour = file_incident(town, at=MONDAY)
    case.clocks.update(ladder=[[1, "strike:no_such_verb", MONDAY.isoformat()]], alarm_at=MONDAY)
    sweep(Incident, at=LATER)
    case.refresh_from_db()
    assert case.stuck_at == LATER
    assert rung(neighbour) == ["remind", "overdue"]
    assert rung(case) == []
