"""退单: with a typed reason and within its window; refused the second time, arbitrated the third."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY

WHY = {"reason": "not_ours", "note": "非本单位职责。"}


def bounce(case, town, at):
    """Dispatched and sent back once more."""
    case.dispatch(by=town.community_operator, department=town.department, at=at)
    case.return_order(by=town.clerk, at=at + MINUTE, **WHY)


def test_it_comes_back_to_the_desk_with_the_reason(client, town):
    case = incident_in(town, "dispatched", at=just_now())
    assert press(client, town.clerk, case, "return_order", **WHY).status_code == 302
    case = fresh(case)
    assert (case.status, case.department, case.return_count, case.return_reason) == ("returned", None, 1, "not_ours")
    assert (clock(case, "handle").verdict, clock(case, "reroute").stopped_at) == ("void", None)
    assert told(town.community_operator, "incident.returned") == 1


@pytest.mark.parametrize(
    "said", [{}, {"reason": "not_ours"}, {"note": "不归我们。"}, {"reason": "whim", "note": "不。"}]
)
def test_a_reason_of_the_list_and_a_word_are_asked(client, town, said):
    assert press(client, town.clerk, incident_in(town, "dispatched"), "return_order", **said).status_code == 422


def test_two_working_hours_after_signing_the_window_closes(town):
    case = incident_in(town, "handling")  # signed at 09:15
    with pytest.raises(NotNow):
        case.return_order(by=town.clerk, at=MONDAY + 2 * HOUR + 16 * MINUTE, **WHY)
    case.return_order(by=town.clerk, at=MONDAY + 2 * HOUR + 15 * MINUTE, **WHY)


def test_dispatched_anew_the_next_department_has_its_full_limit(town):
    case = incident_in(town, "returned")
    case.dispatch(by=town.community_operator, department=town.other_department, at=MONDAY + HOUR)
    assert clock(case, "handle").started_at == MONDAY + HOUR
    assert [each.department for each in case.handings.order_by("pk")] == [town.department, town.other_department]


def test_the_first_return_is_accepted_and_the_second_may_be_refused(town):
    case = incident_in(town, "returned")
    with pytest.raises(NotNow):
        case.refuse_return(by=town.community_operator, note="首接负责。", at=MONDAY + HOUR)
    bounce(case, town, MONDAY + HOUR)
    case.refuse_return(by=town.community_operator, note="首接负责。", at=MONDAY + HOUR + 2 * MINUTE)
    assert (case.status, case.department, case.is_bound) == ("dispatched", town.department, True)
    with pytest.raises(NotNow):
        case.return_order(by=town.clerk, at=MONDAY + HOUR + 3 * MINUTE, **WHY)


def test_the_third_goes_to_the_district_whose_word_is_final(town):
    case = incident_in(town, "returned")
    bounce(case, town, MONDAY + HOUR)
    bounce(case, town, MONDAY + HOUR + 5 * MINUTE)
    assert (fresh(case).desk, told(town.centre, "incident.returned")) == (town.district, 1)
    case.dispatch(by=town.centre, department=town.other_department, at=MONDAY + 2 * HOUR)
    with pytest.raises(NotNow):
        case.return_order(by=town.other_clerk, at=MONDAY + 2 * HOUR, **WHY)


def test_who_gets_it_back_only_sends_it_on(town):
    """The receiver of a return may not take the next stage's step itself (`domain.md` 2.3.6)."""
    case = incident_in(town, "returned")
    offered = {move.verb for move in case.moves_for(town.community_operator)}
    assert {"dispatch", "report_up"} <= offered
    assert not offered & {"handle_here", "submit_result", "force_close"}
