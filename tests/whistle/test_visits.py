"""The leaders' visit log: who writes, who reads, and that every number opens as many rows."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from grid.models import User
from tests import makers
from tests.makers import visit
from tests.town import MONDAY
from whistle.models import SolvedProblem, Visit

VISITS, RECORD, FIGURES = reverse("whistle:visits"), reverse("whistle:record_visit"), reverse("visit_figures")
NUMBERS = re.compile(r'data-count="([^"]+)" href="([^"]+)"')


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        yield


def page(client, user, url=VISITS, **asked):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(url, asked)


def form(**said):
    return {"at": "2026-03-02T10:00", "seen": "查看渣土。", "problems": "路灯不亮\n\n 井盖破损 ", **said}


def test_a_leader_writes_down_what_was_seen_and_solved(town, client):
    client.force_login(User.objects.get(pk=town.leader.pk))
    assert client.post(RECORD, form(area=town.community.pk)).status_code == 302
    (row,) = Visit.objects.all()
    assert (row.leader, row.community, row.street, row.solved) == (town.leader, town.community, town.street, 2)
    assert [each.text for each in row.problems.all()] == ["路灯不亮", "井盖破损"]


def test_the_centre_writes_for_a_leader(town, client):
    client.force_login(User.objects.get(pk=town.centre.pk))
    client.post(RECORD, form(area=town.street.pk, leader=town.leader.pk))
    assert (Visit.objects.get().leader, Visit.objects.get().by) == (town.leader, town.centre)


@pytest.mark.parametrize("who", ["operator", "clerk", "supervisor"])
def test_nobody_else_writes(town, client, who):
    assert page(client, getattr(town, who), RECORD).status_code == 403
    with pytest.raises(PermissionDenied):
        Visit.record(by=getattr(town, who), leader=town.leader, area=town.street, at=MONDAY, seen="。")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"at": "2027-01-01T10:00"}, "at"), ({"seen": ""}, "seen"), ({"problems": "长" * 301}, "problems"),
     ({"number": "E-1"}, "number"), ({"problems": "一\n" * 51}, "problems"), ({"area": "9"}, "area")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(town, client, wrong, field):
    client.force_login(User.objects.get(pk=town.leader.pk))
    answer = client.post(RECORD, form(area=town.community.pk) | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_it_may_be_about_an_incident_or_a_whistle_within_sight(town, client):
    case = makers.blow_whistle(town)
    client.force_login(User.objects.get(pk=town.leader.pk))
    client.post(RECORD, form(area=town.community.pk, number=case.number))
    row = Visit.objects.get()
    assert row.whistle == case
    assert case.number in page(client, town.operator, row.get_absolute_url()).content.decode()


def test_nobody_leads_where_they_hold_no_post(town):
    with pytest.raises(ValidationError):
        Visit.record(by=town.centre, leader=town.operator, area=town.street, at=MONDAY, seen="。")


@pytest.mark.parametrize(("who", "count"), [("leader", 2), ("operator", 1), ("community_operator", 1),
                                            ("next_street.operator", 1), ("next_door.worker", 0), ("clerk", 0),
                                            ("stranger", 0)])  # fmt: skip
def test_visits_are_seen_on_ones_own_ground(town, client, who, count):
    visit(town), visit(town, area=town.next_street.street)
    user = town
    for part in who.split("."):
        user = getattr(user, part)
    assert page(client, user).context["seen"].total == count


def test_out_of_sight_there_is_no_visit(town, client):
    assert page(client, town.next_street.operator, visit(town).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["leader", "operator"])
def test_every_number_of_the_figures_opens_as_many(town, client, who):
    for problems in (3, 5, 0):
        visit(town, problems)
    visit(town, 2, area=town.next_street.street), visit(town, 4, at=MONDAY - timedelta(days=400))
    told = set(NUMBERS.findall(page(client, getattr(town, who), FIGURES).content.decode()))
    assert len(told) >= 2
    for count, url in told:
        assert client.get(unescape(url)).context["seen"].total == int(count), url


def test_the_figures_of_a_known_year(town, client):
    visit(town, 3), visit(town, 5), visit(town, 4, at=MONDAY - timedelta(days=400))
    tiles = page(client, town.leader, FIGURES).context["tiles"]
    assert [tile.value for tile in tiles] == [2, 8]
    assert SolvedProblem.objects.count() == 12


@pytest.mark.parametrize("what", ["visits", "problems"])
def test_both_lists_export_what_they_show(town, what):
    visit(town)
    made = makers.export(town.leader, what)
    assert (made.is_done, made.total) == (True, {"visits": 1, "problems": 3}[what])
