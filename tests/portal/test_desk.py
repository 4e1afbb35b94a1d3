"""My desk: what waits for the hand of each post, in which order, and where its numbers lead."""

import re
from datetime import timedelta

import pytest
import time_machine

from grid.models import User
from tests import makers
from tests.town import MONDAY

NOW = MONDAY + timedelta(hours=2)
FRAME = 5  # the session (read, and prolonged in a savepoint) and the person


@pytest.fixture(autouse=True)
def monday_eleven():
    with time_machine.travel(NOW, tick=False):
        yield


def desk_of(client, user):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get("/")


def waiting(answer):
    return [row.get_absolute_url() for row in answer.context["rows"]]


def test_a_report_waits_for_the_operator_of_its_community_only(town, client):
    case = makers.file_incident(town)
    assert waiting(desk_of(client, town.community_operator)) == [case.get_absolute_url()]
    for other in (town.next_door.community_operator, town.operator, town.worker, town.clerk, town.leader):
        assert waiting(desk_of(client, other)) == []


@pytest.mark.parametrize(
    ("status", "who"),
    [("reported", "community_operator"), ("accepted", "community_operator"), ("dispatched", "clerk"),
     ("handling", "head"), ("handled", "worker"), ("feedback", "worker")],
)  # fmt: skip
def test_an_incident_waits_for_whoever_moves_it_next(town, client, status, who):
    case = makers.incident_in(town, status)
    assert case.get_absolute_url() in waiting(desk_of(client, getattr(town, who)))


@pytest.mark.parametrize(
    ("status", "who"),
    [("dispatched", "clerk"), ("signed", "head"), ("contacted", "clerk"), ("reported_in", "clerk"),
     ("replied", "director")],
)  # fmt: skip
def test_an_order_waits_for_whoever_moves_it_next(town, client, status, who):
    order = makers.order_in(town, status)
    assert order.get_absolute_url() in waiting(desk_of(client, getattr(town, who)))


def test_a_draft_waits_for_the_secretary_and_is_the_operators_own(town, client):
    whistle = makers.draft_whistle(town)
    assert waiting(desk_of(client, town.party_secretary)) == [whistle.get_absolute_url()]
    assert desk_of(client, town.operator).context["drafts"] == [whistle]


def test_a_finished_whistle_waits_for_who_blew_it(town, client):
    whistle = makers.finished_whistle(town)
    assert waiting(desk_of(client, town.party_secretary)) == [whistle.get_absolute_url()]
    assert waiting(desk_of(client, town.director)) == []


def test_urgent_comes_before_what_is_due_earlier(town, client):
    calm = makers.file_incident(town, at=MONDAY)
    urgent = makers.file_incident(town, at=MONDAY + timedelta(hours=1), urgency="urgent")
    critical = makers.file_incident(town, at=MONDAY + timedelta(hours=1), urgency="critical")
    rows = [case.get_absolute_url() for case in (critical, urgent, calm)]
    assert waiting(desk_of(client, town.community_operator)) == rows


def test_a_row_leads_straight_to_its_next_moves(town, client):
    case = makers.file_incident(town)
    page = desk_of(client, town.community_operator).content.decode()
    for verb in ("accept", "decline"):
        assert f'href="{case.get_absolute_url()}{verb}/"' in page


def test_report_ins_of_today_and_tomorrow_stand_on_the_desks_concerned(town, client):
    today = makers.blow_whistle(town)
    makers.blow_whistle(town, report_in_at=MONDAY + timedelta(days=2))
    for who in (town.clerk, town.operator, town.party_secretary):
        assert desk_of(client, who).context["report_ins"] == [today]
    assert desk_of(client, town.next_street.operator).context["report_ins"] == []
    assert desk_of(client, town.supervisor).context["report_ins"] is None


def test_a_worker_sees_the_own_reports_and_the_big_button(town, client):
    case = makers.file_incident(town)
    answer = desk_of(client, town.worker)
    assert answer.context["own"] == [case]
    assert 'class="report-now" href="/incidents/report/"' in answer.content.decode()


@pytest.mark.parametrize("who", ["mediator", "mediation_clerk", "discipline", "leader", "system_admin",
                                 "security_admin", "audit_admin"])  # fmt: skip
def test_posts_with_no_verb_yet_are_told_so(town, client, who):
    makers.incident_in(town, "handling")
    answer = desk_of(client, getattr(town, who))
    assert answer.context["total"] == 0
    (_post, sentence), *_more = answer.context["shows"]
    assert str(sentence) in answer.content.decode()


def test_who_holds_no_post_sees_nothing_and_is_told_why(town, client):
    makers.file_incident(town)
    answer = desk_of(client, town.stranger)
    assert (answer.status_code, answer.context["rows"], answer.context["shows"]) == (200, [], [])


@pytest.mark.parametrize("who", ["community_operator", "clerk", "party_secretary"])
def test_each_count_leads_to_a_list_of_as_many(town, client, who):
    makers.file_incident(town), makers.incident_in(town, "dispatched"), makers.draft_whistle(town)
    makers.order_in(town, "replied"), makers.order_in(town, "dispatched")
    answer = desk_of(client, getattr(town, who))
    assert answer.context["groups"]
    for group in answer.context["groups"]:
        assert client.get(group.url).context["seen"].total == group.count, group.url


def test_the_menu_counts_what_waits(town, client):
    makers.file_incident(town), makers.file_incident(town)
    page = desk_of(client, town.community_operator).content.decode()
    assert re.findall(r'<span class="count( count-bad)?">(\d+)</span>', page) == [("", "2"), ("", "2")]


def test_the_menu_turns_red_once_something_is_overdue(town, client):
    makers.file_incident(town, at=MONDAY - timedelta(days=4))
    page = desk_of(client, town.community_operator).content.decode()
    assert page.count('class="count count-bad"') == 2


@pytest.mark.parametrize("who", ["worker", "community_operator", "operator", "party_secretary", "clerk", "supervisor"])
def test_a_hundred_rows_cost_no_more_questions_than_one(town, client, who, django_assert_max_num_queries):
    user = User.objects.get(pk=getattr(town, who).pk)
    client.force_login(user)
    makers.file_incident(town), makers.incident_in(town, "dispatched"), makers.order_in(town, "replied")
    client.get("/")
    with django_assert_max_num_queries(FRAME + 8) as few:
        client.get("/")
    for _number in range(4):
        makers.file_incident(town), makers.incident_in(town, "handled"), makers.incident_in(town, "dispatched")
        makers.order_in(town, "replied"), makers.finished_whistle(town), makers.draft_whistle(town)
    with django_assert_max_num_queries(len(few)):
        client.get("/")


def test_an_emergency_waiting_to_be_blown_is_flagged_on_the_desk(town, client):
    makers.draft_whistle(town, kind="emergency")
    page = desk_of(client, town.party_secretary)
    assert "应急处置" in page.content.decode()


@pytest.mark.parametrize(("who", "told"), [("supervisor", True), ("system_admin", True), ("clerk", False)])
def test_who_keeps_the_calendar_is_told_of_a_year_without_days_off(town, client, who, told):
    with time_machine.travel("2026-11-02 09:00+08:00", tick=False):
        page = desk_of(client, getattr(town, who)).content.decode()
    assert ("2027" in page) == told
