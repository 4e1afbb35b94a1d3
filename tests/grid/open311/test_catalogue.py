"""Where the interface is, what may be reported, and what each report may say besides."""

import pytest

from grid.models import Category
from tests.grid.open311.asking import Platform


@pytest.fixture
def hotline(town, client):
    return Platform(client, town.district)


def test_discovery_names_both_formats_and_the_specification(hotline):
    found = hotline.get("discovery", api_key="")
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]


def test_discovery_is_newer_after_the_types_have_changed(hotline):
    before = hotline.get("discovery")["changeset"]
    Category.objects.get(code="0110").save()
    assert hotline.get("discovery")["changeset"] >= before


def test_every_type_in_use_is_a_service_and_a_group_is_none(hotline):
    Category.objects.filter(code="0111").update(is_active=False)
    found = hotline.get("services", api_key="")
    assert {each["service_code"] for each in found} == set(
        Category.objects.active().exclude(major=None).values_list("code", flat=True)
    )
    assert next(each for each in found if each["service_code"] == "0110")["service_name"] == "暴露生活垃圾"


def test_a_service_says_what_else_may_be_said(hotline):
    found = hotline.get("services/0110", api_key="")
    assert [each["code"] for each in found["attributes"]] == ["external_number", "grid", "community", "urgency"]
    assert [each["key"] for each in found["attributes"][3]["values"]] == ["normal", "urgent", "critical"]


@pytest.mark.parametrize("code", ["01", "9999", "x", "%00", "'"])
def test_a_group_or_an_unknown_type_has_no_definition(hotline, code, client):
    assert client.get(f"/open311/v2/services/{code}.json").status_code == 404
