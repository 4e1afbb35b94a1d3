"""The map of one's ground and the card of an area: nothing from beyond one's sight."""

import re
from datetime import timedelta

import pytest
import time_machine

from grid.models import CalendarVersion, User
from tests import makers
from tests.town import MONDAY

NUMBERS = re.compile(r'data-count="(\d+)" href="([^"]+)"')


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        yield


def page(client, user, where):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(where)


def outlines(code, level, version=None):
    version = CalendarVersion.number_of("ground") if version is None else version
    return f"/map/areas/{code}/{level}/{version}/"


def placed(town):
    lng, lat = town.point
    return makers.file_incident(town, lng=lng, lat=lat)


def test_open_incidents_of_my_ground_are_points_and_rows(town, client):
    case = placed(town)
    closed = makers.incident_in(town, "closed", lng=117.14, lat=39.16)
    answer = page(client, town.operator, "/map/")
    assert answer.context["cases"] == [case] != [closed]
    assert [point["url"] for point in answer.context["points"]] == [case.get_absolute_url()]


def test_points_carry_no_personal_data(town, client):
    makers.file_incident(town, source="hotline", photos=(), lng=117.142, lat=39.162, by=town.operator,
                         reporter_name="王某", reporter_phone="13800000000")  # fmt: skip
    body = page(client, town.operator, "/map/").content.decode()
    assert "王某" not in body
    assert "13800000000" not in body


def test_the_next_street_sees_no_point_of_mine(town, client):
    placed(town)
    assert page(client, town.next_street.operator, "/map/").context["points"] == []


@pytest.mark.parametrize("who", ["stranger", "audit_admin", "mediator"])
def test_who_sees_no_cases_has_no_map(town, client, who):
    assert page(client, getattr(town, who), "/map/").status_code == 403


@pytest.mark.parametrize(("level", "count"), [("2", 2), ("3", 4), ("4", 8), ("9", 2), ("x", 2), ("", 2)])
def test_the_level_of_the_borders_can_be_chosen(town, client, level, count):
    answer = page(client, town.leader, f"/map/?level={level}")
    assert len(client.get(answer.context["layer"]).json()["features"]) == count


def test_outlines_are_kept_by_the_browser_under_their_version(town, client):
    fresh = page(client, town.operator, outlines("120106001", 3))
    assert fresh["Cache-Control"] == "private, max-age=31536000, immutable"
    assert [area["properties"]["code"] for area in fresh.json()["features"]] == ["120106001002", "120106001004"]
    assert client.get(outlines("120106001", 3, version=1))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("where", [("120106004", 3), ("120106", 2), ("999999", 2), ("120106001", 2 + 7)])
def test_outlines_beyond_my_sight_do_not_exist(town, client, where):
    assert page(client, town.operator, outlines(*where)).status_code == 404


def test_a_department_sees_no_base_grids(town, client):
    assert page(client, town.clerk, outlines("120106", 3)).status_code == 200
    assert page(client, town.clerk, outlines("120106", 4)).status_code == 404
    assert page(client, town.clerk, f"/grids/{town.grid.code}/").status_code == 404


def test_the_card_of_a_grid_names_its_chief_and_workers(town, client):
    posts = page(client, town.operator, f"/grids/{town.grid.code}/").context["posts"]
    assert [post.user for post in posts] == [town.secretary, town.worker]


def test_the_card_of_a_community_counts_its_grids(town, client):
    placed(town), makers.incident_in(town, "closed")
    (first, *_counts), *_others = rows = page(client, town.operator, f"/grids/{town.community.code}/").context[
        "children"
    ]
    assert first == town.grid
    assert [count for _area, (count, _url), _overdue in rows] == [1, 0]


def test_every_number_of_a_card_leads_to_as_many_rows(town, client):
    placed(town), makers.incident_in(town, "handling", at=MONDAY - timedelta(days=5))
    for code in ("120106", town.street.code, town.community.code, town.grid.code):
        told = NUMBERS.findall(page(client, town.leader, f"/grids/{code}/").content.decode())
        assert told[0][0] == "2"
        for count, url in told:
            assert client.get(url.replace("&amp;", "&")).context["seen"].total == int(count), url


@pytest.mark.parametrize("code", ["120106004", "120106004001001", "120106", "0", "x" * 40])
def test_the_card_of_an_area_out_of_sight_does_not_exist(town, client, code):
    assert page(client, town.operator, f"/grids/{code}/").status_code == 404


def test_more_areas_and_points_cost_no_more_questions(town, client, django_assert_max_num_queries):
    placed(town)
    client.force_login(User.objects.get(pk=town.leader.pk))
    with django_assert_max_num_queries(14) as few:
        client.get("/map/")
    for _number in range(5):
        placed(town), placed(town.next_door)
    with django_assert_max_num_queries(len(few)):
        client.get("/map/")
