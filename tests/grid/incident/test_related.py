"""What the floor above adds to an incident's page: its whistles, and the button that begins one."""

import pytest

from tests.makers import draft_whistle, incident_in


def added(client, who, case):
    """What the whistles' part of the page says: (titles, address of the button)."""
    client.force_login(who)
    related = client.get(case.get_absolute_url()).context["related"]
    said = next(said for template, said in related if template.startswith("whistle/"))
    return [whistle.title for whistle in said["rows"]], said["begin"]


@pytest.mark.parametrize("who", ["operator", "party_secretary", "director", "deputy"])
def test_the_streets_staff_may_whistle_for_what_is_accepted(client, town, who):
    case = incident_in(town, "accepted")
    _titles, begin = added(client, getattr(town, who), case)
    assert begin == f"/whistles/draft/?incident={case.pk}"
    assert client.get(begin).status_code == 200


@pytest.mark.parametrize("who", ["community_operator", "secretary"])
def test_its_community_may_propose_one(client, town, who):
    case = incident_in(town, "accepted")
    _titles, begin = added(client, getattr(town, who), case)
    assert begin == f"/whistles/draft/?incident={case.pk}"
    assert "申请吹哨" in client.get(case.get_absolute_url()).content.decode()
    assert client.get(begin).status_code == 200


@pytest.mark.parametrize("who", ["worker", "centre", "leader"])
def test_nobody_else_has_the_button(client, town, who):
    assert not added(client, getattr(town, who), incident_in(town, "accepted"))[1]


@pytest.mark.parametrize("status", ["reported", "dispatched", "handled", "closed"])
def test_nor_is_there_one_at_another_time(client, town, status):
    assert not added(client, town.operator, incident_in(town, status))[1]


def test_the_whistles_of_a_matter_stand_on_its_page(client, town):
    case = incident_in(town, "accepted")
    whistle = draft_whistle(town, incident=case)
    assert added(client, town.operator, case)[0] == [whistle.title]


def test_a_whistle_out_of_sight_stays_so(client, town):
    case = incident_in(town, "handling")
    draft_whistle(town, incident=case)
    assert added(client, town.clerk, case)[0] == []
