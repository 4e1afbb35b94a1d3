"""From the public page nothing of the inside can be reached."""

import pytest

from grid.directory import open_public_channels
from grid.models import Department, User
from tests.grid.public.visiting import REPORT, reported, text_of
from tests.town import PASSWORD, point_in


def test_the_channel_cannot_sign_in(client, town):
    assert town.channel.is_active is False
    said = {"username": town.channel.username, "password": PASSWORD}
    assert client.post("/account/login/", said).status_code == 200  # the door again
    assert client.get("/incidents/").status_code == 302


@pytest.mark.parametrize("path", ["{case}", "{case}evaluate/", "{case}reveal/", "/incidents/", "/search/?q=E", "/"])
def test_a_reporter_who_tries_the_inside_stands_before_the_door(client, town, path):
    case, _code = reported(client, town)
    answer = client.get(path.format(case=case.get_absolute_url()))
    assert answer.url.startswith("/account/login/")


def test_the_page_names_no_staff_and_no_department(client, town):
    page = text_of(client.get(REPORT))
    people = [user.name for user in User.objects.all() if user.name in page]
    assert people == []
    assert [each.name for each in Department.objects.all() if each.name in page] == []


def test_a_point_is_named_by_its_community_and_no_more(client, town):
    lng, lat = point_in(town.grid)
    answer = client.get("/report/place/", {"lng": lng, "lat": lat}).json()
    assert answer == {"code": town.community.code, "name": f"{town.street.name} · {town.community.name}"}


@pytest.mark.parametrize(("lng", "lat", "status"), [("0", "0", 200), ("nan", "1", 400), ("", "", 400), ("x", "1", 400)])
def test_a_point_elsewhere_is_nowhere(client, town, lng, lat, status):
    answer = client.get("/report/place/", {"lng": lng, "lat": lat})
    assert (answer.status_code, set(answer.json()) <= {"error"}) == (status, True)


def test_the_small_map_draws_communities(client, town):
    features = client.get("/report/ground/").json()["features"]
    assert {len(feature["properties"]["code"]) for feature in features} == {12}
    assert len(features) == 4


def test_the_outlines_are_drawn_once_however_often_somebody_asks(client, town, django_assert_max_num_queries):
    client.get("/report/ground/")
    with django_assert_max_num_queries(3):
        client.get("/report/ground/")


def test_a_new_installation_has_a_channel_for_each_district(town):
    User.objects.filter(pk=town.channel.pk).update(username="hotline.hongqiao")
    assert open_public_channels() == ["channel.120106"]
    assert open_public_channels() == []


def test_a_page_that_was_closed_stays_closed(town):
    town.channel.post_set.update(valid_to="2025-01-01T00:00Z")
    opened = User.objects.get(username=open_public_channels()[0])
    assert (opened.has_usable_password(), opened.is_active) == (False, False)
    opened.post_set.update(valid_to="2125-01-01T00:00Z")
    assert open_public_channels() == []


def test_the_door_leads_residents_to_their_page(client, town):
    assert f'href="{REPORT}"' in text_of(client.get("/account/login/"))
