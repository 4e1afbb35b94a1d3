"""The reporter is heard: reached or not, happy or not, once more or for good."""

import pytest

from grid.casework.refusals import NotNow
from grid.casework.worktime import SHANGHAI
from grid.models import Incident
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY

UNHAPPY = {"satisfaction": 1, "solved": "unsolved", "note": "垃圾还在。"}


def test_unhappy_and_unsolved_it_is_handled_again_within_half_the_limit(client, town):
    case = incident_in(town, "feedback", at=just_now())
    assert press(client, town.community_operator, case, "evaluate", heard="call", **UNHAPPY).status_code == 302
    case = fresh(case)
    assert (case.status, case.rehandle_count, case.satisfaction) == ("handling", 1, None)
    assert (clock(case, "handle").amount, told(town.head, "incident.rehandled")) == (2, 1)
    step = case.steps.get(verb="handle_again")
    assert (step.data["said"]["satisfaction"], step.data["said"]["solved"], step.note) == (1, "unsolved", "")
    assert case.remarks.get().text == "垃圾还在。"


def test_the_second_time_the_district_decides(town):
    case = incident_in(town, "contested")
    assert (case.rehandle_count, case.satisfaction, told(town.centre, "incident.contested")) == (1, 1, 1)
    assert Incident.objects.visible_to(town.centre).waiting_for(town.centre).filter(pk=case.pk).exists()


def test_the_district_orders_it_handled_once_more(client, town):
    case = incident_in(town, "contested", at=just_now() - 2 * HOUR)
    assert press(client, town.centre, case, "order_again", note="确未解决。").status_code == 302
    assert (fresh(case).status, fresh(case).satisfaction, clock(case, "handle").stopped_at) == ("handling", None, None)


def test_or_closes_it_and_the_reporters_word_stands(client, town):
    case = incident_in(town, "contested", at=just_now() - 2 * HOUR)
    assert press(client, town.centre, case, "close_contested", note="诉求超出政策。").status_code == 302
    case = fresh(case)
    assert (case.status, case.closing_kind, case.satisfaction) == ("closed", "contested", 1)


@pytest.mark.parametrize("said", [{"satisfaction": 1, "solved": "partly"}, {"satisfaction": 3, "solved": "unsolved"}])
def test_half_a_complaint_closes_it(town, said):
    case = incident_in(town, "feedback")
    case.evaluate(by=town.community_operator, heard="call", at=MONDAY + HOUR, **said)
    assert (case.status, case.heard) == ("closed", "call")


def test_what_the_reporter_said_lies_where_it_can_be_erased(town):
    case = incident_in(town, "feedback")
    case.evaluate(by=town.worker, satisfaction=5, solved="solved", note="谢谢王师傅。", at=MONDAY + HOUR)
    assert (case.steps.last().note, case.remarks.get().kind, case.heard) == ("", "reporter", "self")


def test_after_three_calls_that_reached_nobody_the_desk_may_close(client, town):
    case = incident_in(town, "feedback", at=just_now())
    assert press(client, town.community_operator, case, "close_unheard", note="三次未接通。").status_code == 409
    for _call in range(3):
        assert press(client, town.community_operator, case, "record_call", note="无人接听。").status_code == 302
    assert press(client, town.community_operator, case, "close_unheard", note="三次未接通。").status_code == 302
    case = fresh(case)
    assert (case.status, case.closing_kind, case.satisfaction, case.call_count) == ("closed", "unheard", None, 3)


def test_the_words_of_the_flow_lead_there_too(client, town):
    case = incident_in(town, "feedback", at=just_now())
    assert press(client, town.worker, case, "handle_again", satisfaction=2).status_code == 302
    assert fresh(case).status == "handling"
    with pytest.raises(NotNow):
        case.contest(by=town.worker, at=just_now() + 2 * HOUR)


def test_it_is_handled_again_once_only(town):
    case = incident_in(town, "feedback")
    case.evaluate(by=town.worker, satisfaction=1, solved="unsolved", at=MONDAY + HOUR)
    case.submit_result(by=town.clerk, result="再清。", at=MONDAY + HOUR + MINUTE)
    case.pass_check(by=town.worker, at=MONDAY + HOUR + 2 * MINUTE)
    with pytest.raises(NotNow):
        case.handle_again(by=town.worker, at=MONDAY + HOUR + 3 * MINUTE)


def test_the_limit_of_the_second_handling_is_half_in_the_same_unit(town):
    case = incident_in(town, "feedback")
    case.evaluate(by=town.worker, satisfaction=1, solved="unsolved", at=MONDAY + HOUR)
    assert f"{clock(case, 'handle').due_at.astimezone(SHANGHAI):%m-%d %H:%M}" == "03-02 12:00"
