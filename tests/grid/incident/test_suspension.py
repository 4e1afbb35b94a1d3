"""挂账: once, at most a year; the clock stands still in working time and goes on by itself."""

from datetime import date, datetime, timedelta

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from grid.casework.worktime import SHANGHAI
from grid.models import Incident, calendar_now
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press, told, verbs
from tests.makers import incident_in
from tests.town import MONDAY

FRIDAY_EVENING = datetime(2026, 3, 6, 18, 0, tzinfo=SHANGHAI)
NEXT_MONDAY = date(2026, 3, 9)


def local(moment):
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def over_the_weekend(town):
    """A matter of five working days, suspended from Friday 18:00 to Monday."""
    case = incident_in(town, "handling", code="0111")  # dispatched Monday 09:10: due the next Monday 09:10
    case.request_suspension(by=town.clerk, until=NEXT_MONDAY, note="待周末断水后施工。", at=FRIDAY_EVENING - MINUTE)
    case.approve_suspension(by=town.community_operator, at=FRIDAY_EVENING)
    return case


def test_a_weekend_costs_no_working_hour(town):
    case = over_the_weekend(town)
    assert (case.status, local(case.due_at)) == ("suspended", "03-09 00:00")
    sweep(Incident, at=FRIDAY_EVENING + timedelta(days=2, hours=14))  # Monday 08:00
    assert (fresh(case).status, local(clock(case, "handle").due_at)) == ("handling", "03-09 09:10")


def test_it_goes_on_by_itself_at_its_moment_however_late_anybody_looks(town):
    case = over_the_weekend(town)
    sweep(Incident, at=FRIDAY_EVENING + timedelta(days=10))
    case = fresh(case)
    step = case.steps.get(verb="resume")
    assert (step.by, local(step.at), case.status) == (None, "03-09 00:00", "handling")
    assert clock(case, "handle").alarms.filter(effect="overdue", cycle=2).count() == 1
    assert told(town.head, "incident.suspended.resume") == 1


def test_who_moves_it_first_finds_it_awake(town):
    case = over_the_weekend(town)
    at = FRIDAY_EVENING + timedelta(days=4)
    case.submit_result(by=town.clerk, result="已完工。", at=at)
    assert verbs(case).index("resume") < verbs(case).index("submit_result")
    assert clock(case, "handle").verdict == "late"


def test_an_extension_survives_it(town):
    case = incident_in(town, "handling", code="0111")
    case.request_extension(by=town.head, note="等待配件。", at=MONDAY + HOUR)
    case.approve_extension(by=town.community_operator, at=MONDAY + 2 * HOUR)
    extended = clock(case, "handle").due_at
    case.request_suspension(by=town.clerk, until=NEXT_MONDAY, note="待断水。", at=FRIDAY_EVENING - MINUTE)
    case.approve_suspension(by=town.community_operator, at=FRIDAY_EVENING)
    sweep(Incident, at=FRIDAY_EVENING + timedelta(days=2, hours=14))
    assert clock(case, "handle").due_at == extended
    assert clock(case, "handle").replayed_due(calendar_now()) == extended


def test_the_desk_may_wake_it_before(client, town):
    case = incident_in(town, "suspended", at=just_now())
    assert press(client, town.community_operator, case, "resume").status_code == 302
    assert (fresh(case).status, clock(case, "suspended").verdict) == ("handling", "void")


def test_there_is_no_second_one(town):
    case = over_the_weekend(town)
    case.resume(by=town.community_operator, at=FRIDAY_EVENING + HOUR)
    with pytest.raises(NotNow):
        case.request_suspension(by=town.clerk, until=NEXT_MONDAY, note="再挂。", at=FRIDAY_EVENING + HOUR)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_the_day_lies_ahead_and_within_a_year(client, town, days):
    case = incident_in(town, "handling", at=just_now())
    until = just_now().astimezone(SHANGHAI).date() + timedelta(days=days)
    assert press(client, town.clerk, case, "request_suspension", until=str(until), note="待。").status_code == 422


def test_a_refusal_costs_nothing(client, town):
    case = incident_in(town, "suspension_pending", at=just_now())
    assert press(client, town.community_operator, case, "refuse_suspension", note="理由不足。").status_code == 302
    assert (fresh(case).status, fresh(case).suspension_count) == ("handling", 0)


def test_closed_by_force_while_it_rests_it_was_not_late(town):
    case = over_the_weekend(town)
    case.force_close(by=town.centre, note="并入专项整治。", at=FRIDAY_EVENING + HOUR)
    assert clock(case, "handle").verdict == "on_time"
