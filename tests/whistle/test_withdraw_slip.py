"""Withdrawing a slip that was an error: void clocks, points back, nothing follows."""

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import SLIPS, auto_slip, escalated, sent_out, withdrawn
from tests.whistle.verbs import press
from whistle.models import PointEntry, Supervision


def test_the_points_come_back_by_an_entry_of_their_own(town):
    slip = withdrawn(town)
    assert sorted(slip.points.values_list("points", flat=True)) == [-1, 1]
    assert slip.points.get(points=1).reverses == slip.points.get(points=-1)


def test_its_clock_ends_void(town):
    assert withdrawn(town).clocks.get().verdict == "void"


def test_nothing_follows_though_its_clock_had_struck(town):
    slip = sent_out(town)
    sweep(Supervision, at=slip.due_at)  # struck, and nobody has registered it yet
    slip.withdraw(by=town.supervisor, note="立项有误", at=slip.due_at)
    assert Supervision.objects.register(at=slip.due_at + HOUR) == 0
    assert Supervision.objects.count() == 1


def test_an_automatic_slip_is_not_opened_again_by_its_alarm(town):
    slip = auto_slip(town)
    slip.withdraw(by=town.supervisor, note="系统故障", at=MONDAY + 3 * HOUR)
    assert Supervision.objects.register(at=MONDAY + 4 * HOUR) == 0


def test_what_stands_above_goes_first(town):
    blue = escalated(town)
    with pytest.raises(NotNow):
        blue.withdraw(by=town.supervisor, note="立项有误", at=MONDAY + 3 * HOUR)
    Supervision.objects.get(level=2).withdraw(by=town.supervisor, note="立项有误", at=MONDAY + 3 * HOUR)
    blue.withdraw(by=town.supervisor, note="立项有误", at=MONDAY + 4 * HOUR)
    assert sum(PointEntry.objects.values_list("points", flat=True)) == 0


@pytest.mark.parametrize("status", ["proposed", "withdrawn"])
def test_not_from_there(town, status):
    with pytest.raises(NotNow):
        SLIPS[status](town).withdraw(by=town.supervisor, note="x", at=MONDAY + 5 * HOUR)


def test_a_reason_is_needed_and_the_hand_is_the_offices(client, town):
    slip = sent_out(town)
    assert press(client, town.supervisor, slip, "withdraw").status_code == 422
    assert press(client, town.centre, slip, "withdraw", note="误").status_code == 403
    assert press(client, town.head, slip, "withdraw", note="误").status_code == 403
    assert press(client, town.supervisor, slip, "withdraw", note="误").status_code == 302
