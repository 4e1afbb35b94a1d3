"""紧急 and 特急: the clocks run day and night, whatever the table says for the type."""

from datetime import timedelta

import pytest

from tests.grid.incident.pressing import clock
from tests.makers import incident_in
from tests.town import MONDAY

SATURDAY_NIGHT = MONDAY + timedelta(days=5, hours=13)
RUNS_ON = {"minute", "urgent_hour", "natural_day", "calendar_day"}


@pytest.mark.parametrize("urgency", ["urgent", "critical"])
@pytest.mark.parametrize("code", ["0110", "0111", "1101"])
def test_no_clock_of_what_cannot_wait_stops_at_night(town, urgency, code):
    case = incident_in(town, "feedback", urgency=urgency, code=code, at=SATURDAY_NIGHT)
    assert {each.unit for each in case.clocks.all()} <= RUNS_ON


def test_five_working_days_become_five_days(town):
    case = incident_in(town, "dispatched", urgency="critical", code="0111", at=SATURDAY_NIGHT)
    handle = clock(case, "handle")
    assert handle.due_at - handle.started_at == timedelta(days=5)


def test_what_can_wait_waits_for_monday(town):
    case = incident_in(town, "dispatched", code="0110", at=SATURDAY_NIGHT)
    assert clock(case, "handle").due_at - clock(case, "handle").started_at > timedelta(days=1)
