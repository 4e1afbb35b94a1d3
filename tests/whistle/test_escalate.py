"""One level up: by the slip's own clock or by the supervision office; blue, orange, red, and then no further."""

from datetime import timedelta

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE
from tests.whistle.test_supervision_reply import SAID, slip_of
from tests.whistle.verbs import press, status_of
from whistle.models import Accountability, Supervision


def tick(at):
    sweep(Supervision, at=at)
    Supervision.objects.register(at=at)
    Accountability.objects.register(at=at)


def newest():
    return Supervision.objects.latest("pk")


def test_not_replied_to_in_time_the_clock_opens_the_orange_slip(town):
    blue = slip_of(town)
    tick(blue.due_at)
    orange = newest()
    assert (status_of(blue), orange.level, orange.status) == ("escalated", 2, "rectifying")
    assert (orange.cause, orange.order, orange.department) == (blue.cause, blue.order, blue.department)
    assert blue.clocks.get().verdict == "late"


def test_a_minute_earlier_it_does_not(town):
    blue = slip_of(town)
    tick(blue.due_at - MINUTE)
    assert newest() == blue


def test_any_number_of_ticks_open_one_slip_a_level(town):
    slip_of(town)
    for day in range(30):
        tick(MONDAY + timedelta(days=day))
        tick(MONDAY + timedelta(days=day))
    assert list(Supervision.objects.order_by("pk").values_list("level", "status")) == [
        (1, "escalated"), (2, "escalated"), (3, "proposed"),
    ]  # fmt: skip


def test_an_unsolved_red_slip_stays_red_and_goes_to_accountability(town):
    slip_of(town)
    for day in range(30):
        tick(MONDAY + timedelta(days=day))
    red = newest()
    assert (red.level, red.is_open) == (3, True)
    red.accountability.reject(by=town.discipline, reason="已改正", at=MONDAY + timedelta(days=31))
    red.verify(by=town.supervisor, at=MONDAY + timedelta(days=31))
    assert red.status == "verified"


def test_replied_to_in_time_nothing_goes_up(town):
    blue = slip_of(town)
    blue.reply(by=town.head, at=MONDAY + 5 * HOUR, **SAID)
    tick(MONDAY + timedelta(days=30))
    assert list(Supervision.objects.values_list("level", flat=True)) == [1]


def test_a_bad_reply_goes_up_by_hand_at_once(client, town):
    blue = slip_of(town)
    blue.reply(by=town.head, at=MONDAY + 5 * HOUR, **SAID)
    assert press(client, town.supervisor, blue, "escalate", note="措施不实").status_code == 302
    assert (status_of(blue), newest().level) == ("escalated", 2)


def test_by_hand_and_by_clock_open_no_second_orange_slip(town):
    blue = slip_of(town)
    blue.escalate(by=town.supervisor, note="重大", at=MONDAY + 3 * HOUR)
    tick(MONDAY + 4 * HOUR)
    assert Supervision.objects.filter(level=2).count() == 1


@pytest.mark.parametrize("who", ["head", "party_secretary", "centre", "leader"])
def test_nobody_else_raises_a_slip(client, town, who):
    assert press(client, getattr(town, who), slip_of(town), "escalate", note="x").status_code == 403


def test_the_next_street_gets_a_404(client, town):
    assert press(client, town.next_street.operator, slip_of(town), "escalate", note="x").status_code == 404


def test_without_a_reason_nothing_goes_up(client, town):
    assert press(client, town.supervisor, slip_of(town), "escalate").status_code == 422


def test_a_blue_slip_is_not_proposed_and_a_red_one_goes_no_higher(town):
    blue = slip_of(town)
    with pytest.raises(NotNow):
        blue.propose(by=town.supervisor, at=MONDAY + 3 * HOUR)
    Supervision.objects.filter(pk=blue.pk).update(level=3)
    blue.refresh_from_db()
    with pytest.raises(NotNow):
        blue.escalate(by=town.supervisor, at=MONDAY + 3 * HOUR)


def test_the_office_proposes_a_red_slip_by_hand(town):
    red = slip_of(town)
    Supervision.objects.filter(pk=red.pk).update(level=3)
    red.refresh_from_db()
    red.propose(by=town.supervisor, grounds=["shirked"], allegation="拒不整改", at=MONDAY + 3 * HOUR)
    assert status_of(red) == "proposed"


def test_what_is_struck_off_is_not_raised(town):
    blue = slip_of(town)
    blue.reply(by=town.head, at=MONDAY + 5 * HOUR, **SAID)
    blue.verify(by=town.supervisor, at=MONDAY + 6 * HOUR)
    with pytest.raises(NotNow):
        blue.escalate(by=town.supervisor, at=MONDAY + 7 * HOUR)
