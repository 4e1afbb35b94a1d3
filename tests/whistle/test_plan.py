"""What is agreed on the spot: plan, funds and a date that takes the place of the limit."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.grid.paperwork import pdf
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from tests.whistle.verbs import press

SAID = {"plan": "分三段施工，建街心花园。", "funds": "区级财政80万元"}


@pytest.fixture
def order(town):
    return order_in(town, "reported_in", kind="key_task")


def agree(town, order, day, at=MONDAY + HOUR):
    order.agree(by=town.operator, plan_due=day, at=at, **SAID)


def test_the_agreed_date_takes_the_place_of_the_limit(town, order):
    agree(town, order, date(2026, 3, 25))
    clock = order.clocks.running().get(stage="handle")
    assert (clock.amount, clock.due_at) == (None, MONDAY.replace(day=25, hour=23, minute=59))
    assert order.clocks.exclude(stopped_at=None).get(stage="handle").verdict == "void"


def test_another_date_counts_as_an_extension_and_there_is_no_third(town, order):
    for no, day in enumerate((20, 25, 30)):
        agree(town, order, date(2026, 3, day))
        assert order.extension_count == no
    with pytest.raises(ValidationError), transaction.atomic():
        agree(town, order, date(2026, 3, 31))


def test_an_enforcement_has_its_limit(town):
    order = order_in(town, "reported_in", kind="enforcement")
    with pytest.raises(ValidationError), transaction.atomic():
        agree(town, order, date(2026, 3, 25))
    order.agree(by=town.operator, at=MONDAY + HOUR, **SAID)
    assert order.clocks.running().get(stage="handle").amount == 5


def test_what_is_late_is_not_agreed_away(town, order):
    with pytest.raises(ValidationError), transaction.atomic():
        agree(town, order, date(2026, 4, 25), at=MONDAY + timedelta(days=20))


def test_the_department_does_not_set_its_own_date(client, town, order):
    assert press(client, town.clerk, order, "agree", **SAID).status_code == 403


def test_the_form_keeps_the_paper(client, town):
    order = order_in(town, "reported_in", kind="key_task", at=just_now())
    paper = SimpleUploadedFile("方案.pdf", pdf(), "application/pdf")
    assert press(client, town.operator, order, "agree", attachments=paper, **SAID).status_code == 302
    assert order.papers.get().attachment.name == "方案.pdf"


def test_a_result_sent_back_after_an_agreed_date_comes_back_for_half_of_the_first_limit(town, order):
    agree(town, order, date(2026, 3, 25))
    said = {"accepted_at": MONDAY, "talked_to": "书记", "measures": "完工。", "solve_by": date(2026, 3, 20)}
    order.reply(by=town.clerk, at=MONDAY + 24 * HOUR, **said)
    order.send_back(by=town.operator, note="未完工", at=MONDAY + 25 * HOUR)
    assert order.clocks.running().get(stage="handle").amount == 5  # half of ten working days


def test_the_page_says_that_the_agreed_date_counts_now(client, town, order):
    agree(town, order, date(2026, 3, 25))
    client.force_login(town.clerk)
    handling = [clock for clock in client.get(order.get_absolute_url()).context["clocks"] if clock.stage == "handle"]
    assert [(clock.agreed, clock.replaced) for clock in handling] == [(True, False), (False, True)]
    paper = client.get(f"{order.get_absolute_url()}print/").content.decode()
    assert "2026-03-25 23:59" in paper
    assert f"{handling[1].due_at:%Y-%m-%d} 18:00" not in paper
