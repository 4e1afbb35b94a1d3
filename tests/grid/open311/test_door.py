"""Who gets in, how often, how large, in which format; and that a refusal speaks the format that was asked."""

import base64

import pytest
from django.test import Client as Web

from grid.models import Grid, GridLevel, Incident
from tests.grid.open311.asking import FORM, Platform, body, matter

PAGES = ["requests", "requests/E120106-2026-0000001", "tokens/W-1"]


@pytest.fixture
def hotline(town, client):
    return Platform(client, town.district)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("key", ["", "wrong", "x.y", "\0", "密钥"])
def test_without_its_key_nobody_gets_in(hotline, path, key):
    assert hotline.get(path, expect=403, api_key=key)[0]["code"] == 403


def test_the_right_handle_with_a_wrong_secret_is_wrong(hotline):
    hotline.get("requests", expect=403, api_key=hotline.key.split(".")[0] + ".guess")


def test_nobody_files_without_a_key(hotline, town):
    hotline.post(expect=403, **matter(town, api_key=""))
    assert not Incident.objects.exists()


def test_a_withdrawn_key_is_worth_nothing_and_a_new_one_replaces_the_old(hotline, town):
    old = hotline.key
    hotline.client.revoke()
    hotline.get("requests", expect=403)
    hotline.key = hotline.client.rekey()
    hotline.get("requests")
    hotline.get("requests", expect=403, api_key=old)


@pytest.mark.parametrize("scheme", ["Bearer {key}", "Basic {word}", "Basic {name}"])
def test_the_key_may_come_in_the_header(hotline, client, scheme):
    key = hotline.key
    word, name = (base64.b64encode(pair.encode()).decode() for pair in (f"api:{key}", f"{key}:"))
    header = scheme.format(key=key, word=word, name=name)
    assert client.get("/open311/v2/requests.json", headers={"authorization": header}).status_code == 200


@pytest.mark.parametrize("header", ["Basic !!!", "Basic", "Bearer ", "Digest x", "Basic /////w=="])
def test_a_header_that_makes_no_sense_is_no_key(hotline, client, header):
    assert client.get("/open311/v2/requests.json", headers={"authorization": header}).status_code == 403


def test_the_door_needs_no_token_against_forged_forms_and_asks_no_session(hotline, town):
    web = Web(enforce_csrf_checks=True)
    answer = web.post("/open311/v2/requests.json", body({"api_key": hotline.key, **matter(town)}), content_type=FORM)
    assert (answer.status_code, dict(answer.cookies)) == (200, {})


def test_who_asks_too_often_waits(hotline):
    type(hotline.client).objects.update(per_minute=2)
    hotline.get("requests"), hotline.get("requests")
    assert hotline.get("requests", expect=429)[0]["code"] == 429


def test_one_platform_in_a_hurry_does_not_slow_another(hotline, town, client):
    other = Platform(client, town.district, "12319")
    type(hotline.client).objects.filter(pk=hotline.client.pk).update(per_minute=1)
    hotline.get("requests"), hotline.get("requests", expect=429)
    other.get("requests")


def test_a_large_body_is_refused(hotline, town):
    assert hotline.post(expect=413, **matter(town, junk="x" * 256 * 1024))[0]["code"] == 413


def test_a_form_of_too_many_fields_is_refused(hotline):
    hotline.post(expect=400, **{f"field{number}": 1 for number in range(1200)})


@pytest.mark.parametrize("path", ["requests.html", "requests", "services/0110.csv", "discovery.JSON"])
def test_a_format_nobody_speaks_is_not_found(hotline, client, path):
    assert client.get(f"/open311/v2/{path}").status_code == 404


@pytest.mark.parametrize("path", ["discovery", "services", "requests"])
def test_other_methods_are_refused_by_name(hotline, client, path):
    answer = client.put(f"/open311/v2/{path}.json")
    assert (answer.status_code, answer["Allow"].split(", ")[0]) == (405, "GET")


def test_options_says_what_may_be_done_and_head_says_nothing(hotline, client):
    answer = client.options("/open311/v2/requests.xml")
    assert (answer.status_code, answer["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")
    head = client.head("/open311/v2/services.xml")
    assert (head.status_code, head.content) == (200, b"")


def test_the_district_may_be_left_out_where_there_is_one(hotline):
    hotline.get("requests"), hotline.get("requests", jurisdiction_id="120106")
    hotline.get("services", jurisdiction_id="")


@pytest.mark.parametrize("path", ["services", "services/0110", *PAGES])
def test_another_district_is_not_found(hotline, path):
    assert "jurisdiction_id" in hotline.get(path, expect=404, jurisdiction_id="120101")[0]["description"]


def test_where_there_are_several_districts_it_must_be_named(hotline):
    Grid.objects.create(code="120101", name="和平区", level=GridLevel.DISTRICT)
    hotline.get("services", expect=400)
    hotline.get("services", jurisdiction_id="120101")
    hotline.get("requests", expect=400)
    hotline.get("requests", expect=404, jurisdiction_id="120101")
