"""The list's filter by handling limit: late is what ended late or runs past it, on time what ended within."""

import pytest
from django.urls import reverse

from tests.grid.incident.pressing import HOUR, just_now
from tests.makers import file_incident, incident_in
from tests.town import MONDAY

LIST = reverse("grid:incidents")


@pytest.fixture
def paces(town):
    """One incident of each pace."""
    slow = incident_in(town, "handling")
    slow.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 7 * HOUR)
    cases = {"slow": slow, "running late": incident_in(town, "handling"), "in time": incident_in(town, "handled")}
    return cases | {"running": incident_in(town, "handling", at=just_now()), "nobody's yet": file_incident(town)}


@pytest.mark.parametrize(("pace", "meant"), [("late", {"slow", "running late"}), ("on_time", {"in time"})])
def test_it_finds_what_the_clocks_say(client, town, paces, pace, meant):
    client.force_login(town.centre)
    found = {case.pk for case in client.get(LIST, {"pace": pace}).context["page"].rows}
    assert found == {paces[name].pk for name in meant}


def test_a_rework_in_time_does_not_make_up_for_a_late_first_handling(client, town, paces):
    slow = paces["slow"]
    slow.fail_check(by=town.worker, note="没清完", at=MONDAY + 7.5 * HOUR)
    slow.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 8 * HOUR)
    client.force_login(town.centre)
    assert slow in client.get(LIST, {"pace": "late"}).context["page"].rows
    assert slow not in client.get(LIST, {"pace": "on_time"}).context["page"].rows


def test_a_strange_pace_is_told_at_its_field(client, town):
    client.force_login(town.centre)
    assert list(client.get(LIST, {"pace": "soon"}).context["seen"].form.errors) == ["pace"]
