"""There is one definition of "may see": list, page, search, map, export, photos and verbs all agree with it."""

import pytest

from grid.models import Incident
from tests.grid.exported import ask, numbers
from tests.makers import SIDEWAYS, file_incident, incident_in, self_handled

PEOPLE = ("worker", "second_worker", "operator", "clerk", "other_clerk", "centre", "mediator", "stranger")


@pytest.fixture
def matters(town):
    """Something in every street, community, department and state."""
    for status in ("returned", "suspended", "archived", "merged", "verifying"):
        assert status in SIDEWAYS
        incident_in(town, status)
    incident_in(town, "handling", department=None)
    incident_in(town, "dispatched", department=town.other_department)
    file_incident(town, grid=town.second_grid, by=town.second_worker)
    file_incident(town.next_street)
    file_incident(town.next_door)
    self_handled(town)
    return town


@pytest.mark.parametrize("who", PEOPLE)
def test_every_way_to_a_matter_shows_the_same(client, matters, who):
    person = getattr(matters, who)
    seen = set(Incident.objects.visible_to(person).values_list("pk", "number"))
    client.force_login(person)
    listed = {(row.pk, row.number) for row in client.get("/incidents/").context["page"].rows}
    assert listed == seen
    for case in Incident.objects.all():
        told = 200 if (case.pk, case.number) in seen else 404
        ways = ["", "comment/", "print/record/", "print/transfer/", "code.svg"]
        answers = {client.get(f"{case.get_absolute_url()}{way}").status_code for way in ways}
        assert answers <= ({200, 403} if told == 200 else {404}), case
        found = client.get("/search/", {"q": case.number})
        assert (found.status_code == 302) == (told == 200)
        for photo in case.photos.all():
            picture = client.get(photo.url)
            assert picture.status_code == told
            list(picture) if picture.streaming else None


@pytest.mark.parametrize("who", ["operator", "clerk", "centre"])
def test_the_file_holds_what_the_list_shows(client, matters, who):
    person = getattr(matters, who)
    assert set(numbers(ask(client, person))) == set(
        Incident.objects.visible_to(person).values_list("number", flat=True)
    )
