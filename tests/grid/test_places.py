"""Which grid holds a point, and where an area's border runs."""

import pytest
from django.urls import reverse

LOCATE = reverse("grid:locate")


def asked(client, who, **point):
    client.force_login(who)
    return client.get(LOCATE, point)


def test_a_point_is_named_back(client, town):
    lng, lat = town.point
    assert asked(client, town.worker, lng=lng, lat=lat).json() == {
        "id": str(town.grid.pk), "code": town.grid.code, "name": "西于庄街道 · 增产里社区", "grid": "第1网格",
        "full": town.grid.full_name,
    }  # fmt: skip


def test_outside_all_grids_there_is_no_name(client, town):
    assert asked(client, town.worker, lng=100, lat=30).json() == {}


@pytest.mark.parametrize("point", [
    {}, {"lng": "117"}, {"lng": "", "lat": ""}, {"lng": "nan", "lat": "39"}, {"lng": "117", "lat": "inf"},
    {"lng": "181", "lat": "39"}, {"lng": "117", "lat": "-91"}, {"lng": "1e400", "lat": "39"}, {"lng": "\0", "lat": "x"},
])  # fmt: skip
def test_what_is_no_point_is_refused(client, town, point):
    assert asked(client, town.worker, **point).status_code == 400


def test_locating_needs_a_login(client, town):
    assert client.get(LOCATE, {"lng": 117, "lat": 39}).status_code == 302


def test_the_border_of_an_area(client, town):
    client.force_login(town.clerk)
    drawn = client.get(reverse("grid:outline", args=[town.grid.code])).json()
    assert (drawn["properties"]["name"], drawn["geometry"]["type"]) == (town.grid.name, "Polygon")


@pytest.mark.parametrize("code", ["999999", "x", "0" * 400])
def test_an_unknown_area_is_a_404(client, town, code):
    client.force_login(town.clerk)
    assert client.get(reverse("grid:outline", args=[code])).status_code == 404
