"""The department's reply: four elements, and what it cost."""

from decimal import Decimal

import pytest

from grid.casework.refusals import NotNow
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle import calls
from tests.whistle.verbs import press


def test_the_clerk_replies_with_the_four_elements(client, town):
    order = order_in(town, "reported_in")
    assert press(client, town.clerk, order, "reply", **calls.answer_form()).status_code == 302
    order.refresh_from_db()
    assert (order.status, order.talked_to, order.cost) == ("replied", "李四", Decimal(1200))


@pytest.mark.parametrize("element", ["accepted_at", "talked_to", "measures", "solve_by"])
def test_none_of_the_four_may_be_missing(client, town, element):
    order = order_in(town, "reported_in")
    answer = press(client, town.clerk, order, "reply", **calls.answer_form(**{element: ""}))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {element}


def test_the_handling_clock_stops_and_the_streets_begins(town):
    order = order_in(town, "replied")
    assert order.clocks.get(stage="handle").verdict == "on_time"
    assert {clock.stage for clock in order.clocks.running()} == {"confirm"}


def test_what_was_said_stays_out_of_the_trace(town):
    order = order_in(town, "replied")
    assert order.measures not in str(order.steps.last().data)


def test_nobody_replies_before_having_come(town):
    with pytest.raises(NotNow):
        order_in(town, "contacted").reply(by=town.clerk, at=MONDAY, **calls.answer())


def test_the_street_gets_a_403_and_the_other_department_a_404(client, town):
    order = order_in(town, "reported_in")
    assert press(client, town.operator, order, "reply", **calls.answer_form()).status_code == 403
    assert press(client, town.other_clerk, order, "reply", **calls.answer_form()).status_code == 404
