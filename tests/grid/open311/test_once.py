"""The client's own number: sent twice it is one incident and one receipt, other content under it is refused."""

import pytest

from grid.models import Incident
from tests.grid.open311.asking import Platform, matter


@pytest.fixture
def hotline(town, client):
    return Platform(client, town.district)


@pytest.mark.parametrize("name", ["external_number", "attribute[external_number]"])
def test_the_second_answer_is_the_first_receipt(hotline, town, name):
    receipts = [hotline.post(**matter(town, **{name: "W-1"})) for _time in range(2)]
    assert receipts[0] == receipts[1]
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("form", ["json", "xml"])
def test_other_content_under_the_same_number_is_refused_with_the_receipt(hotline, town, form):
    number = hotline.report(town, external_number="W-1")
    refused = hotline.post(form=form, expect=409, **matter(town, external_number="W-1", description="别的事。"))
    receipt = refused[0]["service_request_id"] if form == "json" else refused.findtext("error/service_request_id")
    assert (receipt, Incident.objects.count()) == (number, 1)


def test_another_platform_may_use_the_same_number(hotline, town, client):
    other = Platform(client, town.district, "12319")
    assert hotline.report(town, external_number="1") != other.report(town, external_number="1")


def test_without_a_number_each_is_a_matter_of_its_own(hotline, town):
    assert hotline.report(town) != hotline.report(town)


def test_a_lost_receipt_is_found_again_by_the_number(hotline, town):
    number = hotline.report(town, external_number="工单-7")
    assert hotline.get("tokens/工单-7") == [{"service_request_id": number, "token": "工单-7"}]
    hotline.get("tokens/nobody", expect=404)


def test_what_was_refused_leaves_no_number_taken(hotline, town):
    hotline.post(expect=400, **matter(town, external_number="W-1", lat=0, long=0))
    hotline.report(town, external_number="W-1")
