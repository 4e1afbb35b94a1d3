"""Who sees which incidents: the one query against a slow oracle that asks post by post."""

import pytest

from grid.models import Incident, Role
from tests.makers import file_incident, incident_in, self_handled

PEOPLE = [
    "worker", "second_worker", "secretary", "community_operator", "operator", "party_secretary", "director", "clerk",
    "second_clerk", "head", "other_clerk", "third_clerk", "centre", "supervisor", "leader", "discipline", "mediator",
    "system_admin", "security_admin", "audit_admin", "channel", "deputy", "former_secretary", "many_hats", "stranger",
]  # fmt: skip
COLUMNS = {
    "street": {Role.STREET_OPERATOR, Role.PARTY_SECRETARY, Role.DIRECTOR},
    "community": {Role.COMMUNITY_SECRETARY, Role.COMMUNITY_OPERATOR},
    "district": {Role.CENTRE, Role.SUPERVISOR, Role.LEADER},
    "grid": {Role.WORKER},
}


def sees(user, case):
    """The rule in plain words: own ground, own reports of workers and channels, own department's cases."""
    for post in user.posts_at():
        held = any(post.role in roles and post.grid == getattr(case, column) for column, roles in COLUMNS.items())
        own = post.role in {Role.WORKER, Role.CHANNEL} and case.author == user
        handed = post.department and case.handings.filter(department=post.department).exists()
        if held or own or handed:
            return True
    return False


@pytest.fixture
def many(town):
    """Incidents of both streets and of several grids, in several hands."""
    both = {"assisting": [town.other_department]}
    shared = incident_in(town, "accepted")
    shared.dispatch(by=town.community_operator, department=town.department, **both)
    file_incident(town), file_incident(town, grid=town.second_grid), incident_in(town, "closed"), self_handled(town)
    file_incident(town, grid=town.next_door.grid), file_incident(town, by=town.channel, source="public")
    file_incident(town, by=town.next_street.worker, grid=town.next_street.grid)
    return list(Incident.objects.all())


@pytest.mark.parametrize("who", PEOPLE)
def test_the_query_shows_what_the_rule_says(town, many, who):
    user = getattr(town, who)
    assert set(Incident.objects.visible_to(user)) == {case for case in many if sees(user, case)}


def test_the_oracle_tells_people_apart(town, many):
    assert 0 < sum(sees(town.operator, case) for case in many) < len(many)
    assert len({frozenset(case.pk for case in many if sees(getattr(town, who), case)) for who in PEOPLE}) >= 8


def test_a_department_sees_what_it_held_for_ever(town):
    case = incident_in(town, "closed")
    assert Incident.objects.visible_to(town.head).get() == case


def test_an_administrator_who_once_reported_sees_no_case(town):
    file_incident(town, by=town.channel, source="public")
    Incident.objects.update(author=town.system_admin)
    assert not Incident.objects.visible_to(town.system_admin).exists()
