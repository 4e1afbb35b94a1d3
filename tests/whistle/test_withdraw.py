"""撤哨: the blower takes the whistle back before anybody reported in."""

import pytest

from grid.casework.refusals import NotNow
from grid.models import Incident, Notice
from tests.makers import blow_whistle, incident_in, order_in, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press, status_of
from whistle.models import Whistle


def test_the_departments_are_released_and_their_clocks_are_void(town):
    whistle = blow_whistle(town)
    whistle.orders.get(lead=True).sign(by=town.clerk, at=MONDAY + HOUR / 2)
    whistle.withdraw(by=town.party_secretary, note="情况已消除。", at=MONDAY + HOUR)
    assert {order.status for order in whistle.orders.all()} == {"withdrawn"}
    left = {clock.verdict for order in whistle.orders.all() for clock in order.clocks.filter(stage="report_in")}
    assert left == {"void"}
    assert Notice.objects.visible_to(town.other_clerk).filter(kind="whistle.withdrawn").exists()


def test_the_incident_is_back_at_its_desk_and_is_routed_anew(town):
    incident = incident_in(town, "accepted")
    whistle = blow_whistle(town, incident=incident, at=MONDAY + HOUR)
    whistle.withdraw(by=town.party_secretary, note="情况已消除。", at=MONDAY + 2 * HOUR)
    incident = Incident.objects.get(pk=incident.pk)
    assert incident.steps.order_by("seq").last().verb == "return_from_whistle"
    assert (incident.status, [clock.stage for clock in incident.clocks.running()]) == ("accepted", ["route"])


def test_a_reason_is_needed_and_only_the_blower_has_the_hand(client, town):
    whistle = whistle_in(town, "blown")
    assert press(client, town.party_secretary, whistle, "withdraw").status_code == 422
    assert press(client, town.director, whistle, "withdraw", note="否").status_code == 403
    assert press(client, town.party_secretary, whistle, "withdraw", note="情况已消除").status_code == 302
    assert status_of(whistle) == "withdrawn"


def test_once_somebody_has_come_it_is_too_late(town):
    whistle = Whistle.objects.get(pk=order_in(town, "reported_in").whistle_id)
    with pytest.raises(NotNow):
        whistle.withdraw(by=town.party_secretary, note="否", at=MONDAY + HOUR)


def test_what_was_late_before_is_no_blame_any_more(town):
    whistle = blow_whistle(town)
    whistle.withdraw(
        by=town.party_secretary, note="误吹。", at=MONDAY + 3 * HOUR
    )  # signing fell due an hour after the blow
    assert not any(order.clocks.filter(verdict="late").exists() for order in whistle.orders.all())
