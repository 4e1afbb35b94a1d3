"""The list of incidents, the page of one, and the form of a report, as people open them."""

import pytest
from django.urls import reverse

from tests.makers import file_incident, incident_in

LIST = reverse("grid:incidents")


@pytest.mark.parametrize("status", ["reported", "accepted", "dispatched", "handling", "handled", "feedback", "closed"])
def test_the_page_shows_every_stage(client, town, status):
    case = incident_in(town, status)
    client.force_login(town.centre)
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    assert case.number in page.content.decode()
    assert len(page.context["steps"]) == case.last_seq


@pytest.mark.parametrize("who", ["worker", "operator", "centre", "secretary"])
def test_the_form_of_a_report_opens(client, town, who):
    client.force_login(getattr(town, who))
    assert client.get(reverse("grid:report")).status_code == 200


def test_the_list_opens(client, town):
    case = file_incident(town)
    client.force_login(town.operator)
    assert case.number in client.get(LIST).content.decode()
