"""The reporter's word closes the matter: five levels, and whether it was solved."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY

GOOD = {"satisfaction": 5, "solved": "solved"}


@pytest.mark.parametrize("who", ["worker", "community_operator"])
def test_the_author_or_the_desk_closes_it(client, town, who):
    case = incident_in(town, "feedback", at=just_now())
    assert press(client, getattr(town, who), case, "evaluate", **GOOD).status_code == 302
    case = fresh(case)
    assert (case.status, case.satisfaction, case.solved) == ("closed", 5, "solved")
    assert case.steps.last().data["satisfaction"] == 5


def test_no_clock_runs_and_no_unit_holds_it_any_more(town):
    case = incident_in(town, "closed")
    assert (clock(case, "evaluate").verdict, case.has_due) == ("on_time", False)
    assert not case.handings.filter(to_seq=None).exists()
    assert told(town.head, "incident.closed") == 1


@pytest.mark.parametrize("said", [{}, {"satisfaction": 6, "solved": "solved"}, {"satisfaction": 5, "solved": "maybe"}])
def test_half_an_answer_or_a_strange_one_comes_back(client, town, said):
    case = incident_in(town, "feedback", at=just_now())
    assert press(client, town.community_operator, case, "evaluate", **said).status_code == 422
    assert fresh(case).status == "feedback"


@pytest.mark.parametrize(("who", "answer"), [("clerk", 403), ("operator", 403), ("second_worker", 404)])
def test_nobody_else_evaluates(client, town, who, answer):
    assert press(client, getattr(town, who), incident_in(town, "feedback"), "evaluate", **GOOD).status_code == answer


@pytest.mark.parametrize("status", ["reported", "handling", "handled", "closed"])
def test_only_what_passed_the_check_is_evaluated(town, status):
    with pytest.raises(NotNow):
        incident_in(town, status).evaluate(by=town.community_operator, at=MONDAY + HOUR, **GOOD)
