"""The board of figures: each number leads to as many rows, each post counts its own ground only."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from grid import stats
from grid.casework.measures import Period, Rate
from grid.models import Incident, User
from tests import makers
from tests.town import MONDAY

NOW = MONDAY + timedelta(days=2, hours=3)
NUMBERS = re.compile(r'data-count="([^"]+)" href="([^"]+)"')
FRAME = 5  # the session (read, and prolonged in a savepoint) and the person


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def busy(town):
    """A little of everything, on time and late, in two streets."""
    for status in makers.INCIDENT_WAY:
        makers.incident_in(town, status)
    makers.incident_in(town, "closed", code="1101", department=town.department)
    makers.self_handled(town)
    makers.file_incident(town.next_street, at=NOW - timedelta(minutes=1))
    late = makers.incident_in(town, "handling", code="0112")
    late.submit_result(by=town.clerk, result="已清扫。", at=MONDAY + timedelta(days=1))
    makers.order_in(town, "reported_in"), makers.order_in(town, "signed"), makers.finished_whistle(town)
    return town


def board(client, user, query="span=custom&first=2026-03-01&last=2026-03-04"):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(f"/district/?{query}")


def numbers(answer):
    return sorted({(unescape(url), int(count)) for count, url in NUMBERS.findall(answer.content.decode())})


@pytest.mark.slow
@pytest.mark.parametrize("who", ["leader", "operator", "clerk", "worker"])
def test_every_number_leads_to_a_list_of_exactly_as_many(busy, client, who):
    told = numbers(board(client, getattr(busy, who)))
    nothing = [(url, count) for url, count in told if not count]
    some = [(url, count) for url, count in told if count]
    assert len(some) > 10
    for url, count in some + nothing[::9]:
        assert client.get(url).context["seen"].total == count, url


def figures(user):
    period = Period(MONDAY.date() - timedelta(days=1), NOW.date())
    return stats.facts(stats.cells(Incident.objects.visible_to(user), period, NOW))


def test_the_figures_of_a_known_week(busy):
    told = figures(busy.leader)
    assert (told.reported, told.accepted, told.finished, told.open) == (11, 9, 3, 8)
    assert (told.due_closed, told.on_time) == (2, 2)


def test_a_late_handling_never_counts_as_on_time_even_when_the_second_was_quick(town):
    case = makers.incident_in(town, "handling", code="0112")
    case.submit_result(by=town.clerk, result="已清扫。", at=MONDAY + timedelta(days=1))
    case.fail_check(by=town.worker, note="仍有落叶。", at=MONDAY + timedelta(days=1, minutes=5))
    case.submit_result(by=town.clerk, result="已再次清扫。", at=MONDAY + timedelta(days=1, minutes=10))
    case.pass_check(by=town.worker, at=MONDAY + timedelta(days=1, minutes=15))
    case.evaluate(
        by=town.community_operator, satisfaction=3, solved="solved", at=MONDAY + timedelta(days=1, minutes=20)
    )
    told = figures(town.leader)
    assert (told.due, told.due_closed, told.on_time) == (1, 1, 0)


def test_what_is_closed_after_the_period_does_not_improve_it(town):
    case = makers.incident_in(town, "handling", code="0112")
    case.submit_result(by=town.clerk, result="已清扫。", at=MONDAY + timedelta(days=1))
    monday = Period.of("day", MONDAY)
    assert list(Incident.objects.due_in(monday)) == [case]
    assert list(Incident.objects.closed_of_due(monday)) == []


def test_an_open_matter_is_due_from_the_day_of_its_deadline(town):
    case = makers.incident_in(town, "handling", code="0503", at=MONDAY)
    due = case.clocks.get(stage="handle").due_at
    before, on_the_day = Period.of("day", due - timedelta(days=1)), Period.of("day", due)
    assert not Incident.objects.due_in(before).exists()
    assert list(Incident.objects.due_in(on_the_day)) == [case]


def test_a_share_of_nothing_is_a_dash(town, client):
    page = board(client, town.leader).content.decode()
    assert Rate(0, 0).value is None
    assert "0%" not in re.sub(r"<li.*?</li>|9[058]%", "", page, flags=re.S)


GROUNDS = (
    ("leader", "西于庄街道"),
    ("clerk", "西于庄街道"),
    ("operator", "增产里社区"),
    ("community_operator", "增产里社区第1网格"),
)


@pytest.mark.parametrize(("who", "first"), GROUNDS)
def test_each_post_compares_the_areas_below_its_own(town, client, who, first):
    assert board(client, getattr(town, who)).context["areas"][0].name == first


def test_a_street_counts_nothing_of_the_next(busy, client):
    answer = board(client, busy.next_street.operator)
    assert answer.context["facts"].reported == 1
    assert "西于庄" not in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "audit_admin", "mediator"])
def test_posts_that_see_no_cases_have_no_board(town, client, who):
    assert board(client, getattr(town, who)).status_code == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [("span=custom", "first"), ("span=custom&first=2026-03-04&last=2026-03-01", "last"), ("span=x", "span"),
     ("span=custom&first=2024-01-01&last=2026-03-01", "last"), ("span=custom&first=1&last=2026-03-01", "first"),
     ("span=custom&first=0001-01-01&last=0001-01-02", "first")],
)  # fmt: skip
def test_days_that_make_no_sense_are_refused_at_their_field(town, client, query, field):
    answer = board(client, town.leader, query)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)


def test_more_rows_cost_no_more_questions(busy, client, django_assert_max_num_queries):
    client.force_login(User.objects.get(pk=busy.leader.pk))
    with django_assert_max_num_queries(FRAME + 17) as few:
        client.get("/district/")
    for status in makers.INCIDENT_WAY:
        makers.incident_in(busy, status, code="1101")
    makers.incident_in(busy, "dispatched", department=busy.other_department), makers.order_in(busy, "replied")
    with django_assert_max_num_queries(len(few)):
        client.get("/district/")
