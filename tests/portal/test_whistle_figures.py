"""The figures of whistles: each number opens as many rows, and a known week counts as it should."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from grid.casework.measures import Period
from grid.models import User
from tests import makers
from tests.town import MONDAY
from whistle import stats
from whistle.models import Order, Whistle
from whistle.stats import Answers, Blown

NOW = MONDAY + timedelta(days=2, hours=3)
NUMBERS = re.compile(r'data-count="([^"]+)" href="([^"]+)"')
FRAME = 5  # the session (read, and prolonged in a savepoint) and the person
WEEK = Period.of("week", MONDAY)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def busy(town):
    """On time, late, absent, closed, in two streets."""
    for status in ("dispatched", "reported_in", "replied"):
        makers.order_in(town, status)
    whistle = makers.finished_whistle(town)
    whistle.rate(by=town.party_secretary, scores=makers.scores(whistle), solved=True, at=MONDAY + timedelta(hours=2))
    makers.supervise(makers.order_in(town, "dispatched", assisting=()), MONDAY + timedelta(hours=6))
    elsewhere(town)
    return town


def elsewhere(town):
    """A whistle of the next street, to the same department."""
    there = town.next_street
    there.department, there.other_department = town.department, town.other_department
    return makers.blow_whistle(there, assisting=())


def board(client, user, query="span=custom&first=2026-03-02&last=2026-03-08"):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(f"/whistles/figures/?{query}")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["leader", "operator", "clerk"])
def test_every_number_opens_a_list_of_exactly_as_many(busy, client, who):
    told = set(NUMBERS.findall(board(client, getattr(busy, who)).content.decode()))
    assert len(told) > 10
    for count, url in told:
        answer = client.get(unescape(url))
        assert answer.context["seen"].total == int(count), url


def whole(table, kind):
    return sum(table.values(), kind())


def test_a_known_week_of_whistles(busy):
    told = whole(stats.blows(Whistle.objects.visible_to(busy.leader), WEEK), Blown)
    assert (told.blown, told.closed, told.supervised, told.unreminded, told.second) == (6, 1, 1, 1, 0)
    assert (str(told.mean_days), str(told.closing)) == ("0.0", "16.7%")


def test_a_known_week_of_orders(busy):
    told = whole(stats.answers(Order.objects.visible_to(busy.clerk), WEEK, NOW), Answers)
    assert (told.dispatched, told.signed_in_time, told.answered) == (6, 3, 3)
    assert (told.due, told.came, told.on_time) == (6, 3, 3)
    assert (told.to_finish, told.finished_in_time) == (1, 1)


def test_what_has_not_come_yet_is_not_due(town):
    makers.blow_whistle(town, at=NOW - timedelta(hours=1), report_in_at=NOW + timedelta(hours=1), assisting=())
    orders = Order.objects.all()
    assert stats.answers(orders, WEEK, NOW)[town.department.pk].due == 0
    assert stats.answers(orders, WEEK, NOW + timedelta(hours=2))[town.department.pk].due == 1


def test_whom_the_centre_released_owed_nothing(town):
    order = makers.order_in(town, "dispatched", assisting=())
    order.reroute(by=town.centre, department=town.third_department, note="职责所属。", at=MONDAY + timedelta(minutes=5))
    table = stats.answers(Order.objects.all(), WEEK, NOW)
    assert (table[town.department.pk].due, table[town.department.pk].answered) == (0, 0)
    assert table[town.third_department.pk].due == 1


def test_a_ruling_counts_instead_of_the_streets_word(town):
    order = makers.order_in(town, "reported_in", assisting=())
    said = {"at": MONDAY + timedelta(hours=1)}
    order.confirm_attendance(by=town.operator, attendance="not_present", **said)
    assert stats.calls(Order.objects.all(), WEEK)[town.department.pk].came == 0
    order.dispute_attendance(by=town.clerk, note="有签到记录。", **said)
    order.rule_attendance(by=town.supervisor, ruling="on_time", note="以签到为准。", **said)
    told = stats.calls(Order.objects.all(), WEEK)[town.department.pk]
    assert (told.came, told.on_time) == (1, 1)


def test_more_rows_cost_no_more_questions(busy, client, django_assert_max_num_queries):
    board(client, busy.leader)
    with django_assert_max_num_queries(FRAME + 12) as few:
        client.get("/whistles/figures/")
    makers.order_in(busy, "replied"), elsewhere(busy)
    with django_assert_max_num_queries(len(few)):
        client.get("/whistles/figures/")


def test_days_that_make_no_sense_are_refused(town, client):
    assert board(client, town.leader, "span=custom").status_code == 422
