"""More time, or rest: asked for before the limit is over, decided by whoever blew."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from grid.casework.refusals import NotNow
from tests.makers import let_ring, order_in
from tests.town import MONDAY, SHANGHAI
from tests.whistle import calls
from tests.whistle.calls import HOUR, just_now
from tests.whistle.verbs import press

DAY = timedelta(days=1)


def due(order):
    return order.clocks.running().get(stage="handle").due_at


def extend(town, order, at):
    order.request_extension(by=town.clerk, note="等待配件。", at=at)
    order.approve_extension(by=town.party_secretary, at=at + HOUR)


def test_an_extension_is_one_original_limit_more(town):
    order = order_in(town, "reported_in")
    before = due(order)
    extend(town, order, MONDAY + HOUR)
    assert (due(order) - before, order.extension_count, order.status) == (7 * DAY, 1, "reported_in")


def test_refused_it_is_free_and_the_clock_never_stopped(town):
    order = order_in(town, "reported_in")
    before = due(order)
    order.request_extension(by=town.clerk, note="等待配件。", at=MONDAY + HOUR)
    order.refuse_extension(by=town.party_secretary, note="按期完成。", at=MONDAY + 2 * HOUR)
    assert (due(order), order.extension_count) == (before, 0)


def test_there_is_no_third(town):
    order = order_in(town, "reported_in")
    extend(town, order, MONDAY + HOUR), extend(town, order, MONDAY + 3 * HOUR)
    with pytest.raises(NotNow):
        order.request_extension(by=town.clerk, note="再延。", at=MONDAY + 5 * HOUR)


def test_after_the_limit_it_is_neither_asked_for_nor_granted(town):
    order = order_in(town, "reported_in")
    order.request_extension(by=town.clerk, note="等待配件。", at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        order.approve_extension(by=town.party_secretary, at=MONDAY + 8 * DAY)
    order.refuse_extension(by=town.party_secretary, note="已超期。", at=MONDAY + 8 * DAY)
    with pytest.raises(NotNow):
        order.request_extension(by=town.clerk, note="再请。", at=MONDAY + 9 * DAY)


def test_the_streets_staff_does_not_decide_it(client, town):
    order = order_in(town, "extension_pending")
    for who in (town.operator, town.director, town.clerk, town.centre):
        assert press(client, who, order, "approve_extension").status_code == 403


def test_resting_it_costs_nothing_and_wakes_by_itself(town):
    order = order_in(town, "reported_in")
    order.request_suspension(by=town.clerk, until=date(2026, 3, 16), note="待管线迁改。", at=MONDAY)
    order.approve_suspension(by=town.party_secretary, at=MONDAY + HOUR)
    let_ring(order, MONDAY + 30 * DAY)
    order.refresh_from_db()
    assert (order.status, order.steps.filter(verb="resume").count()) == ("reported_in", 1)
    # 39 hours and a quarter of work were left; woken at midnight, it begins on Monday at eight.
    assert due(order) == datetime(2026, 3, 20, 17, 15, tzinfo=SHANGHAI)


def test_woken_early_it_has_what_was_left(town):
    order = order_in(town, "suspended")
    order.resume(by=town.party_secretary, at=MONDAY + 14 * DAY)
    assert order.status == "reported_in"
    with pytest.raises(NotNow):
        order.request_suspension(by=town.clerk, until=date(2026, 4, 16), note="再挂。", at=MONDAY + 15 * DAY)


def test_a_suspension_may_be_refused(town):
    order = order_in(town, "suspension_pending")
    order.refuse_suspension(by=town.party_secretary, note="按期完成。", at=MONDAY + HOUR)
    assert (order.status, order.suspend_until, order.suspension_count) == ("reported_in", None, 0)


def test_a_day_that_is_past_is_told_at_the_field(client, town):
    order = order_in(town, "reported_in", at=just_now())
    answer = press(client, town.clerk, order, "request_suspension", until="2020-01-01", note="待迁改")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])
    with pytest.raises(ValidationError):
        order.request_suspension(by=town.clerk, until=date(2040, 1, 1), note="待迁改")


def test_a_reply_ends_the_request(town):
    order = order_in(town, "extension_pending")
    order.reply(by=town.clerk, at=MONDAY + 2 * HOUR, **calls.answer())
    assert set(order.clocks.running().values_list("stage", flat=True)) == {"confirm"}
