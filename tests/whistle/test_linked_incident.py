"""A whistle blown for an incident takes it over, and closes it in the end."""

import pytest
from django.urls import reverse

from grid.casework.refusals import NotNow
from grid.models import Incident, Notice
from tests.makers import blow_whistle, draft_whistle, incident_in, order_in, scores
from tests.town import MONDAY
from tests.whistle.calls import HOUR


def test_the_incident_goes_on_as_the_whistle(town):
    incident = incident_in(town, "accepted", at=MONDAY - HOUR)
    whistle = blow_whistle(town, incident=incident)
    incident.refresh_from_db()
    assert incident.status == "whistled"
    assert not incident.clocks.running().exists()
    assert (whistle.grid, whistle.community, whistle.street) == (town.grid, town.community, town.street)


def test_its_community_is_told(town):
    blow_whistle(town, incident=incident_in(town, "accepted", at=MONDAY - HOUR))
    assert Notice.objects.visible_to(town.secretary).filter(kind="whistle.blown_for_community").exists()


def test_rated_and_closed_it_closes_the_incident(town):
    incident = incident_in(town, "handling", at=MONDAY - HOUR)
    whistle = order_in(town, "done", incident=incident, assisting=()).whistle
    whistle.rate(by=town.party_secretary, at=MONDAY + 2 * HOUR, scores=scores(whistle))
    assert Incident.objects.get(pk=incident.pk).status == "closed"


def test_what_is_already_whistled_for_is_not_taken_over_twice(town):
    incident = incident_in(town, "accepted", at=MONDAY - HOUR)
    second = draft_whistle(town, incident=incident)
    blow_whistle(town, incident=incident)
    with pytest.raises(NotNow):
        second.blow(by=town.director, at=MONDAY, report_in_at=MONDAY + HOUR)


def test_the_form_opens_with_what_the_incident_says(client, town):
    incident = incident_in(town, "accepted")
    client.force_login(town.party_secretary)
    form = client.get(reverse("whistle:draft"), {"incident": incident.pk}).context["form"]
    assert (form.initial["title"], form.initial["source"]) == (incident.title, "patrol")


def test_an_incident_out_of_sight_cannot_be_whistled_for(client, town):
    incident = incident_in(town, "accepted")
    client.force_login(town.next_street.party_secretary)
    assert client.get(reverse("whistle:draft"), {"incident": incident.pk}).status_code == 404
