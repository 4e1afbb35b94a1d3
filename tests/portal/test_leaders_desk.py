"""The desk of a district leader: where they must report in, and which of their streets blew again."""

from datetime import timedelta

import pytest
import time_machine

from grid.models import User
from tests import makers
from tests.town import MONDAY
from whistle.models import Whistle

NOW = MONDAY + timedelta(hours=3)


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def again(town):
    """A first whistle that ran late, blown again: town.leader must report in."""
    first = makers.order_in(town, "reported_in", assisting=()).whistle
    first.orders.get().clocks.filter(stage="handle").update(due_at=MONDAY + timedelta(hours=1))
    said = {"unsolved": "仍未清理。", "leader": town.leader, "report_in_at": MONDAY + timedelta(hours=6)}
    return first.blow_again(by=town.party_secretary, at=MONDAY + timedelta(hours=2), **said)


def desk(client, user):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get("/")


def test_where_the_leader_must_report_in_waits_on_the_desk(town, client):
    second = again(town)
    assert [row.get_absolute_url() for row in desk(client, town.leader).context["rows"]] == [second.get_absolute_url()]
    second = Whistle.objects.get(pk=second.pk)
    second.leader_report_in(by=town.leader, at=NOW)
    assert desk(client, town.leader).context["rows"] == []


def test_second_whistles_of_the_streets_in_charge_are_counted_with_their_list(town, client):
    makers.charge(town), makers.charge(town, grid=town.next_street.street), again(town)
    rows = desk(client, town.leader).context["charges"]
    assert [(street, second) for street, second, _url in rows] == [(town.street, 1), (town.next_street.street, 0)]
    for _street, second, url in rows:
        assert client.get(url).context["seen"].total == second


def test_nobody_else_has_streets_in_charge(town, client):
    assert desk(client, town.centre).context["charges"] is None
