"""The check before closing: passed, or the same unit again within half of its first limit."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY


@pytest.mark.parametrize("who", ["worker", "community_operator"])
def test_pass_check_by_the_worker_of_the_grid_or_the_desk(client, town, who):
    case = incident_in(town, "handled", at=just_now())
    assert press(client, getattr(town, who), case, "pass_check").status_code == 302
    assert (fresh(case).status, fresh(case).steps.last().verb) == ("feedback", "pass_check")


def test_the_check_clock_stops_and_the_reporters_begins(town):
    case = incident_in(town, "feedback")
    assert clock(case, "check").verdict == "on_time"
    assert case.due_at == clock(case, "evaluate").due_at
    assert told(town.community_operator, "incident.feedback") == 1


def test_fail_check_sends_it_back_to_the_unit(client, town):
    case = incident_in(town, "handled", at=just_now())
    assert press(client, town.worker, case, "fail_check", note="还有一处没清").status_code == 302
    case = fresh(case)
    assert (case.status, case.rework_count, case.department) == ("rework", 1, town.department)
    assert told(town.clerk, "incident.rework") == 1


def test_the_unit_has_half_of_its_first_limit(town):
    case = incident_in(town, "handled")
    case.fail_check(by=town.worker, note="没清完", at=MONDAY + HOUR)
    again = clock(case, "handle")
    assert (again.amount, again.unit, again.due_at) == (2, "working_hour", MONDAY + 3 * HOUR)
    assert clock(case, "check").verdict == "on_time"


def test_a_second_failure_gives_half_of_the_first_limit_again(town):
    case = incident_in(town, "handled")
    case.fail_check(by=town.worker, note="没清完", at=MONDAY + HOUR)
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 1.5 * HOUR)
    case.fail_check(by=town.worker, note="还是没清完", at=MONDAY + 2 * HOUR)
    assert (case.rework_count, clock(case, "handle").amount) == (2, 2)


def test_a_first_handling_that_was_late_stays_late(town):
    case = incident_in(town, "handling")
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 7 * HOUR)
    case.fail_check(by=town.worker, note="没清完", at=MONDAY + 7.5 * HOUR)
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 8 * HOUR)
    assert [each.verdict for each in case.clocks.filter(stage="handle").order_by("pk")] == ["late", "on_time"]


def test_a_check_fails_for_a_reason(client, town):
    case = incident_in(town, "handled", at=just_now())
    assert press(client, town.worker, case, "fail_check", note="").status_code == 422
    assert fresh(case).status == "handled"


@pytest.mark.parametrize("verb", ["pass_check", "fail_check"])
@pytest.mark.parametrize(("who", "answer"), [("clerk", 403), ("operator", 403), ("second_worker", 404)])
def test_nobody_else_checks(client, town, verb, who, answer):
    case = incident_in(town, "handled")
    assert press(client, getattr(town, who), case, verb, note="看过").status_code == answer


@pytest.mark.parametrize("verb", ["pass_check", "fail_check"])
def test_what_is_not_done_is_not_checked(town, verb):
    with pytest.raises(NotNow):
        getattr(incident_in(town, "handling"), verb)(by=town.worker, note="看过", at=MONDAY + 20 * MINUTE)
