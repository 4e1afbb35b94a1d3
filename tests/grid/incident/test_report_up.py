"""上报, 越级上报: the level above takes over."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY


def test_the_street_holds_it_next_with_its_own_time_to_accept(client, town):
    case = incident_in(town, "accepted", at=just_now())
    assert press(client, town.community_operator, case, "report_up", note="超出社区职权。").status_code == 302
    case = fresh(case)
    assert (case.status, case.desk, told(town.operator, "incident.escalated")) == ("escalated", town.street, 1)
    assert clock(case, "accept").stopped_at is None
    assert press(client, town.operator, case, "accept").status_code == 302


def test_from_the_street_it_goes_to_the_district_and_no_further(town):
    case = incident_in(town, "escalated")
    case.accept(by=town.operator, at=MONDAY + HOUR)
    case.report_up(by=town.operator, note="需区级协调。", at=MONDAY + HOUR)
    case.accept(by=town.centre, at=MONDAY + HOUR)
    assert case.desk == town.district
    with pytest.raises(NotNow):
        case.report_up(by=town.centre, note="再上报。", at=MONDAY + HOUR)


def test_only_what_cannot_wait_skips_a_level(client, town):
    case = incident_in(town, "accepted", at=just_now())
    said = {"note": "直接报区。", "skip": "on"}
    assert press(client, town.community_operator, case, "report_up", **said).status_code == 422
    urgent = incident_in(town, "accepted", at=just_now(), urgency="urgent")
    assert press(client, town.community_operator, urgent, "report_up", **said).status_code == 302
    assert fresh(urgent).desk == town.district


def test_a_reason_is_asked(client, town):
    assert press(client, town.community_operator, incident_in(town, "accepted"), "report_up").status_code == 422


def test_what_a_department_handles_stays_where_it_is(town):
    case = incident_in(town, "handling")
    with pytest.raises(NotNow):
        case.report_up(by=town.community_operator, note="上报。", at=MONDAY + HOUR)


def test_what_the_desk_handled_itself_is_not_judged(town):
    case = incident_in(town, "accepted")
    case.handle_here(by=town.community_operator, at=MONDAY + HOUR)
    case.report_up(by=town.community_operator, note="力量不足。", at=MONDAY + 2 * HOUR)
    assert clock(case, "handle").verdict == "void"
