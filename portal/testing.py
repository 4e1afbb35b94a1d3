"""A pytest plugin that gives the tests their servers before anybody reads the settings.

A server that DATABASE_URL or REDIS_URL names already is used and not started; so the processes
of pytest-xdist share their controller's. Several runs from one checkout take the states test,
test-1, test-2 and so on.
"""

import contextlib
import itertools
import os
import shutil
from importlib.util import find_spec

import pytest

from portal import embedded


def first_free(stack: contextlib.ExitStack) -> dict[str, str]:
    """Start the servers in the first state directory nobody holds; they forget what a crash loses."""
    for number in itertools.count():
        name = f"test-{number}" if number else "test"
        with contextlib.suppress(embedded.AlreadyRunning):
            return stack.enter_context(embedded.services(name, durable=False))
    raise AssertionError("itertools.count() ended")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """Come before pytest-django, which reads the settings in the same hook."""
    os.environ["TEST"] = "true"
    stack = contextlib.ExitStack()
    early_config.add_cleanup(stack.close)
    os.environ.update(first_free(stack))
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = room_of(worker, os.environ["REDIS_URL"])
    return (yield)


def room_of(worker: str, address: str) -> str:
    """The embedded Valkey has 16 rooms, so that no process of pytest-xdist empties another's cache."""
    return f"{address}?db={int(worker.removeprefix('gw')) % 15 + 1}" if address.startswith("unix:") else address


def pytest_collection_modifyitems(items):
    """Skip what drives a browser where there is none, and say so."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) and find_spec("playwright"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium, or no Playwright: .ci/run installs both"))
