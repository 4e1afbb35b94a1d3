"""The workbench: every tab counts what it lists, whose turn it is, and what runs out first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from grid.models import User
from tests import makers
from tests.town import MONDAY
from whistle.filters import OrderFilter
from whistle.models import Order
from whistle.views.order_list import NEXT

LIST = reverse("whistle:orders")
FRAME = 5  # the session (read, and prolonged in a savepoint) and the person
TABS = list(OrderFilter.TABS)


@pytest.fixture(autouse=True)
def ten_past_nine():
    with time_machine.travel(MONDAY + timedelta(minutes=30), tick=False):
        yield


def bench(client, user, **asked):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(LIST, asked)


def seen(user, **asked):
    """What the list of this person shows, in its order."""
    user = User.objects.get(pk=user.pk)
    found = OrderFilter(QueryDict(urlencode(asked)), Order.objects.visible_to(user), user=user)
    return list(found.tab.order_by(*found.order, "pk").values_list("pk", flat=True))


def put(order, status):
    """The order as it would stand by verbs of another day; only for what lists read."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE whistle_order SET status = %s WHERE id = %s", [status, order.pk])


@pytest.mark.parametrize("who", ["clerk", "operator", "centre"])
def test_every_tab_counts_what_it_lists(town, client, who):
    for status in makers.ORDER_WAY:
        makers.order_in(town, status)
    for tab in TABS:
        answer = bench(client, getattr(town, who), status=tab)
        counts = {value: count for value, _label, count in answer.context["seen"].tabs}
        assert len(answer.context["page"].rows) == counts[tab] == answer.context["seen"].total, tab


@pytest.mark.parametrize(
    ("status", "tab"),
    [("dispatched", "dispatched"), ("signed", "signed"), ("contacted", "contacted"), ("absent", "contacted"),
     ("reported_in", "handling"), ("rework", "handling"), ("extension_pending", "handling"),
     ("suspension_pending", "handling"), ("suspended", "handling"), ("objected", "objected"),
     ("rerouted", "objected"), ("replied", "replied"), ("done", "done")],
)  # fmt: skip
def test_each_status_lies_in_its_tab(town, status, tab):
    order = makers.order_in(town, "done" if status == "done" else "reported_in", assisting=())
    put(order, status)
    places = [each for each in TABS if each not in {"open", "soon", "late", "all"}]
    assert [each for each in places if order.pk in seen(town.clerk, status=each)] == [tab]


@pytest.mark.parametrize("status", ["done", "rerouted", "withdrawn", "followed"])
def test_what_has_ended_is_not_open_nor_late(town, status):
    order = makers.order_in(town, "reported_in", at=MONDAY - timedelta(days=30), assisting=())
    assert order.pk in seen(town.clerk, status="late")
    put(order, status)
    for tab in ("open", "late", "soon"):
        assert order.pk not in seen(town.clerk, status=tab)
    assert order.pk in seen(town.clerk, status="all")


def test_late_at_the_streets_check_is_not_the_departments_lateness(town):
    order = makers.order_in(town, "replied", at=MONDAY - timedelta(days=30), assisting=())
    assert order.pk not in seen(town.clerk, status="late")
    assert order.pk in seen(town.operator, status="late")


def test_due_soon_is_what_the_next_hours_bring_and_what_was_reminded(town, settings):
    near, far = makers.order_in(town, "dispatched", assisting=()), makers.order_in(town, "reported_in", assisting=())
    assert seen(town.clerk, status="soon") == [near.pk]
    far.clocks.filter(stage="handle").update(rung=1)
    assert set(seen(town.clerk, status="soon")) == {near.pk, far.pk}
    settings.ORDER_DUE_SOON_HOURS = 0
    assert seen(town.clerk, status="soon") == [far.pk]


def test_what_runs_out_first_comes_first(town):
    far = makers.order_in(town, "reported_in", assisting=())
    near = makers.order_in(town, "dispatched", assisting=())
    assert seen(town.clerk) == [near.pk, far.pk]


def test_the_row_says_what_is_next(town, client):
    makers.order_in(town, "dispatched", assisting=())
    row = bench(client, town.clerk).context["page"].rows[0]
    assert (row.next, row.slip) == (NEXT["dispatched"], None)


def test_the_row_shows_the_highest_slip(town, client):
    order = makers.order_in(town, "dispatched", assisting=(), at=MONDAY - timedelta(days=1))
    makers.supervise(order, MONDAY)
    assert bench(client, town.clerk).context["page"].rows[0].slip == 1


def test_mine_my_offices_and_nobodys(town):
    waiting, signed = makers.order_in(town, "dispatched", assisting=()), makers.order_in(town, "dispatched")
    signed.sign(by=town.clerk, unit=town.unit, at=MONDAY + timedelta(minutes=10))
    assert seen(town.clerk, whose="mine") == [signed.pk]
    assert seen(town.clerk, whose="office") == [signed.pk]
    assert seen(town.second_clerk, whose="mine") == []
    assert seen(town.second_clerk, whose="unclaimed") == [waiting.pk]


def test_a_number_of_the_desk_opens_as_many_whatever_the_tabs_say(town, client):
    for status in ("dispatched", "replied", "done"):
        makers.order_in(town, status, assisting=())
    answer = bench(client, town.clerk, figure="waiting")
    assert (answer.context["seen"].current, answer.context["seen"].total) == ("all", 1)


@pytest.mark.parametrize("broken", ["status=none", "whose=theirs", "street=9", "after=x", "since=yesterday"])
def test_a_broken_address_is_no_failure(town, client, broken):
    client.force_login(User.objects.get(pk=town.clerk.pk))
    assert client.get(f"{LIST}?{broken}").status_code == 200


def test_forty_orders_cost_no_more_questions_than_one(town, client, django_assert_max_num_queries):
    makers.order_in(town, "dispatched"), bench(client, town.clerk, status="dispatched")
    with django_assert_max_num_queries(FRAME + 7) as few:
        client.get(LIST, {"status": "dispatched"})
    for _number in range(15):
        makers.order_in(town, "dispatched")
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(LIST, {"status": "dispatched"}).context["page"].rows) == 16
    assert Order.objects.count() == 32
