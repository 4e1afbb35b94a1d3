"""Fixtures for tests with several processes: patience, and a database that is nobody else's."""

import contextlib
import os
import time
import uuid

import pytest
from django.db import connections


@pytest.fixture
def until():
    """Look again until something is so; fail when it never is."""
    return look_again


def look_again(so, seconds=15):
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@pytest.fixture
def cloned_database(django_db_setup, django_db_blocker):
    """The address (DATABASE_URL) of a clone of the test database, dropped afterwards."""
    with clone(django_db_blocker) as address:
        yield address


@contextlib.contextmanager
def clone(blocker):
    """Clone the test database for the time of the block; gives its address."""
    with blocker.unblock():
        connections.close_all()
        original, copy = connections["default"].settings_dict["NAME"], f"clone_{uuid.uuid4().hex[:12]}"
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        try:
            yield address_of(copy)
        finally:
            with connections["default"]._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def address_of(database):
    """DATABASE_URL with another database's name."""
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")
