"""A resident on a phone: reports without a login, follows the matter, and everything works without a script."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.served import DESKTOP, PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_BYTES = 150_000
CHOSEN = "[name=community] option:checked:not([value=''])"
HERE = (117.142, 39.162)  # the middle of the first grid of 增产里社区


def serious(page):
    found = Axe().run(page).response["violations"]
    return {each["id"]: each["nodes"][0]["html"][:120] for each in found if each["impact"] in {"serious", "critical"}}


def told(resident, **said):
    """Fill the form as a thumb does: group, type, words."""
    resident.choose("[name=group][value='01']")
    resident.choose("[name=category][value='0110']")
    resident.fill(text="楼下垃圾堆了三天，很臭。", **said)


def receipt(resident):
    return resident.page.inner_text(".receipt dd >> nth=0"), resident.page.inner_text("output")


def test_the_phone_finds_the_place_and_the_report_is_followed_with_its_code(open_as):
    resident = open_as("", PHONE, where=HERE)
    resident.go("/report/")
    resident.page.click("[data-again]")
    resident.page.wait_for_selector(CHOSEN, state="attached")
    resident.photograph("before")
    told(resident)
    resident.submit()
    number, code = receipt(resident)
    assert serious(resident.page) == {}
    resident.go("/report/progress/")
    resident.fill(number=number, code=code)
    resident.submit()
    assert resident.reads(number)
    assert serious(resident.page) == {}
    assert code not in resident.page.url


def test_a_street_narrows_the_list_of_communities(open_as):
    resident = open_as("", PHONE)
    resident.go("/report/")
    before = resident.page.locator("[name=community] option").count()
    resident.page.select_option("#street", index=1)
    assert 1 < resident.page.locator("[name=community] option").count() < before


def test_a_finger_on_the_map_chooses_the_community(open_as):
    resident = open_as("", PHONE)
    resident.go("/report/")
    resident.page.click(".adjust > summary")
    resident.page.wait_for_selector(".mapbox path")
    resident.page.locator(".leaflet-container").click(position={"x": 120, "y": 90})
    resident.page.wait_for_selector(CHOSEN, state="attached")


def test_it_works_without_any_script(served, browser):
    window = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{served.url}/report/")
    page.select_option("[name=community]", index=1)
    page.fill("[name=address]", "3号楼东侧")
    page.locator("label:has([name=group][value='07'])").click()
    page.locator("label:has([name=category][value='0702'])").click()
    page.fill("[name=text]", "路灯不亮。")
    page.click(".submitbar button")
    assert re.fullmatch(r"\w{5} \w{5}", page.inner_text("output"))
    window.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["/report/", "/report/progress/"])
def test_axe_finds_nothing_serious_and_nothing_hangs_over_the_edge(open_as, path, size):
    resident = open_as("", size)
    resident.go(path)
    resident.page.wait_for_load_state("networkidle")
    assert serious(resident.page) == {}
    assert resident.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_it_comes_through_a_slow_line(served, browser):
    person = Person(served, browser, PHONE, None)
    bodies = []
    person.page.on("response", lambda answer: bodies.append(answer))
    person.go("/report/")
    person.page.wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(answer.body())) for answer in bodies) <= MOST_BYTES
    person.window.close()
