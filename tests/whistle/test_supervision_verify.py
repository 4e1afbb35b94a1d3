"""Striking a slip off (销号)."""

import pytest

from grid.casework.refusals import NotNow
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.test_supervision_reply import SAID, slip_of
from tests.whistle.verbs import press, status_of


def replied(town):
    slip = slip_of(town)
    slip.reply(by=town.head, at=MONDAY + 5 * HOUR, **SAID)
    return slip


def test_the_supervision_office_strikes_it_off(client, town):
    slip = replied(town)
    assert press(client, town.supervisor, slip, "verify", note="情况属实").status_code == 302
    assert status_of(slip) == "verified"
    assert not slip.clocks.running().exists()


@pytest.mark.parametrize("who", ["head", "party_secretary", "centre", "leader"])
def test_nobody_else_does(client, town, who):
    assert press(client, getattr(town, who), replied(town), "verify").status_code == 403


def test_the_next_street_gets_a_404(client, town):
    assert press(client, town.next_street.operator, replied(town), "verify").status_code == 404


def test_without_a_reply_it_stays(town):
    with pytest.raises(NotNow):
        slip_of(town).verify(by=town.supervisor, at=MONDAY + 3 * HOUR)
