"""Signing: the department has seen the matter and takes it."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press
from tests.makers import incident_in
from tests.town import MONDAY


def test_the_clerk_signs_and_names_the_office(client, town):
    case = incident_in(town, "dispatched", at=just_now())
    assert press(client, town.clerk, case, "sign", unit=town.unit.pk).status_code == 302
    case = fresh(case)
    assert (case.status, case.handler, case.unit) == ("handling", town.clerk, town.unit)
    assert case.steps.last().post.department == town.department


def test_the_head_may_sign_too(town):
    case = incident_in(town, "dispatched")
    case.sign(by=town.head, at=MONDAY + 15 * MINUTE)
    assert fresh(case).handler == town.head


def test_the_signing_clock_stops_and_the_handling_clock_goes_on(town):
    case = incident_in(town, "handling")
    assert clock(case, "sign").verdict == "on_time"
    assert case.due_at == clock(case, "handle").due_at


def test_signed_after_the_hour_is_late_for_ever(town):
    case = incident_in(town, "dispatched")
    case.sign(by=town.clerk, at=MONDAY + 10 * MINUTE + HOUR + MINUTE)
    assert clock(case, "sign").verdict == "late"


@pytest.mark.parametrize("foreign", ["other_unit", "nothing"])
def test_an_office_of_another_department_is_refused(client, town, foreign):
    case = incident_in(town, "dispatched", at=just_now())
    unit = getattr(getattr(town, foreign, None), "pk", 999999)
    assert press(client, town.clerk, case, "sign", unit=unit).status_code == 422


@pytest.mark.parametrize(("who", "answer"), [("community_operator", 403), ("other_clerk", 404), ("stranger", 404)])
def test_nobody_else_signs(client, town, who, answer):
    assert press(client, getattr(town, who), incident_in(town, "dispatched"), "sign").status_code == answer


def test_an_assisting_department_sees_it_but_does_not_sign(client, town):
    case = incident_in(town, "accepted")
    case.dispatch(by=town.community_operator, department=town.department, assisting=[town.other_department])
    assert press(client, town.other_clerk, case, "sign").status_code == 403


def test_it_is_signed_once(town):
    with pytest.raises(NotNow):
        incident_in(town, "handling").sign(by=town.second_clerk, at=MONDAY + HOUR)
