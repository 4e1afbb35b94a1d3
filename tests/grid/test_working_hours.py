"""Other working hours: shown first, then confirmed; running clocks are recounted, audited, and nobody is made late."""

from datetime import datetime, time, timedelta
from itertools import chain

import pytest
import time_machine
from django.urls import reverse

from grid.models import Recomputation, RuleChange, RulesChanged, TimeLimit, WorkSession, calendar_now
from portal.verify.clocks import due_recomputed, nearest_due
from tests.makers import incident_in
from tests.town import MONDAY, SHANGHAI

HOUR = timedelta(hours=1)
NOON = MONDAY + 3 * HOUR
HOURS, WHY = reverse("grid:hours"), "夏令时作息"
SUMMER = [("08:30", "12:00"), ("14:30", "18:00")]


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def parsed(sessions):
    return [tuple(time.fromisoformat(moment) for moment in session) for session in sessions]


def declare(town, *sessions, at=NOON, **more):
    said = {"by": town.system_admin, "post": town.system_admin.main_post, "why": WHY, "at": at, **more}
    row = Recomputation.declare_hours(parsed(sessions), **said)
    Recomputation.objects.go_on(at)
    return row


def send(client, who, *sessions, **said):
    client.force_login(who)
    rows = [*sessions, *[("", "")] * (4 - len(sessions))]
    names = [f"sessions-{no}-{name}" for no in range(4) for name in ("opens", "closes")]
    fields = dict(zip(names, chain.from_iterable(rows), strict=True))
    return client.post(HOURS, {"why": WHY, "sessions-TOTAL_FORMS": 4, "sessions-INITIAL_FORMS": 4, **fields, **said})


def handling(town):
    """The handling clock of an incident with eight working hours from Monday, 09:10: due on Tuesday, 09:10."""
    TimeLimit.objects.filter(kind="incident", stage="handle", category__code="0110").update(
        amount=8, unit="working_hour"
    )
    return incident_in(town, "handling").clocks.get(stage="handle")


def test_running_clocks_are_recounted_and_it_is_kept_why(town):
    clock = handling(town)
    row = declare(town, *SUMMER)
    kept = row.clocks.get(clock=clock.pk)
    assert (kept.was, kept.due_at) == (clock.due_at, type(clock).objects.get(pk=clock.pk).due_at)
    assert kept.due_at == datetime(2026, 3, 3, 10, 10, tzinfo=SHANGHAI)
    assert [*due_recomputed(NOON), *nearest_due(NOON)] == []


def test_nobody_is_made_late_by_longer_days(town):
    clock, late = handling(town), datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
    declare(town, ("07:00", "12:00"), ("13:00", "19:00"), at=late)
    assert type(clock).objects.get(pk=clock.pk).due_at >= late


def test_the_line_says_the_hours_before_and_after(client, town):
    declare(town, *SUMMER)
    line = RuleChange.objects.get(subject="calendar")
    assert (line.old["sessions"], line.new["sessions"]) == ("08:00–12:00、14:00–18:00", "08:30–12:00、14:30–18:00")
    client.force_login(town.centre)
    page = client.get(reverse("grid:calendar")).content.decode()
    assert "08:30–12:00、14:30–18:00" in page


def test_the_page_shows_what_would_move_and_changes_nothing(client, town):
    clock = handling(town)
    answer = send(client, town.system_admin, *SUMMER)
    assert (answer.status_code, answer.context["total"] >= 1) == (200, True)
    assert type(clock).objects.get(pk=clock.pk).due_at == clock.due_at
    assert not WorkSession.objects.exists()


def test_confirmed_it_is_so(client, town):
    answer = send(client, town.system_admin, *SUMMER, confirm="1", seen=calendar_now().version)
    assert answer.url == Recomputation.objects.get().get_absolute_url()
    assert list(calendar_now().sessions) == parsed(SUMMER)
    assert client.get(answer.url).status_code == 200


def test_one_session_or_four_in_any_order(client, town):
    four = [("19:00", "20:00"), ("08:00", "10:00"), ("10:30", "12:00"), ("14:00", "17:00")]
    send(client, town.system_admin, *four, confirm="1")
    assert list(calendar_now().sessions) == sorted(parsed(four))
    send(client, town.system_admin, ("09:00", "17:00"), confirm="1")
    assert WorkSession.objects.count() == 1


WRONG = {
    "the hours there are": [("08:00", "12:00"), ("14:00", "18:00")],
    "none at all": [],
    "no end": [("08:00", "")],
    "no beginning": [("", "12:00")],
    "upside down": [("12:00", "08:00")],
    "one into the other": [("08:00", "14:30"), ("14:00", "18:00")],
    "touching": [("08:00", "14:00"), ("14:00", "18:00")],
    "no hour at all": [("25:00", "26:00")],
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_what_makes_no_sense_is_refused(client, town, case, confirm):
    assert send(client, town.system_admin, *WRONG[case], **confirm).status_code == 422
    assert not Recomputation.objects.exists()


def test_without_a_reason_nothing_changes(client, town):
    assert send(client, town.system_admin, *SUMMER, confirm="1", why="").status_code == 422


def test_whoever_confirms_from_an_older_calendar_is_told(client, town):
    seen = calendar_now().version
    declare(town, *SUMMER, seen=seen)
    with pytest.raises(RulesChanged):
        declare(town, ("09:00", "17:00"), seen=seen)
    assert send(client, town.system_admin, ("09:00", "17:00"), confirm="1", seen=seen).status_code == 409


@pytest.mark.parametrize("who", ["centre", "supervisor", "leader", "audit_admin", "clerk"])
def test_only_the_system_administrator_changes_them(client, town, who):
    assert send(client, getattr(town, who), *SUMMER, confirm="1").status_code == 403
    assert not Recomputation.objects.exists()
