"""The page of an order: the department's side."""

import pytest

from tests.makers import order_in
from tests.town import MONDAY

BUTTONS = [
    ("clerk", "dispatched", {"sign"}),
    ("clerk", "signed", {"contact", "report_in"}),
    ("head", "reported_in", {"reply"}),
    ("operator", "dispatched", set()),
    ("operator", "replied", {"send_back"}),
    ("leader", "replied", set()),
]


@pytest.mark.parametrize(("who", "status", "verbs"), BUTTONS)
def test_it_offers_exactly_the_moves_of_this_hand(client, town, who, status, verbs):
    order = order_in(town, status)
    client.force_login(getattr(town, who))
    moves = client.get(order.get_absolute_url()).context["moves"]
    assert {url.split("/")[-2] for url, _label, _tone in moves} == verbs


@pytest.mark.parametrize(("who", "status"), [(who, status) for who, status, verbs in BUTTONS if verbs])
def test_every_button_leads_to_its_form(client, town, who, status):
    order = order_in(town, status)
    client.force_login(getattr(town, who))
    for url, _label, _tone in client.get(order.get_absolute_url()).context["moves"]:
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("who", ["other_clerk", "stranger", "mediator"])
def test_whom_it_does_not_concern_gets_a_404(client, town, who):
    client.force_login(getattr(town, who))
    assert client.get(order_in(town, "signed").get_absolute_url()).status_code == 404


def test_looking_changes_nothing(client, town):
    order = order_in(town, "signed", at=MONDAY)
    client.force_login(town.clerk)
    client.get(order.get_absolute_url())
    order.refresh_from_db()
    assert (order.status, order.last_seq) == ("signed", 2)


def test_without_a_login_the_door_is_shown(client, town):
    answer = client.get(order_in(town, "signed").get_absolute_url())
    assert answer.status_code == 302
    assert "/login/" in answer.url
