"""Signing many orders at once: each by itself, with a word on each; sent twice it does no harm."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from grid.models import User
from tests import makers
from tests.town import MONDAY

SIGN, NOW = reverse("whistle:sign_several"), MONDAY + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def ten_past_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def orders(town):
    """Three to be signed, dispatched by the real clock a moment ago."""
    return [makers.order_in(town, "dispatched", at=makers.database_now(), assisting=()) for _order in range(3)]


def ticked(orders):
    return [f"{order.pk}:{order.version}" for order in orders]


def send(client, user, orders, key=None, **more):
    client.force_login(User.objects.get(pk=user.pk))
    return client.post(SIGN, {"key": key or uuid4(), "order": ticked(orders), **more})


def statuses(orders):
    for order in orders:
        order.refresh_from_db()
    return [order.status for order in orders]


def test_those_ticked_are_signed_and_the_others_are_not(town, client, orders):
    answer = send(client, town.clerk, orders[:2])
    assert (answer.status_code, len(answer.context["signed"])) == (200, 2)
    assert statuses(orders) == ["signed", "signed", "dispatched"]
    assert orders[0].steps.last().post.role == "clerk"


def test_all_on_the_page_needs_no_tick(town, client, orders):
    answer = send(client, town.clerk, [], listed=ticked(orders), all="1")
    assert answer.status_code == 200
    assert statuses(orders) == ["signed"] * 3


def test_the_clerks_office_takes_them(town, client, orders):
    send(client, town.clerk, orders[:1])
    orders[0].refresh_from_db()
    assert orders[0].unit == town.unit


def test_who_was_first_is_said_and_the_rest_is_signed(town, client, orders):
    seen = ticked(orders)
    orders[0].sign(by=town.second_clerk)
    client.force_login(User.objects.get(pk=town.clerk.pk))
    answer = client.post(SIGN, {"key": uuid4(), "order": seen})
    (refused,) = answer.context["refused"]
    assert (refused.order, refused.last.by, refused.why != "") == (orders[0], town.second_clerk, True)
    assert town.second_clerk.name in answer.content.decode()
    assert statuses(orders) == ["signed"] * 3


def test_when_nothing_was_signed_the_answer_is_a_conflict(town, client, orders):
    seen = ticked(orders[:1])
    orders[0].sign(by=town.second_clerk)
    client.force_login(User.objects.get(pk=town.clerk.pk))
    assert client.post(SIGN, {"key": uuid4(), "order": seen}).status_code == 409


def test_sent_twice_it_says_the_same_and_signs_once(town, client, orders):
    key, seen = uuid4(), ticked(orders)
    for _time in range(2):
        client.force_login(User.objects.get(pk=town.clerk.pk))
        answer = client.post(SIGN, {"key": key, "order": seen})
        assert (answer.status_code, len(answer.context["signed"])) == (200, 3)
    assert [order.steps.filter(verb="sign").count() for order in orders] == [1, 1, 1]


def test_one_key_out_of_sight_and_nothing_is_signed(town, client, orders):
    theirs = makers.order_in(town, "dispatched", lead=town.third_department, assisting=())
    assert send(client, town.clerk, [*orders, theirs]).status_code == 404
    assert statuses(orders) == ["dispatched"] * 3


@pytest.mark.parametrize("who", ["operator", "party_secretary", "centre", "leader"])
def test_in_sight_but_not_their_hand(town, client, orders, who):
    assert send(client, getattr(town, who), orders).status_code == 403


@pytest.mark.parametrize("said", [{}, {"order": ["x"]}, {"order": ["1:2:3"]}, {"order": ["-1:1"]}, {"all": "1"},
                                  {"order": [f"{n}:1" for n in range(1, 102)]}])  # fmt: skip
def test_nothing_ticked_or_nonsense_is_refused(town, client, said):
    client.force_login(User.objects.get(pk=town.clerk.pk))
    assert client.post(SIGN, {"key": uuid4(), **said}).status_code == 422


def test_looking_signs_nothing(town, client):
    client.force_login(User.objects.get(pk=town.clerk.pk))
    assert client.get(SIGN).status_code == 405
