"""A production that lacks something refuses to start, in words."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

PRODUCTION = {
    "SECRET_KEY": "a-long-secret-for-this-test-only-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "portal.example.gov.cn",
    "DATABASE_URL": "postgres://portal@db/portal",
    "REDIS_URL": "redis://redis:6379/0",
}


def start(show="PRODUCTION", **environment):
    """Import the settings in a process of their own and print one of them."""
    code = f"import sys; sys.tracebacklimit = 0\nfrom portal import settings; print(settings.{show})"
    environment = {"PATH": os.environ["PATH"]} | environment
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_names_what_is_missing(name):
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    assert f"{name} is not set" in start(**given).stderr


def test_everything_missing_is_named_at_once():
    assert start().stderr.count("is not set") == len(PRODUCTION)


def test_production_refuses_debug():
    assert "DEBUG is true" in start(**PRODUCTION, DEBUG="true").stderr


def test_production_refuses_a_short_secret():
    assert "shorter than 50" in start(**PRODUCTION | {"SECRET_KEY": "short"}).stderr


def test_a_whole_production_starts():
    assert start(**PRODUCTION).stdout == "True\n"


def test_building_an_image_needs_no_secret():
    assert start(BUILD="true").stdout == "False\n"


@pytest.mark.parametrize("node", ["-1", "1000"])
def test_a_node_outside_its_lanes_is_refused(node):
    assert "between 0 and 999" in start(**PRODUCTION, NODE=node).stderr


def test_an_unknown_password_profile_is_refused():
    assert "dengbao or asvs" in start(**PRODUCTION, PASSWORD_PROFILE="none").stderr


def test_the_broker_is_redis_unless_named():
    assert start("CELERY_BROKER_URL", **PRODUCTION).stdout.strip() == PRODUCTION["REDIS_URL"]
    assert start("CELERY_BROKER_URL", **PRODUCTION, CELERY_BROKER_URL="redis://q/1").stdout == "redis://q/1\n"


def test_idle_sessions_end_sooner_in_production():
    assert start("SESSION_IDLE_MINUTES", **PRODUCTION).stdout == "15\n"


def test_no_app_of_leaflet_asks_for_gdal():
    assert not [name for name in sys.modules if name.startswith(("leaflet.forms", "leaflet.admin"))]


def test_passwords_are_stored_with_argon2id():
    hasher = get_hasher("argon2")
    assert hasher.encode("Grid-2026-x", hasher.salt()).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("password", ["Short-1", "onlysmallletters", "small-and-signs", "ALLCAPITALS1234"])
def test_a_plain_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_three_classes_of_signs_are_enough():
    validate_password("hongqiao-Bridge7")


def test_pages_wait_briefly_for_the_database():
    assert "lock_timeout=3s" in settings.DATABASES["default"]["OPTIONS"]["options"]
