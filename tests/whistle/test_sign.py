"""Signing an order: the department has seen it."""

import pytest

from grid.casework.refusals import NotNow, NotYours
from grid.models import Notice
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE, just_now
from tests.whistle.verbs import press, status_of
from whistle.models import Whistle


def test_the_clerk_signs_and_names_the_office(client, town):
    order = order_in(town, "dispatched", at=just_now())
    assert press(client, town.clerk, order, "sign", unit=town.unit.pk).status_code == 302
    order.refresh_from_db()
    assert (order.status, order.handler, order.unit) == ("signed", town.clerk, town.unit)
    assert order.steps.last().post.role == "clerk"


def test_the_head_may_sign_too(town):
    order = order_in(town, "dispatched")
    order.sign(by=town.head, at=MONDAY + MINUTE)
    assert status_of(order) == "signed"


def test_the_signing_clock_stops_on_time_and_the_contact_clock_starts(town):
    order = order_in(town, "signed")
    clocks = {clock.stage: clock for clock in order.clocks.all()}
    assert clocks["sign"].verdict == "on_time"
    assert clocks["contact"].due_at == order.signed_at + 24 * HOUR


def test_signed_after_the_hour_is_late_for_ever(town):
    order = order_in(town, "dispatched")
    order.sign(by=town.clerk, at=MONDAY + 61 * MINUTE)
    assert order.clocks.get(stage="sign").verdict == "late"
    assert [step.verb for step in order.steps.all()] == ["dispatch", "remind", "overdue", "sign"]


def test_the_whistle_answers_with_the_first_signature_by_the_clocks_hand(town):
    whistle = Whistle.objects.get(pk=order_in(town, "signed").whistle_id)
    step = whistle.steps.last()
    assert (whistle.status, step.verb, step.by) == ("responding", "respond", None)


def test_the_street_is_told_once_a_department_signed(town):
    order_in(town, "signed")
    assert Notice.objects.visible_to(town.director).filter(kind="order.signed").count() == 1


@pytest.mark.parametrize("who", ["other_clerk", "operator", "party_secretary", "centre", "leader"])
def test_another_hand_gets_a_403(client, town, who):
    assert press(client, getattr(town, who), order_in(town, "dispatched"), "sign").status_code in {403, 404}


def test_the_other_called_department_does_not_even_see_this_order(client, town):
    assert press(client, town.other_head, order_in(town, "dispatched"), "sign").status_code == 404


def test_the_street_sees_it_but_cannot_sign_it(client, town):
    assert press(client, town.operator, order_in(town, "dispatched"), "sign").status_code == 403


def test_whoever_comes_second_learns_who_was_first(client, town):
    order = order_in(town, "dispatched", at=just_now())
    press(client, town.clerk, order, "sign", version=1)
    answer = press(client, town.second_clerk, order, "sign", version=1, note="我来办")
    assert answer.status_code == 409
    assert town.clerk.name in answer.content.decode()
    assert "我来办" in answer.content.decode()


def test_a_done_order_is_not_signed_again(town):
    with pytest.raises(NotNow):
        order_in(town, "done").sign(by=town.clerk, at=MONDAY + HOUR)


def test_the_clock_does_not_sign(town):
    with pytest.raises(NotYours):
        order_in(town, "dispatched").sign(by=None, at=MONDAY)
