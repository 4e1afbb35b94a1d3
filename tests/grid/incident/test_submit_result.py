"""Handing in the result: text, photo afterwards and cost; the clock of the unit stops."""

from decimal import Decimal

import pytest

from grid.casework.refusals import NotNow
from grid.models import Photo
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told, upload
from tests.makers import incident_in
from tests.town import MONDAY


def test_the_clerk_hands_it_in_with_a_photo(client, town):
    case = incident_in(town, "handling", at=just_now())
    answer = press(client, town.clerk, case, "submit_result", result="已清运。", cost="120.50", after=upload())
    assert answer.status_code == 302
    case = fresh(case)
    assert (case.status, case.result, case.cost) == ("handled", "已清运。", Decimal("120.50"))
    assert case.photos.get(kind="after").step_seq == case.last_seq


def test_what_people_wrote_is_not_in_the_step(town):
    case = incident_in(town, "handled")
    assert "result" not in case.steps.last().data


def test_the_handling_clock_stops_and_the_check_begins(town):
    case = incident_in(town, "handled")
    assert clock(case, "handle").verdict == "on_time"
    assert case.due_at == clock(case, "check").due_at


def test_done_after_the_limit_is_late_although_no_timer_ran(town):
    case = incident_in(town, "handling")
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 7 * HOUR)
    assert clock(case, "handle").verdict == "late"
    assert "overdue" in case.steps.values_list("verb", flat=True)


def test_the_worker_of_the_grid_and_the_desk_are_asked_to_check(town):
    incident_in(town, "handled")
    assert [told(who, "incident.handled") for who in (town.worker, town.community_operator, town.clerk)] == [1, 1, 0]


def test_what_was_shown_before_is_shown_afterwards(client, town):
    case = incident_in(town, "handling", at=just_now())
    answer = press(client, town.clerk, case, "submit_result", result="已清运。")
    assert answer.status_code == 422
    assert "after" in answer.context["form"].errors


def test_a_matter_without_photos_needs_none_afterwards(client, town):
    case = incident_in(town, "handling", at=just_now(), source="public")
    assert press(client, town.clerk, case, "submit_result", result="已答复。").status_code == 302


def test_a_good_photo_is_kept_while_another_field_is_wrong(client, town):
    case = incident_in(town, "handling", at=just_now())
    answer = press(client, town.clerk, case, "submit_result", result="", after=upload())
    kept = Photo.objects.get(incident=None)
    assert answer.status_code == 422
    assert kept.token in answer.content.decode()
    assert press(client, town.clerk, case, "submit_result", result="已清运。", kept=kept.token).status_code == 302
    assert fresh(case).photos.get(kind="after") == kept


@pytest.mark.parametrize("cost", ["-1", "many", "1e400", "99999999999999"])
def test_a_cost_is_an_amount_of_yuan(client, town, cost):
    case = incident_in(town, "handling", at=just_now())
    answer = press(client, town.clerk, case, "submit_result", result="已清运。", cost=cost, after=upload())
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["cost"])


@pytest.mark.parametrize(("who", "answer"), [("community_operator", 403), ("other_clerk", 404), ("stranger", 404)])
def test_nobody_else_hands_it_in(client, town, who, answer):
    case = incident_in(town, "handling")
    assert press(client, getattr(town, who), case, "submit_result", result="完").status_code == answer


def test_what_nobody_signed_is_not_done(town):
    with pytest.raises(NotNow):
        incident_in(town, "dispatched").submit_result(by=town.clerk, result="完", at=MONDAY + 11 * MINUTE)
