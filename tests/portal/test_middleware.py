"""What every request passes through."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY

from tests.makers import file_incident

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.rooms")]


@pytest.fixture
def signed_in(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("somebody", name="Somebody"))
    return client


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 8, tzinfo=UTC))
    return time_machine


def is_in(client):
    return SESSION_KEY in client.session


def test_pages_of_signed_in_people_are_stored_nowhere(signed_in):
    assert signed_in.get("/plain")["Cache-Control"] == "private, no-store"


def test_what_a_view_says_of_storing_stands(signed_in):
    assert signed_in.get("/layer")["Cache-Control"] == "private, immutable"


def test_a_session_ends_when_nobody_is_there(clock, signed_in, settings):
    settings.SESSION_IDLE_MINUTES = 15
    signed_in.get("/plain")
    clock.shift(timedelta(minutes=16))
    signed_in.get("/plain")
    assert not is_in(signed_in)


def test_a_session_lasts_while_somebody_is_there(clock, signed_in, settings):
    settings.SESSION_IDLE_MINUTES = 15
    for _ in range(4):
        signed_in.get("/plain")
        clock.shift(timedelta(minutes=14))
    assert is_in(signed_in)


def test_a_session_ends_after_twelve_hours_of_work(clock, signed_in, settings):
    settings.SESSION_IDLE_MINUTES = 60
    for _ in range(15):
        signed_in.get("/plain")
        clock.shift(timedelta(minutes=55))
    assert not is_in(signed_in)


def test_the_portal_speaks_chinese_whatever_the_browser_prefers(client):
    assert client.get("/plain", headers={"Accept-Language": "en"}).content == b"zh-hans"


def test_the_portal_speaks_the_language_chosen(client):
    client.post("/language/", {"language": "en", "next": "/plain"})
    assert client.get("/plain").content == b"en"


def test_a_language_nobody_offered_is_chinese(client):
    client.cookies["django_language"] = "xx"
    assert client.get("/plain").content == b"zh-hans"


@pytest.mark.parametrize("path", ["/nul", "/surrogate"])
def test_text_no_database_can_hold_is_refused(client, path):
    assert client.get(path).status_code == 400


def test_a_database_that_takes_too_long_is_a_calm_page(client):
    response = client.get("/slow")
    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_a_defect_is_a_page_without_details(client):
    client.raise_request_exception = False
    response = client.get("/broken")
    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content


def test_scripts_and_styles_need_a_nonce_and_nothing_is_unsafe(client):
    policy = client.get("/plain")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_may_ask_for_place_and_camera_only(client):
    policy = client.get("/plain")["Permissions-Policy"]
    assert "geolocation=(self)" in policy
    assert "microphone=()" in policy


def test_pages_travel_compressed_and_pictures_as_they_are(town, client):
    client.force_login(town.worker)
    page = client.get("/incidents/report/", headers={"accept-encoding": "gzip"})
    assert (page["Content-Encoding"], len(page.content) < 15_000) == ("gzip", True)
    photo = file_incident(town).photos.get()
    picture = client.get(photo.url, headers={"accept-encoding": "gzip"})
    assert not picture.has_header("Content-Encoding")
    list(picture)
