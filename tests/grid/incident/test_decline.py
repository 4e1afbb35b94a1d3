"""Declining: the desk does not take the matter, for one of the reasons of the regulation."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import MINUTE, clock, fresh, just_now, press
from tests.makers import file_incident, incident_in
from tests.town import MONDAY


def test_it_is_declined_for_a_reason(client, town):
    case = file_incident(town, at=just_now())
    assert press(client, town.community_operator, case, "decline", reason="in_court").status_code == 302
    assert (fresh(case).status, fresh(case).decline_reason) == ("declined", "in_court")
    assert case.steps.last().data["decline_reason"] == "in_court"


@pytest.mark.parametrize("reason", ["", "too_much_work"])
def test_without_a_reason_of_the_list_the_form_comes_back(client, town, reason):
    case = file_incident(town, at=just_now())
    answer = press(client, town.community_operator, case, "decline", reason=reason, note="写好的说明")
    assert answer.status_code == 422
    assert "写好的说明" in answer.content.decode()
    assert fresh(case).status == "reported"


def test_no_clock_runs_any_more(town):
    case = file_incident(town)
    case.decline(by=town.community_operator, reason="untrue", at=MONDAY + MINUTE)
    assert (clock(case, "accept").verdict, case.has_due, case.is_open) == ("on_time", False, False)


def test_the_page_says_why(client, town):
    case = file_incident(town, at=just_now())
    press(client, town.community_operator, case, "decline", reason="police")
    assert "110" in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("who", "answer"), [("operator", 403), ("worker", 403), ("clerk", 404), ("stranger", 404)])
def test_nobody_else_declines(client, town, who, answer):
    assert press(client, getattr(town, who), file_incident(town), "decline", reason="untrue").status_code == answer


def test_what_was_accepted_is_not_declined(town):
    with pytest.raises(NotNow):
        incident_in(town, "accepted").decline(by=town.community_operator, reason="untrue", at=MONDAY)
