"""Handling at the desk's own level: no department is asked."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, upload
from tests.makers import incident_in
from tests.town import MONDAY


def test_the_desk_keeps_it(client, town):
    case = incident_in(town, "accepted", at=just_now())
    assert press(client, town.community_operator, case, "handle_here").status_code == 302
    assert (fresh(case).status, fresh(case).handler) == ("handling", town.community_operator)
    assert case.steps.last().verb == "handle_here"


def test_the_handling_limit_begins(town):
    case = incident_in(town, "accepted")
    case.handle_here(by=town.community_operator, at=MONDAY + 10 * MINUTE)
    assert clock(case, "route").verdict == "on_time"
    assert case.due_at == clock(case, "handle").due_at == MONDAY + 6 * HOUR + 10 * MINUTE


def test_the_desk_hands_in_the_result_itself(client, town):
    case = incident_in(town, "accepted", at=just_now())
    case.handle_here(by=town.community_operator, at=just_now() + 10 * MINUTE)
    answer = press(client, town.community_operator, case, "submit_result", result="已清理。", after=upload())
    assert answer.status_code == 302
    assert fresh(case).status == "handled"


def test_no_department_hands_in_a_result_for_the_desk(client, town):
    case = incident_in(town, "accepted")
    case.handle_here(by=town.community_operator)
    assert press(client, town.clerk, case, "submit_result", result="已清理。").status_code == 404


@pytest.mark.parametrize(("who", "answer"), [("operator", 403), ("secretary", 403), ("stranger", 404)])
def test_nobody_else_keeps_it(client, town, who, answer):
    assert press(client, getattr(town, who), incident_in(town, "accepted"), "handle_here").status_code == answer


def test_what_was_dispatched_is_not_kept(town):
    with pytest.raises(NotNow):
        incident_in(town, "dispatched").handle_here(by=town.community_operator, at=MONDAY)
