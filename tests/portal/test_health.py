"""The health page names the cause."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured

pytestmark = pytest.mark.django_db


def test_a_portal_whose_timers_never_rang_is_not_well(client):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["causes"] == ["no timer has rung yet: do worker and beat run?"]


def test_redis_is_named_when_it_is_gone(client, settings):
    settings.CACHES = {"default": configured.CACHES["default"] | {"LOCATION": "unix:///nowhere.sock"}}
    assert "Redis does not answer (ConnectionError)" in client.get("/healthz").json()["causes"]


def test_it_speaks_plainly_when_asked(client):
    response = client.get("/healthz", headers={"Accept": "text/plain"})
    assert response["Content-Type"].startswith("text/plain")
    assert b"no timer has rung" in response.content


def test_a_process_that_answers_is_alive_however_ill_the_rest(client):
    assert client.get("/livez").status_code == 200


def test_the_database_is_named_when_it_is_gone():
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    command = [sys.executable, "manage.py", "health"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "the database does not answer (OperationalError)" in done.stderr


VISIT = """
import django; django.setup()
from django.test import Client
visitor = Client(raise_request_exception=False)
visitor.cookies["sessionid"] = "x" * 32
page = visitor.get("/")
print(page.status_code, page.headers["Retry-After"])
"""


def test_a_page_stays_calm_when_the_database_is_gone():
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    done = subprocess.run([sys.executable, "-c", VISIT], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "503 10\n"
