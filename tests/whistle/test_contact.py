"""Contacting the street before coming."""

import pytest

from grid.casework.refusals import NotNow
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import just_now
from tests.whistle.verbs import press, status_of


def test_the_clerk_has_contacted_the_street(client, town):
    order = order_in(town, "signed", at=just_now())
    assert press(client, town.clerk, order, "contact", note="已与社区李书记通话").status_code == 302
    assert status_of(order) == "contacted"
    assert order.steps.last().note == "已与社区李书记通话"


def test_the_contact_clock_stops(town):
    assert order_in(town, "contacted").clocks.get(stage="contact").verdict == "on_time"


def test_the_street_gets_a_403_and_the_other_department_a_404(client, town):
    order = order_in(town, "signed")
    assert press(client, town.operator, order, "contact").status_code == 403
    assert press(client, town.other_clerk, order, "contact").status_code == 404


def test_an_unsigned_order_is_signed_first(town):
    with pytest.raises(NotNow):
        order_in(town, "dispatched").contact(by=town.clerk, at=MONDAY)
