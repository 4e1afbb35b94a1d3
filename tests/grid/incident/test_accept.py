"""Accepting: the desk takes the matter, and the time to route it begins."""

import pytest

from grid.casework.refusals import NotNow, NotYours
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press
from tests.makers import file_incident, incident_in
from tests.town import MONDAY


def test_the_community_operator_accepts(client, town):
    case = file_incident(town, at=just_now())
    assert press(client, town.community_operator, case, "accept").status_code == 302
    assert fresh(case).status == "accepted"


def test_it_leaves_a_step_with_the_post_held(town):
    case = file_incident(town)
    case.accept(by=town.community_operator, note="核实无误", at=MONDAY + MINUTE)
    step = case.steps.last()
    assert (step.verb, step.old, step.new, step.note) == ("accept", "reported", "accepted", "核实无误")
    assert (step.post.role, step.post.grid) == ("community_operator", town.community)


def test_the_acceptance_clock_stops_and_the_routing_clock_runs(town):
    case = incident_in(town, "accepted")
    assert clock(case, "accept").verdict == "on_time"
    assert clock(case, "route").due_at == case.due_at == MONDAY + 5 * MINUTE + HOUR


def test_accepted_after_two_working_hours_is_late_for_ever(town):
    case = file_incident(town)
    case.accept(by=town.community_operator, at=MONDAY + 2 * HOUR + MINUTE)
    assert clock(case, "accept").verdict == "late"
    assert [step.verb for step in case.steps.all()] == ["report", "remind", "overdue", "accept"]


@pytest.mark.parametrize("who", ["worker", "operator", "party_secretary", "centre", "leader"])
def test_whoever_sees_it_without_holding_the_desk_gets_a_403(client, town, who):
    assert press(client, getattr(town, who), file_incident(town), "accept").status_code == 403


@pytest.mark.parametrize("who", ["stranger", "clerk", "second_worker", "mediator", "system_admin"])
def test_whoever_does_not_see_it_gets_a_404(client, town, who):
    assert press(client, getattr(town, who), file_incident(town), "accept").status_code == 404


def test_the_operator_next_door_gets_a_404(client, town):
    assert press(client, town.next_door.community_operator, file_incident(town), "accept").status_code == 404


def test_it_is_accepted_once(town):
    with pytest.raises(NotNow):
        incident_in(town, "accepted").accept(by=town.community_operator, at=MONDAY + HOUR)


def test_whoever_comes_second_keeps_what_was_typed(client, town):
    case = incident_in(town, "accepted", at=just_now())
    answer = press(client, town.community_operator, case, "accept", note="我先看到的")
    assert answer.status_code == 409
    assert "我先看到的" in answer.content.decode()


def test_a_form_opened_before_a_change_is_stale(client, town):
    case = file_incident(town, at=just_now())
    assert press(client, town.community_operator, case, "accept", version=7).status_code == 409
    assert fresh(case).status == "reported"


def test_a_double_click_accepts_once(client, town):
    case, key = file_incident(town, at=just_now()), "5c0b1d5e-6f2f-4a2c-8b39-0a8c5a1f8f11"
    answers = [press(client, town.community_operator, case, "accept", key=key).status_code for _click in range(2)]
    assert answers == [302, 302]
    assert fresh(case).steps.filter(verb="accept").count() == 1


def test_the_clock_does_not_accept(town):
    with pytest.raises(NotYours):
        file_incident(town).accept(by=None, at=MONDAY)
