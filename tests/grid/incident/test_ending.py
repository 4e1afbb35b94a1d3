"""Void, forced, reopened, appealed, archived: ends out of the ordinary, and what comes after an end."""

from datetime import date, timedelta

import pytest

from grid.casework.measures import Period
from grid.casework.refusals import NotNow
from grid.models import Incident
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
DAY = timedelta(days=1)


def late_and_closed(town, at=MONDAY):
    """Handled a day late, then closed."""
    case = incident_in(town, "handling", at=at)
    case.submit_result(by=town.clerk, result="已清运。", at=at + DAY)
    case.pass_check(by=town.worker, at=at + DAY + HOUR)
    case.evaluate(by=town.worker, satisfaction=4, solved="solved", at=at + DAY + 2 * HOUR)
    return case


def on_time(town):
    return Incident.objects.visible_to(town.centre).figure("on_time", MARCH, MONDAY + 31 * DAY)


def test_made_void_it_is_in_no_figure(client, town):
    case = incident_in(town, "accepted", at=just_now())
    assert press(client, town.centre, case, "void", note="误录。").status_code == 302
    assert (fresh(case).status, clock(case, "route").verdict) == ("void", "void")
    today = just_now().date()
    assert not Incident.objects.accepted_in(Period(today - DAY, today + DAY)).exists()


def test_forced_to_close_it_is_counted_apart(town):
    case = incident_in(town, "handling")
    case.force_close(by=town.centre, note="列入改造计划。", at=MONDAY + 2 * HOUR)
    seen = Incident.objects.visible_to(town.centre)
    assert (case.status, case.closing_kind) == ("closed", "special")
    counts = [seen.figure(name, MARCH, MONDAY + 31 * DAY).count() for name in ("forced", "closed", "due", "due_closed")]
    assert counts == [1, 0, 1, 0]


@pytest.mark.parametrize("verb", ["void", "force_close"])
def test_only_the_district_does_and_says_why(client, town, verb):
    case = incident_in(town, "accepted", at=just_now())
    assert press(client, town.community_operator, case, verb, note="误录。").status_code == 403
    assert press(client, town.centre, case, verb).status_code == 422


def test_reopened_it_goes_back_to_the_unit_with_a_full_limit(client, town):
    case = incident_in(town, "closed", at=just_now())
    assert press(client, town.centre, case, "reopen", note="反弹。").status_code == 302
    case = fresh(case)
    assert (case.status, case.closed_at, case.satisfaction, case.reopen_count) == ("handling", None, None, 1)
    assert (clock(case, "handle").amount, case.handings.filter(to_seq=None, part="lead").count()) == (4, 1)
    assert told(town.clerk, "incident.reopened") == 1


def test_after_thirty_days_it_is_not_reopened(town):
    with pytest.raises(NotNow):
        incident_in(town, "closed").reopen(by=town.centre, note="反弹。", at=MONDAY + 31 * DAY)


def test_after_thirty_days_it_is_archived_once(town):
    old, new = incident_in(town, "closed"), incident_in(town, "closed", at=MONDAY + 2 * DAY)
    at = MONDAY + 30 * DAY + 12 * HOUR
    assert (Incident.archive_due(at), Incident.archive_due(at)) == (1, 0)
    assert (fresh(old).status, fresh(new).status, fresh(old).steps.last().by) == ("archived", "closed", None)
    assert Incident.objects.figure("finished", MARCH, at).count() == 2


def test_a_granted_appeal_counts_as_on_time_and_the_fact_stays(client, town):
    case = late_and_closed(town)
    assert on_time(town).count() == 0
    assert press(client, town.clerk, case, "appeal", note="暴雨停工。").status_code == 302
    assert told(town.community_operator, "incident.appeal_asked") == 1
    answer = press(client, town.community_operator, case, "review_appeal", support="yes", note="属实。")
    assert (answer.status_code, told(town.supervisor, "incident.appeal_asked")) == (302, 1)
    assert press(client, town.supervisor, case, "decide_appeal", grant="yes", note="准予。").status_code == 302
    assert (fresh(case).is_exempt, on_time(town).count(), clock(case, "handle").verdict) == (True, 1, "late")


def test_dismissed_at_the_first_review_it_is_over(town):
    case = late_and_closed(town)
    case.appeal(by=town.clerk, note="暴雨。", at=MONDAY + 3 * DAY)
    case.review_appeal(by=town.community_operator, support=False, note="当日无雨。", at=MONDAY + 3 * DAY)
    with pytest.raises(NotNow):
        case.decide_appeal(by=town.supervisor, grant=True, note="准。", at=MONDAY + 3 * DAY)
    with pytest.raises(NotNow):
        case.appeal(by=town.clerk, note="再申诉。", at=MONDAY + 3 * DAY)


def test_what_was_on_time_has_nothing_to_appeal_against(town):
    with pytest.raises(NotNow):
        incident_in(town, "closed").appeal(by=town.clerk, note="无。", at=MONDAY + HOUR)


def test_an_emergency_tells_the_whole_chain_at_once(town):
    incident_in(town, "reported", urgency="critical")
    people = (town.worker, town.secretary, town.operator, town.party_secretary, town.director, town.centre)
    assert [told(who, "incident.urgent") for who in people] == [1] * 6


def test_what_cannot_wait_comes_first_everywhere(client, town):
    calm = incident_in(town, "reported", at=just_now())
    hot = incident_in(town, "reported", at=just_now() + 20 * MINUTE, urgency="critical")
    client.force_login(town.community_operator)
    for tab in ("waiting", "open"):
        assert [case.pk for case in client.get(f"/incidents/?tab={tab}").context["page"].rows] == [hot.pk, calm.pk]
