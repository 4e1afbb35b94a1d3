"""立案前核实: the nearest worker looks before the matter is filed."""

from datetime import timedelta

import pytest

from grid.models import Incident, Post
from tests.grid.incident.pressing import HOUR, clock, fresh, just_now, press, told, upload
from tests.makers import incident_in
from tests.town import MONDAY


def test_the_desk_asks_and_the_worker_of_the_grid_is_told(client, town):
    case = incident_in(town, "reported", at=just_now())
    assert press(client, town.community_operator, case, "ask_to_verify").status_code == 302
    case = fresh(case)
    assert (case.status, case.verify_grid, told(town.worker, "incident.verify")) == ("verifying", town.grid, 1)
    assert clock(case, "verify").stopped_at is None
    assert clock(case, "accept").stopped_at is None


def test_a_vacant_grid_is_looked_at_by_the_nearest_worker_who_then_sees_it(client, town):
    case = incident_in(town, "reported")
    Post.objects.filter(user=town.worker).update(valid_to=MONDAY + timedelta(minutes=30))
    case.ask_to_verify(by=town.community_operator, at=MONDAY + HOUR)
    assert fresh(case).verify_grid == town.second_grid
    assert Incident.objects.visible_to(town.second_worker).filter(pk=case.pk).exists()


def test_what_was_found_is_shown_and_the_desk_goes_on(client, town):
    case = incident_in(town, "verifying", at=just_now())
    answer = press(client, town.worker, case, "verify", found="yes", near=upload())
    assert answer.status_code == 302
    case = fresh(case)
    assert (case.status, case.verified, clock(case, "verify").stopped_at is None) == ("reported", True, False)
    assert case.photos.filter(kind="near").count() == 1


@pytest.mark.parametrize("said", [{}, {"found": "yes"}, {"found": "no"}])
def test_half_an_answer_comes_back(client, town, said):
    case = incident_in(town, "verifying", at=just_now())
    assert press(client, town.worker, case, "verify", **said).status_code == 422


def test_what_is_not_there_is_told_in_words_and_may_then_be_declined(client, town):
    case = incident_in(town, "verifying", at=just_now())
    press(client, town.worker, case, "verify", found="no", note="现场未见。")
    case = fresh(case)
    assert (case.status, case.verified, told(town.community_operator, "incident.untrue")) == ("reported", False, 1)


@pytest.mark.parametrize(("who", "answer"), [("second_worker", 404), ("clerk", 404), ("secretary", 403)])
def test_nobody_else_verifies(client, town, who, answer):
    assert press(client, getattr(town, who), incident_in(town, "verifying"), "verify").status_code == answer
