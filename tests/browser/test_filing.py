"""Filing is light and short: six taps, and a page that comes through one bar of signal."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from tests.browser.served import PHONE
from tests.makers import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = "/incidents/report/"
IN_THE_GRID = (117.142, 39.162)  # of worker.zengchanli
MOST_BYTES, MOST_TAPS = 150_000, 6
# As whitenoise writes them beside the hashed files.
PACKED = {"brotli": brotli.compress, "gzip": lambda content: gzip.compress(content, 9)}
COUNT_TAPS = "window.taps = 0; addEventListener('click', (event) => { window.taps += event.isTrusted; }, true);"


@pytest.fixture
def worker(open_as):
    worker = open_as("worker.zengchanli", PHONE, IN_THE_GRID)
    worker.go(FORM)
    worker.page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    return worker


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
def test_the_page_weighs_at_most_150_kilobytes(worker, packed):
    worker.page.wait_for_load_state("networkidle")
    names = set(worker.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name.split('#')[0])"))
    static = [name.split("/static/")[1] for name in names if "/static/" in name]
    assert {"vendor/tabler.min.css", "js/drafts.js", "vendor/icons.svg"} <= set(static)
    parts = [Path(finders.find(name)).read_bytes() for name in static]
    assert sum(len(packed(part)) for part in [worker.page.content().encode(), *parts]) <= MOST_BYTES


def test_the_map_comes_when_somebody_opens_it(worker):
    assert worker.page.evaluate("typeof L") == "undefined"
    worker.page.locator(".adjust summary").click()
    worker.page.wait_for_selector(".adjust .leaflet-marker-icon")


def fill(worker, words):
    """The photo, the first type of the first group, and a sentence."""
    with worker.page.expect_file_chooser() as chooser:
        worker.page.locator(".shot-add input[name=before]").tap()
    chooser.value.set_files({"name": "phone.jpg", "mimeType": "image/jpeg", "buffer": picture(side=900)})
    worker.page.locator("label.tile").first.tap()
    worker.page.locator("label.kind:visible").first.tap()
    worker.page.locator("[name=text]").tap()
    worker.page.keyboard.insert_text(words)


def send(worker):
    with worker.page.expect_navigation(url=re.compile(r"/incidents/\d+/")):
        worker.page.locator(".submitbar button").tap()


def test_the_same_matter_is_added_to_the_first_report(worker):
    fill(worker, "垃圾成堆。")
    send(worker)
    worker.go(FORM)
    worker.page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    fill(worker, "还是那堆垃圾。")
    same = worker.page.wait_for_selector("#similar button[name=same]")
    with worker.page.expect_navigation(url=re.compile(r"/incidents/\d+/")):
        same.evaluate("(button) => button.click()")
    assert "已并案" in worker.page.locator(".sub").inner_text()


def test_a_report_takes_six_taps(worker):
    worker.page.evaluate(COUNT_TAPS)
    fill(worker, "楼道堆放杂物。")
    taps = worker.page.evaluate("window.taps") + 1
    send(worker)
    assert 3 <= taps <= MOST_TAPS
