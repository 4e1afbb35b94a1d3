"""Nobody reported in at the set time: the clock strikes a quarter of an hour later, once."""

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from tests.makers import order_in
from tests.whistle.calls import MINUTE, REPORT_IN
from tests.whistle.verbs import status_of
from whistle.models import Order, OrderAlarm

STRIKE = REPORT_IN + 15 * MINUTE


@pytest.mark.parametrize("status", ["dispatched", "signed", "contacted"])
def test_it_strikes_at_the_set_time_and_a_quarter(town, status):
    order = order_in(town, status)
    sweep(Order, at=STRIKE)
    step = order.steps.get(verb="absent")
    assert (status_of(order), step.by, step.at) == ("absent", None, STRIKE)


def test_a_minute_earlier_it_does_not(town):
    order = order_in(town, "signed")
    sweep(Order, at=STRIKE - MINUTE)
    assert status_of(order) == "signed"


def test_any_number_of_sweeps_strike_once(town):
    order = order_in(town, "signed", assisting=[])
    for late in range(5):
        sweep(Order, at=STRIKE + late * MINUTE)
    assert OrderAlarm.objects.filter(clock__case=order, effect="strike:absent").count() == 1
    assert order.steps.filter(verb="absent").count() == 1


def test_a_sweep_a_day_late_dates_it_when_it_fell_due(town):
    order = order_in(town, "signed")
    sweep(Order, at=STRIKE + 1440 * MINUTE)
    assert order.steps.get(verb="absent").at == STRIKE


def test_whoever_came_is_not_absent(town):
    order = order_in(town, "reported_in")
    sweep(Order, at=STRIKE)
    assert status_of(order) == "reported_in"


def test_the_absent_no_longer_sign(town):
    order = order_in(town, "dispatched")
    with pytest.raises(NotNow):
        order.sign(by=town.clerk, at=STRIKE)
    assert status_of(order) == "absent"
