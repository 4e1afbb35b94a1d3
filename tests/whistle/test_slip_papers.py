"""The three-colour slip and the ledger: on paper, in the list, in the file."""

import csv

import pytest
from django.urls import reverse

from tests import makers
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import auto_slip, on_file, replied, sent_out
from tests.whistle.test_checklist import ITEM

LEDGER = reverse("whistle:supervision_ledger")


def sheet(client, who, slip):
    client.force_login(who)
    return client.get(reverse("whistle:supervision_sheet", args=[slip.pk]))


@pytest.mark.parametrize(("level", "colour"), [(1, "info"), (2, "warn"), (3, "danger")])
def test_the_sheet_has_the_colour_of_its_level(client, town, level, colour):
    page = sheet(client, town.head, sent_out(town, level=level)).content.decode()
    assert f"colour-{colour}" in page


def test_it_says_what_is_required_the_checklist_and_the_reply(client, town):
    slip = replied(town)
    slip.add_item(by=town.supervisor, at=MONDAY + HOUR, **ITEM)
    page = sheet(client, town.supervisor, slip).content.decode()
    for words in (slip.number, slip.requirement, ITEM["what"], slip.reason, slip.measures):
        assert words in page


def test_it_says_how_late_it_truly_was(client, town):
    slip = auto_slip(town)
    slip.order.sign(by=town.clerk, at=MONDAY + 3 * HOUR)
    page = sheet(client, town.head, slip).content.decode()
    assert "2026-03-02 10:00" in page
    assert "2026-03-02 12:00" in page


def test_out_of_sight_there_is_no_sheet(client, town):
    assert sheet(client, town.head, on_file(town)).status_code == 404
    assert sheet(client, town.other_head, sent_out(town, title="另一事项")).status_code == 404


def test_the_ledger_prints_what_the_list_shows(client, town):
    first, second = sent_out(town), sent_out(town, level=2, title="另一事项")
    client.force_login(town.supervisor)
    page = client.get(LEDGER, {"level": "2"}).content.decode()
    assert second.number in page
    assert first.number not in page


@pytest.mark.parametrize(
    ("narrowing", "left"), [("inspection=covert", 1), ("inspection=open", 0), ("inspection=automatic", 1)]
)
def test_the_list_narrows_by_the_kind_of_inspection(client, town, narrowing, left):
    sent_out(town), auto_slip(town)
    client.force_login(town.supervisor)
    assert len(client.get(f"{reverse('whistle:supervisions')}?{narrowing}").context["page"].rows) == left


def test_the_file_tells_items_points_and_extensions(town):
    slip = sent_out(town)
    slip.add_item(by=town.supervisor, at=MONDAY, **ITEM)
    made = makers.export(town.supervisor, "supervisions")
    with made.file.open() as file:
        text = file.read().decode("utf-8-sig")
    row = next(line for line in csv.reader(text.splitlines()) if slip.number in line)
    assert {"1", "0", "1.00"} <= set(row) or {"1", "0"} <= set(row)


def test_the_points_are_a_file_too(town):
    sent_out(town)
    assert makers.export(town.supervisor, "points").total == 1
