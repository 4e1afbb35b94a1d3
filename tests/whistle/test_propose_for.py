"""Accountability for a failed second whistle: by the street that blew it, or by the supervision office."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from grid.casework.refusals import NotYours
from tests.makers import blow_whistle, whistle_in
from tests.town import MONDAY
from tests.whistle.makers import let_ring
from whistle.models import Accountability, Whistle

LATER = MONDAY + timedelta(hours=6)
SAID = {"grounds": ["shirked"], "note": "赵某两次未到场"}


def failed(town):
    """A second whistle for whose report-in nobody came."""
    again = Whistle.objects.get(previous=whistle_in(town, "followed"))
    let_ring(again.orders.get(), LATER)
    return again


def propose(town, whistle, who="party_secretary", department=None, **more):
    department = department or town.department
    return Accountability.propose_for(whistle, department, by=getattr(town, who), at=LATER, **SAID | more)


@pytest.mark.parametrize("who", ["party_secretary", "director", "supervisor"])
def test_the_blower_or_the_office_proposes(town, who):
    whistle = failed(town)
    case = propose(town, whistle, who)
    assert (case.department, case.order.whistle, case.supervision) == (town.department, whistle, None)
    assert case.origin == f"whistle/{whistle.pk}/{town.department.pk}"


@pytest.mark.parametrize("who", ["operator", "centre", "leader", "head", "discipline", "worker"])
def test_nobody_else_does(town, who):
    with pytest.raises(NotYours), transaction.atomic():
        propose(town, failed(town), who)
    assert not Accountability.objects.exists()


def test_the_blower_of_the_next_street_does_not(town):
    with pytest.raises(NotYours), transaction.atomic():
        Accountability.propose_for(failed(town), town.department, by=town.next_street.director, at=LATER, **SAID)


def test_a_first_whistle_is_no_ground(town):
    whistle = blow_whistle(town)
    let_ring(whistle.orders.first(), LATER)
    with pytest.raises(ValidationError):
        propose(town, whistle)


def test_nor_is_a_department_that_is_still_within_its_time(town):
    again = Whistle.objects.get(previous=whistle_in(town, "followed"))
    assert Accountability.failed_orders(again, MONDAY + timedelta(hours=1, minutes=5)) == []


def test_a_department_is_proposed_once_for_a_whistle(town):
    whistle = failed(town)
    propose(town, whistle)
    with pytest.raises(ValidationError):
        propose(town, whistle, "supervisor")


def test_the_street_sees_that_the_case_exists_and_not_what_is_in_it(client, town):
    case = propose(town, failed(town))
    client.force_login(town.party_secretary)
    page = client.get(case.get_absolute_url()).content.decode()
    assert case.number in page
    assert "赵某" not in page
    client.force_login(town.next_street.director)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_its_end_moves_no_slip(town):
    case = propose(town, failed(town))
    case.reject(by=town.discipline, reason="已改正", at=LATER)
    assert case.status == "rejected"


def test_the_form_offers_who_failed(client, town):
    whistle = failed(town)
    address = reverse("whistle:propose_for", args=[whistle.pk])
    client.force_login(town.party_secretary)
    assert address in client.get(whistle.get_absolute_url()).content.decode()
    assert client.post(address, {"department": town.other_department.pk, **SAID}).status_code == 422
    answer = client.post(address, {"department": town.department.pk, **SAID})
    assert answer.url == Accountability.objects.get().get_absolute_url()
