"""A client that others wrote (PyPI: georeport) understands a running portal."""

import os
import subprocess
import sys

import pytest
import requests
from georeport import GeoReport

from tests.grid.open311.asking import matter
from tests.processes import clone
from tests.serving import Served, free_port
from tests.town import SPOT


@pytest.fixture(scope="module")
def root(django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of a running interface with a platform's key in it (Basic): questions send no other."""
    media = tmp_path_factory.mktemp("media")
    with clone(django_db_blocker) as address, Served(address, free_port(), media).running() as portal:
        key = manage(address, "hotline_client", "add", "120106", "12345", "12345热线")
        yield portal.url.replace("://", f"://api:{key}@") + "/open311/v2"


def manage(address, *words):
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, env=os.environ | {"DATABASE_URL": address}, check=True, capture_output=True, text=True
    ).stdout.strip()  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "xml"])
def test_it_lists_services_reads_a_definition_and_follows_a_report(root, form, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    receipt = requests.post(f"{root}/requests.json", matter(SPOT, external_number=form), timeout=10)
    number = receipt.json()[0]["service_request_id"]
    api = GeoReport(root, jurisdiction="120106", output_format=form)
    assert "0110" in {each["service_code"] for each in api.get_service_list()}
    assert api.get_service_definition("0110")["service_code"] == "0110"
    assert number in str(api.get_service_requests(status="open", service_code="0110"))
    assert api.get_service_request(number)["service_request_id"] == number
