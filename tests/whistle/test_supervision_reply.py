"""The supervised side's reply: why it was late, and what it has done."""

import pytest
from django.utils import timezone

from grid.casework.refusals import NotNow
from tests.makers import order_in, supervise
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from tests.whistle.verbs import press, status_of

SAID = {"reason": "人员外出执法", "measures": "已安排专人每小时查看"}


def slip_of(town, at=MONDAY):
    return supervise(order_in(town, "dispatched", at=at, assisting=[]), at=at + 2 * HOUR)


def test_the_head_replies_and_the_clock_stops(town):
    slip = slip_of(town)
    slip.reply(by=town.head, at=MONDAY + 5 * HOUR, **SAID)
    assert (slip.status, slip.reason) == ("replied", "人员外出执法")
    assert slip.clocks.get().verdict == "on_time"


def test_the_form_does_the_same(client, town):
    order = order_in(town, "dispatched", at=just_now() - 72 * HOUR, assisting=[])
    slip = supervise(order, at=timezone.now())
    assert press(client, town.head, slip, "reply", **SAID).status_code == 302
    assert status_of(slip) == "replied"


@pytest.mark.parametrize("who", ["clerk", "party_secretary", "supervisor", "centre"])
def test_another_hand_gets_a_403(client, town, who):
    slip = slip_of(town)
    assert press(client, getattr(town, who), slip, "reply", **SAID).status_code == 403


@pytest.mark.parametrize("who", ["other_head", "worker", "community_operator", "stranger"])
def test_whom_it_does_not_concern_gets_a_404(client, town, who):
    assert press(client, getattr(town, who), slip_of(town), "reply", **SAID).status_code == 404


def test_the_next_street_gets_a_404(client, town):
    assert press(client, town.next_street.director, slip_of(town), "reply", **SAID).status_code == 404


def test_a_reply_without_measures_comes_back(client, town):
    slip = slip_of(town)
    answer = press(client, town.head, slip, "reply", reason="人员外出执法")
    assert answer.status_code == 422
    assert "人员外出执法" in answer.content.decode()
    assert status_of(slip) == "rectifying"


def test_nobody_replies_twice(town):
    slip = slip_of(town)
    slip.reply(by=town.head, at=MONDAY + 5 * HOUR, **SAID)
    with pytest.raises(NotNow):
        slip.reply(by=town.head, at=MONDAY + 6 * HOUR, **SAID)
