"""The street accepts a department's result."""

import pytest

from grid.casework.refusals import NotNow
from tests.makers import finish_others, order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press, status_of
from whistle.models import Whistle

LATER = MONDAY + 2 * HOUR


def test_the_operator_accepts_and_all_clocks_stop(client, town):
    order = order_in(town, "replied", assisting=())
    assert press(client, town.operator, order, "confirm_result").status_code == 302
    assert status_of(order) == "done"
    assert not order.clocks.running().exists()


def test_with_the_last_department_the_whistle_is_to_be_rated(town):
    whistle = Whistle.objects.get(pk=order_in(town, "done", assisting=[]).whistle_id)
    assert whistle.status == "finished"
    assert {clock.stage for clock in whistle.clocks.running()} == {"rate"}


def test_the_lead_is_done_last(town):
    order = order_in(town, "replied")
    with pytest.raises(NotNow):
        order.confirm_result(by=town.operator, at=MONDAY)
    finish_others(town, order, LATER)
    order.confirm_result(by=town.operator, at=LATER)
    assert Whistle.objects.get(pk=order.whistle_id).status == "finished"


def test_the_department_does_not_accept_its_own_result(client, town):
    assert press(client, town.head, order_in(town, "replied"), "confirm_result").status_code == 403


def test_the_next_street_gets_a_404(client, town):
    assert press(client, town.next_street.director, order_in(town, "replied"), "confirm_result").status_code == 404


def test_without_a_reply_there_is_nothing_to_accept(town):
    with pytest.raises(NotNow):
        order_in(town, "reported_in").confirm_result(by=town.operator, at=MONDAY)
