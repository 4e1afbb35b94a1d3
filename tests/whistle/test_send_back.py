"""The street sends a result back: once more, in half the time."""

import pytest

from grid.casework.refusals import NotNow
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle import calls
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press, status_of

TUESDAY = MONDAY + 24 * HOUR


def test_with_a_reason_the_order_comes_back_for_half_the_limit(town):
    order = order_in(town, "replied")
    order.send_back(by=town.operator, note="墙体未恢复", at=TUESDAY)
    again = order.clocks.running().get()
    assert (order.status, again.stage) == ("rework", "handle")
    assert (again.amount, again.unit) == (2.5, "working_day")  # half of five working days
    assert again.due_at == TUESDAY + 54 * HOUR  # seven working hours on Tuesday, eight on Wednesday, five on Thursday


def test_the_second_time_is_half_of_the_first_not_a_quarter(town):
    order = order_in(town, "replied")
    for _time in range(2):
        order.send_back(by=town.operator, note="不合格", at=TUESDAY)
        half = order.clocks.running().get().amount
        order.reply(by=town.clerk, at=TUESDAY + HOUR, **calls.answer())
    assert half == 2.5


def test_the_department_replies_again(town):
    order = order_in(town, "replied")
    order.send_back(by=town.operator, note="不合格", at=TUESDAY)
    order.reply(by=town.clerk, at=TUESDAY + HOUR, **calls.answer(measures="已恢复"))
    assert (order.status, order.measures) == ("replied", "已恢复")


def test_without_a_reason_it_stays(client, town):
    order = order_in(town, "replied")
    assert press(client, town.operator, order, "send_back").status_code == 422
    assert status_of(order) == "replied"


def test_the_department_gets_a_403_and_the_next_street_a_404(client, town):
    order = order_in(town, "replied")
    assert press(client, town.clerk, order, "send_back", note="否").status_code == 403
    assert press(client, town.next_street.operator, order, "send_back", note="否").status_code == 404


def test_what_is_accepted_is_not_sent_back(town):
    with pytest.raises(NotNow):
        order_in(town, "done").send_back(by=town.operator, note="否", at=TUESDAY)
