"""Leaders in charge of streets and communities: who puts them there, who sees it, one at a time."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from grid.models import Post, Role, User
from tests import makers
from tests.makers import charge
from tests.town import LONG_AGO, MONDAY
from whistle.models import Charge, Visit

LEADERS, ASSIGN = reverse("whistle:leaders"), reverse("whistle:put_in_charge")
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        yield


@pytest.fixture
def second(town):
    """Another leader of the district."""
    user = User.objects.create_user("leader2.hongqiao", "x", name="另一位区领导")
    Post.objects.create(user=user, role=Role.LEADER, grid=town.district, valid_from=LONG_AGO)
    return user


def looks(client, user, url=LEADERS):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(url)


def test_the_centre_puts_a_leader_in_charge(town, client):
    client.force_login(User.objects.get(pk=town.centre.pk))
    said = {"grid": town.street.pk, "leader": town.leader.pk, "since": "2026-03-01"}
    assert client.post(ASSIGN, said).status_code == 302
    (made,) = Charge.objects.all()
    assert (made.leader, made.grid, made.since, made.by) == (town.leader, town.street, MARCH, town.centre)


@pytest.mark.parametrize("who", ["leader", "supervisor", "party_secretary", "head", "system_admin"])
def test_nobody_else_does(town, who):
    with pytest.raises(PermissionDenied):
        Charge.assign(by=getattr(town, who), leader=town.leader, grid=town.street, since=JANUARY)


def test_whoever_was_in_charge_ends_the_day_before(town, second):
    first = charge(town)
    charge(town, leader=second, since=MARCH)
    first.refresh_from_db()
    assert first.until == date(2026, 2, 28)
    assert Charge.objects.on(MONDAY.date()).get(grid=town.street).leader == second


def test_the_same_leader_is_not_put_in_charge_twice(town):
    charge(town)
    with pytest.raises(ValidationError):
        charge(town, since=MARCH)


def test_nobody_is_put_before_somebody_who_takes_over_later(town, second):
    charge(town, since=JUNE)
    with pytest.raises(ValidationError):
        charge(town, leader=second, since=MARCH)
    assert charge(town, leader=second, since=MARCH, until=date(2026, 5, 31)).pk


def test_the_database_itself_keeps_two_from_being_in_charge_at_once(town, second):
    kept = charge(town)
    twin = Charge(leader=second, grid=town.street, since=MARCH, by=town.centre, made_at=kept.made_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"grid": "grid"}, "grid"), ({"leader": "clerk"}, "leader"), ({"leader": "stranger"}, "leader"),
     ({"until": date(2025, 12, 31)}, "until")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(town, wrong, field):
    said = {name: getattr(town, value) if isinstance(value, str) else value for name, value in wrong.items()}
    with pytest.raises(ValidationError) as refused:
        charge(town, **said)
    assert list(refused.value.message_dict) == [field]


def test_the_centre_ends_it(town, client):
    kept = charge(town)
    client.force_login(User.objects.get(pk=town.centre.pk))
    assert client.post(reverse("whistle:end_charge", args=[kept.pk]), {"on": "2026-03-31"}).status_code == 302
    kept.refresh_from_db()
    assert kept.until == date(2026, 3, 31)
    assert client.post(reverse("whistle:end_charge", args=[kept.pk]), {"on": "2026-04-30"}).status_code == 422


SEES = [("worker", 2), ("community_operator", 2), ("operator", 2), ("leader", 3), ("centre", 3), ("clerk", 3),
        ("stranger", 0), ("mediator", 0), ("system_admin", 0)]  # fmt: skip


@pytest.mark.parametrize(("who", "count"), SEES)
def test_people_see_who_is_in_charge_of_them(town, client, who, count):
    charge(town), charge(town, grid=town.community), charge(town, grid=town.next_street.street)
    assert len(looks(client, getattr(town, who)).context["rows"]) == count


def test_the_page_says_which_street_has_nobody(town, client):
    charge(town)
    assert list(looks(client, town.centre).context["nobody"]) == [town.next_street.street]


def test_the_page_of_a_leader_shows_charges_visits_and_figures(town, client):
    charge(town), makers.blow_whistle(town, at=MONDAY)
    at = MONDAY + timedelta(hours=1)
    Visit.record(by=town.leader, leader=town.leader, area=town.street, at=at, seen="看。", problems=["一", "二"])
    page = looks(client, town.operator, reverse("whistle:leader", args=[town.leader.pk]))
    assert page.context["counted"] == {"visits": 1, "problems": 2}
    ((street, cells),) = page.context["figures"]
    assert (street, [n for n, _url in cells]) == (town.street, [1, 0, 0, 0, 0])
    for number, url in cells:
        assert client.get(url).context["seen"].total == number, url
    for name, number in (("visits", 1), ("problems", 2)):
        assert client.get(page.context["lists"][name]).context["seen"].total == number


def test_a_leaders_calls_stand_on_the_page_and_in_the_calendar(town, client):
    first = makers.order_in(town, "reported_in", assisting=()).whistle
    again = {"unsolved": "仍未清理。", "leader": town.leader, "report_in_at": MONDAY + timedelta(hours=5)}
    first.orders.first().clocks.filter(stage="handle").update(due_at=MONDAY + timedelta(hours=1))
    second = first.blow_again(by=town.party_secretary, at=MONDAY + timedelta(hours=2), **again)
    assert list(looks(client, town.leader, reverse("whistle:leader", args=[town.leader.pk])).context["calls"]) == [
        second
    ]
    entries = looks(client, town.leader, reverse("whistle:calendar")).context["total"]
    assert entries == 1


@pytest.mark.parametrize("who", ["clerk", "stranger", "worker"])
def test_there_is_no_page_of_somebody_who_leads_nothing(town, client, who):
    url = reverse("whistle:leader", args=[town.operator.pk])
    assert looks(client, getattr(town, who), url).status_code == 404


def test_cases_of_a_street_in_charge_name_the_leader(town, client):
    charge(town)
    for case in (makers.file_incident(town), makers.blow_whistle(town)):
        assert town.leader.name in looks(client, town.operator, case.get_absolute_url()).content.decode()


def test_the_leader_of_the_community_comes_before_the_streets(town, client, second):
    charge(town), charge(town, grid=town.community, leader=second)
    page = looks(client, town.operator, makers.file_incident(town).get_absolute_url()).content.decode()
    assert second.name in page
