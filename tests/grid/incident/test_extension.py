"""延期: asked for in time, endorsed by the head, approved by the desk; twice at most, each one original limit."""

import pytest

from grid.casework.refusals import NotNow
from grid.casework.worktime import SHANGHAI
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY


def due(case):
    return f"{clock(case, 'handle').due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def extended(case, town, at):
    case.request_extension(by=town.clerk, note="等待配件。", at=at)
    case.endorse_extension(by=town.head, at=at + MINUTE)
    case.approve_extension(by=town.community_operator, at=at + 2 * MINUTE)


def test_two_approvals_add_one_original_limit(client, town):
    case = incident_in(town, "handling", at=just_now())
    before = clock(case, "handle").due_at
    assert press(client, town.clerk, case, "request_extension", note="等待配件。").status_code == 302
    assert told(town.head, "incident.extension_asked") == 1
    assert press(client, town.head, case, "endorse_extension").status_code == 302
    assert press(client, town.community_operator, case, "approve_extension").status_code == 302
    case = fresh(case)
    assert (case.status, case.extension_count, told(town.clerk, "incident.extended")) == ("handling", 1, 1)
    assert clock(case, "handle").due_at > before
    assert case.due_at == clock(case, "handle").due_at


def test_each_adds_the_original_limit_and_there_is_no_third(town):
    case = incident_in(town, "handling")  # 09:10 + 4 working hours
    extended(case, town, MONDAY + HOUR)
    assert due(case) == "03-03 09:10"  # 15:10 + 4 working hours
    extended(case, town, MONDAY + 2 * HOUR)
    assert due(case) == "03-03 15:10"
    with pytest.raises(NotNow):
        case.request_extension(by=town.clerk, note="再延。", at=MONDAY + 3 * HOUR)


def test_a_refused_extension_is_free(town):
    case = incident_in(town, "handling")
    for no in range(3):
        case.request_extension(by=town.clerk, note="等待配件。", at=MONDAY + HOUR + no * MINUTE)
        case.refuse_extension(by=town.community_operator, note="理由不足。", at=MONDAY + HOUR + no * MINUTE)
    assert (due(case), case.extension_count, case.status) == ("03-02 15:10", 0, "handling")
    extended(case, town, MONDAY + 2 * HOUR)
    assert case.extension_count == 1


def test_asked_for_after_the_limit_it_is_refused(town):
    case = incident_in(town, "handling")
    with pytest.raises(NotNow):
        case.request_extension(by=town.clerk, note="来不及。", at=MONDAY + 7 * HOUR)


def test_decided_after_the_limit_it_can_only_be_refused(town):
    case = incident_in(town, "extension_pending")
    case.endorse_extension(by=town.head, at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        case.approve_extension(by=town.community_operator, at=MONDAY + 7 * HOUR)
    case.refuse_extension(by=town.community_operator, note="已超期。", at=MONDAY + 7 * HOUR)
    assert case.status == "handling"


def test_the_desk_does_not_approve_what_the_head_has_not_endorsed(client, town):
    case = incident_in(town, "extension_pending", at=just_now())
    assert press(client, town.community_operator, case, "approve_extension").status_code == 409


def test_what_the_head_asks_for_the_head_has_endorsed(town):
    case = incident_in(town, "handling")
    case.request_extension(by=town.head, note="等待配件。", at=MONDAY + HOUR)
    assert (case.extension_endorsed, told(town.community_operator, "incident.extension_asked")) == (True, 1)


def test_it_waits_first_for_the_head_and_then_for_the_desk(town):
    case = incident_in(town, "extension_pending")
    waits = lambda who: type(case).objects.visible_to(who).waiting_for(who).filter(pk=case.pk).exists()  # noqa: E731
    assert (waits(town.head), waits(town.community_operator)) == (True, False)
    case.endorse_extension(by=town.head, at=MONDAY + HOUR)
    assert (waits(town.community_operator), waits(town.supervisor)) == (True, False)


def test_a_result_handed_in_meanwhile_ends_the_request(town):
    case = incident_in(town, "extension_pending")
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + HOUR)
    assert (case.status, clock(case, "decide").verdict, clock(case, "handle").verdict) == ("handled", "void", "on_time")


@pytest.mark.parametrize(("who", "verb"), [("clerk", "endorse_extension"), ("head", "approve_extension")])
def test_nobody_approves_in_anothers_place(client, town, who, verb):
    assert press(client, getattr(town, who), incident_in(town, "extension_pending"), verb).status_code == 403
