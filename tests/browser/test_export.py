"""What a person exports is what the page lists by then, also after a filter that renewed only the rows."""

import csv

import pytest

from tests.fault.processes import hands

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def matters(served):
    with hands(served.address, ["close"]) as (maker,):
        return [maker.ask(""), maker.ask("")]


def test_the_menu_follows_the_filters_and_the_file_comes_by_itself(open_as, matters, tmp_path):
    operator = open_as("operator.xiyuzhuang")
    operator.go("/incidents/?tab=closed")
    operator.page.select_option("[name=urgency]", "urgent")
    operator.page.wait_for_url("**urgency=urgent**")
    assert rows(operator, tmp_path / "none.csv") == 0
    operator.go("/incidents/?tab=closed")
    operator.page.select_option("[name=urgency]", "normal")
    operator.page.wait_for_url("**urgency=normal**")
    assert rows(operator, tmp_path / "both.csv") == len(matters)
    assert operator.page.url.endswith("/exports/")


def rows(person, path):
    """Press the export button; how many rows came."""
    person.page.click("#export summary")
    with person.page.expect_download() as coming:
        person.page.click("#export [value=csv]")
    coming.value.save_as(path)
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    return len(lines) - lines.index([]) - 2
