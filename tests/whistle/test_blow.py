"""The blow: whose breath it takes, whom it calls, what it starts."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from grid.casework.refusals import NotNow, NotYours
from grid.models import Notice
from tests.makers import blow_whistle, draft_whistle
from tests.town import MONDAY
from tests.whistle import calls
from tests.whistle.calls import HOUR, MINUTE, REPORT_IN
from tests.whistle.verbs import press, status_of
from whistle.models import Order


def test_orders_go_to_every_department_with_the_lead_first(town):
    whistle = blow_whistle(town)
    orders = list(whistle.orders.order_by("number"))
    assert [order.department for order in orders] == [town.department, town.other_department]
    assert [order.number for order in orders] == [f"{whistle.number}-01", f"{whistle.number}-02"]
    assert [(order.lead, order.status) for order in orders] == [(True, "dispatched"), (False, "dispatched")]


def test_the_whistle_takes_its_number_and_names_its_blower(town):
    whistle = blow_whistle(town)
    assert whistle.number.startswith("W120106-2026-")
    assert (whistle.blower, whistle.blown_at) == (town.party_secretary, MONDAY)
    step = whistle.steps.last()
    assert (step.verb, step.old, step.new, step.post.role) == ("blow", "draft", "blown", "street_party_secretary")


def test_signing_is_due_in_a_working_hour_and_the_report_in_when_the_street_said(town):
    clocks = {clock.stage: clock for clock in blow_whistle(town).orders.get(lead=True).clocks.all()}
    assert clocks["sign"].due_at == MONDAY + HOUR
    assert clocks["report_in"].due_at == REPORT_IN
    assert clocks["report_in"].amount is None


def test_an_emergency_is_signed_within_ten_minutes(town):
    order = blow_whistle(town, kind="emergency").orders.get(lead=True)
    assert order.clocks.get(stage="sign").due_at == MONDAY + 10 * MINUTE


def test_departments_and_the_district_centre_are_told(town):
    blow_whistle(town)
    for who in (town.clerk, town.head, town.other_clerk, town.centre):
        assert Notice.objects.visible_to(who).count() == 1


@pytest.mark.parametrize("who", ["party_secretary", "director", "deputy"])
def test_secretary_director_and_acting_deputy_of_the_street_blow(town, who):
    whistle = draft_whistle(town)
    whistle.blow(by=getattr(town, who), at=MONDAY, report_in_at=REPORT_IN)
    assert status_of(whistle) == "blown"


@pytest.mark.parametrize("who", ["operator", "former_secretary", "leader", "centre", "clerk", "secretary", "stranger"])
def test_nobody_else_does(town, who):
    whistle = draft_whistle(town)
    with pytest.raises(NotYours):
        whistle.blow(by=getattr(town, who), at=MONDAY)
    assert status_of(whistle) == "draft"
    assert not Order.objects.exists()


def test_not_even_the_secretary_of_the_next_street(client, town):
    whistle = draft_whistle(town)
    with pytest.raises(NotYours):
        whistle.blow(by=town.next_street.party_secretary, at=MONDAY)
    assert press(client, town.next_street.party_secretary, whistle, "blow").status_code == 404


@pytest.mark.parametrize(("who", "answer"), [("operator", 403), ("former_secretary", 404), ("leader", 403)])
def test_the_page_says_so_too(client, town, who, answer):
    assert press(client, getattr(town, who), draft_whistle(town), "blow").status_code == answer


def test_a_second_blow_comes_too_late(client, town):
    whistle = blow_whistle(town)
    with pytest.raises(NotNow):
        whistle.blow(by=town.director, at=MONDAY + HOUR)
    assert whistle.orders.count() == 2


def test_the_form_blows_a_draft(client, town):
    whistle = draft_whistle(town)
    assert press(client, town.party_secretary, whistle, "blow", **calls.form(town)).status_code == 302
    assert status_of(whistle) == "blown"


TIMES = {
    "before now": ("enforcement", -MINUTE, False),
    "now": ("enforcement", 0 * MINUTE, False),
    "after three working days": ("enforcement", 72 * HOUR + MINUTE, False),
    "within three working days": ("enforcement", 72 * HOUR, True),
    "an emergency within half an hour": ("emergency", 30 * MINUTE, True),
    "an emergency after half an hour": ("emergency", 31 * MINUTE, False),
}


@pytest.mark.parametrize(("kind", "ahead", "allowed"), TIMES.values(), ids=TIMES)
def test_the_report_in_time_lies_ahead_and_within_the_limit_of_the_kind(town, kind, ahead, allowed):
    whistle = draft_whistle(town, kind=kind, report_in_at=MONDAY + ahead)
    if allowed:
        whistle.blow(by=town.director, at=MONDAY)
        return
    with pytest.raises(ValidationError) as wrong, transaction.atomic():
        whistle.blow(by=town.director, at=MONDAY)
    assert set(wrong.value.error_dict) == {"report_in_at"}
    assert status_of(whistle) == "draft"


def test_a_whistle_calls_at_least_one_department(town):
    whistle = draft_whistle(town, lead=None, assisting=[], report_in_at=REPORT_IN)
    with pytest.raises(ValidationError) as wrong, transaction.atomic():
        whistle.blow(by=town.director, at=MONDAY)
    assert set(wrong.value.error_dict) == {"lead"}


def test_a_department_both_leading_and_assisting_gets_one_order(town):
    assert blow_whistle(town, assisting=[town.department, town.other_department]).orders.count() == 2
