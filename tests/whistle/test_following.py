"""After the blow a whistle follows its orders, by the clock's hand and in their own transaction."""

import pytest

from grid.casework.refusals import NotYours
from tests.makers import finished_whistle, order_in, scores
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from whistle.models import Whistle

WAY = [
    ("dispatched", "blown", ["draft", "blow"]),
    ("signed", "responding", ["draft", "blow", "respond"]),
    ("reported_in", "on_site", ["draft", "blow", "respond", "arrive"]),
    ("done", "finished", ["draft", "blow", "respond", "arrive", "finish"]),
]


@pytest.mark.parametrize(("order", "whistle", "verbs"), WAY)
def test_it_goes_where_its_only_order_has_gone(town, order, whistle, verbs):
    found = Whistle.objects.get(pk=order_in(town, order, assisting=()).whistle_id)
    assert found.status == whistle
    assert [step.verb for step in found.steps.all()] == verbs


def test_who_comes_without_having_been_signed_for_skips_no_phase_twice(town):
    first = order_in(town, "reported_in")
    second = first.whistle.orders.get(lead=False)
    second.sign(by=town.other_clerk, at=MONDAY + HOUR)
    assert Whistle.objects.get(pk=first.whistle_id).status == "on_site"


@pytest.mark.parametrize("verb", ["respond", "arrive", "finish", "close"])
def test_nobody_else_moves_it_there(town, verb):
    assert not finished_whistle(town).allows(verb, town.party_secretary)


def test_closed_it_moves_no_more(town):
    whistle = finished_whistle(town)
    whistle.rate(by=town.party_secretary, at=MONDAY + 2 * HOUR, scores=scores(whistle))
    assert [move.verb for move in whistle.moves_for(town.party_secretary)] == ["publish"]
    with pytest.raises(NotYours):
        whistle.rate(by=town.clerk, at=MONDAY + 3 * HOUR, scores=scores(whistle))
