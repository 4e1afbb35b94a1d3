"""Dispatching: a lead department and assisting ones; the limits to sign and to handle begin."""

import pytest
from django.urls import reverse

from grid.casework.refusals import NotNow
from grid.models import Incident
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY

DISPATCHED = MONDAY + 10 * MINUTE


def test_the_desk_hands_it_to_a_department(client, town):
    case = incident_in(town, "accepted", at=just_now())
    answer = press(client, town.community_operator, case, "dispatch", department=town.department.pk)
    assert answer.status_code == 302
    assert (fresh(case).status, fresh(case).department) == ("dispatched", town.department)


def test_the_step_names_the_departments(town):
    case = incident_in(town, "accepted")
    case.dispatch(by=town.community_operator, department=town.department, assisting=[town.third_department])
    step = case.steps.last()
    assert (step.data["department"], step.data["assisting"]) == (town.department.pk, [town.third_department.pk])


def test_signing_and_handling_begin_now(town):
    case = incident_in(town, "dispatched")
    assert clock(case, "route").verdict == "on_time"
    assert clock(case, "sign").due_at == DISPATCHED + HOUR
    assert clock(case, "handle").due_at == DISPATCHED + 6 * HOUR  # four working hours, two of them after 14:00


def test_the_type_proposes_its_department(client, town):
    case = incident_in(town, "accepted", at=just_now())
    client.force_login(town.community_operator)
    form = client.get(f"{case.get_absolute_url()}dispatch/").context["form"]
    assert form["department"].value() == case.category.default_department_id


def test_every_department_handed_it_sees_it_and_is_told(town):
    case = incident_in(town, "accepted")
    case.dispatch(by=town.community_operator, department=town.department, assisting=[town.other_department])
    for who in (town.clerk, town.head, town.other_clerk):
        assert Incident.objects.visible_to(who).filter(pk=case.pk).exists()
        assert told(who, "incident.dispatched") == 1
    assert not Incident.objects.visible_to(town.third_clerk).exists()


def test_it_waits_for_the_lead_alone(town):
    case = incident_in(town, "accepted")
    case.dispatch(by=town.community_operator, department=town.department, assisting=[town.other_department])
    waiting = [Incident.objects.visible_to(who).waiting_for(who).count() for who in (town.clerk, town.other_clerk)]
    assert waiting == [1, 0]


def test_the_lead_among_the_assisting_is_still_the_lead(town):
    case = incident_in(town, "accepted")
    case.dispatch(by=town.community_operator, department=town.department, assisting=[town.department])
    assert list(case.handings.values_list("department", "part")) == [(town.department.pk, "lead")]


@pytest.mark.parametrize("department", ["", "999999", "chengguan"])
def test_without_a_department_the_form_comes_back(client, town, department):
    case = incident_in(town, "accepted", at=just_now())
    answer = press(client, town.community_operator, case, "dispatch", department=department, note="尽快")
    assert answer.status_code == 422
    assert "尽快" in answer.content.decode()


@pytest.mark.parametrize(("who", "answer"), [("operator", 403), ("worker", 403), ("clerk", 404), ("stranger", 404)])
def test_nobody_else_dispatches(client, town, who, answer):
    case = incident_in(town, "accepted")
    assert press(client, getattr(town, who), case, "dispatch", department=town.department.pk).status_code == answer


def test_what_nobody_accepted_is_not_dispatched(town):
    with pytest.raises(NotNow):
        incident_in(town, "reported").dispatch(by=town.community_operator, department=town.department, at=MONDAY)


def test_opened_too_early_the_page_says_so(client, town):
    client.force_login(town.community_operator)
    case = incident_in(town, "reported", at=just_now())
    assert client.get(reverse("grid:dispatch", args=[case.pk])).status_code == 409
