"""Every important page, on the phone and on the desk: no serious finding of axe, no complaint of the browser."""

import json
import os
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.served import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Page, who looks at it, and its address; {names} stand for what `tests/browser/stage.py` has made.
PAGES = {
    "login": ("", "/account/login/"),
    "desk": ("operator.zengchanli", "/"),
    "report": ("worker.zengchanli", "/incidents/report/"),
    "incidents": ("operator.xiyuzhuang", "/incidents/"),
    "incident": ("operator.zengchanli", "{incident}"),
    "blow": ("secretary.xiyuzhuang", "{draft}blow/"),
    "whistle": ("secretary.xiyuzhuang", "{whistle}"),
    "supervision": ("supervisor.hongqiao", "{slip}"),
    "district": ("leader.hongqiao", "/district/"),
    "map": ("centre.hongqiao", "/map/"),
}


@pytest.fixture(scope="module")
def made(served):
    environment = os.environ | {"DATABASE_URL": served.address, "MEDIA_ROOT": str(served.media)}
    command = [sys.executable, "-m", "tests.browser.stage"]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(open_as, made, name, size):
    login, path = PAGES[name]
    person = open_as(login, size)
    person.go(path.format(**made))
    person.page.wait_for_load_state("networkidle")
    found = Axe().run(person.page).response["violations"]
    serious = {
        each["id"]: each["nodes"][0]["html"][:120] for each in found if each["impact"] in {"serious", "critical"}
    }
    assert serious == {}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_hangs_over_the_edge_of_a_phone(open_as, made, name):
    login, path = PAGES[name]
    person = open_as(login, PHONE)
    person.go(path.format(**made))
    assert person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
