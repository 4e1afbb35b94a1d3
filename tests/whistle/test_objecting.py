"""退哨 and 分哨: who may return what to whom, and what moves with it: clock and blame."""

import pytest
from django.core.exceptions import ValidationError

from grid.casework.refusals import NotNow
from grid.models import Notice
from tests.makers import blow_whistle, let_ring, order_in, supervise
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE, just_now
from tests.whistle.verbs import press
from whistle.models import Order, PointEntry


@pytest.fixture
def order(town):
    """The lead's order, blown at nine; the report-in is at one."""
    return blow_whistle(town).orders.get(lead=True)


def object_at(town, order, at):
    order.object(by=town.head, note="非本单位职责。", at=at)


def test_the_clocks_stand_still_until_the_centre_has_decided(town, order):
    object_at(town, order, MONDAY + HOUR / 2)
    let_ring(order, MONDAY + 24 * HOUR)
    assert Order.objects.get(pk=order.pk).status == "objected"  # not absent, though one o'clock is over
    assert {clock.stage for clock in order.clocks.running().filter(suspended_at=None)} == {"decide"}
    assert Notice.objects.visible_to(town.centre).filter(kind="order.objected").exists()


def test_refused_the_department_is_bound_and_gets_back_the_time_that_it_took(town, order):
    object_at(town, order, MONDAY + HOUR / 2)
    order.refuse_objection(by=town.centre, note="属首接责任。", at=MONDAY + 2 * HOUR)
    assert (order.status, order.report_in_at) == ("signed", MONDAY + 5.5 * HOUR)
    assert order.clocks.get(stage="sign").verdict == "on_time"
    with pytest.raises(NotNow):
        object_at(town, order, MONDAY + 2.5 * HOUR)


def test_upheld_clock_and_blame_move_to_the_department_called_instead(town, order):
    let_ring(order, MONDAY + 3 * HOUR)  # it signed too late: a slip is asked for
    object_at(town, order, MONDAY + 3 * HOUR)
    fresh = order.uphold_objection(
        by=town.centre, note="属执法队。", department=town.third_department, at=MONDAY + 24 * HOUR
    )
    order.refresh_from_db()
    assert (order.status, order.lead, fresh.lead) == ("rerouted", False, True)
    assert {clock.verdict for clock in order.clocks.exclude(stage="decide")} == {"void"}
    assert not order.clocks.running().exists()


def test_a_slip_against_a_released_department_is_withdrawn_and_its_points_come_back(town, order):
    slip = supervise(order, MONDAY + 3 * HOUR)
    order.reroute(by=town.centre, note="职责调整。", department=town.third_department, at=MONDAY + 3.2 * HOUR)
    slip.refresh_from_db()
    assert slip.status == "withdrawn"
    assert sum(PointEntry.objects.filter(department=town.department).values_list("points", flat=True)) == 0


def test_a_department_called_instead_has_the_full_time(town, order):
    fresh = order.reroute(by=town.centre, note="职责调整。", department=town.third_department, at=MONDAY + 3 * HOUR)
    assert fresh.clocks.get(stage="sign").due_at == MONDAY + 5 * HOUR + HOUR  # an hour of work after the noon break
    assert fresh.report_in_at == MONDAY + 8 * HOUR  # three working hours from noon, as the first had
    assert fresh.clocks.get(stage="report_in").due_at == fresh.report_in_at


def test_an_assisting_order_is_given_away_and_the_lead_stays(town, order):
    helper = order.whistle.orders.get(lead=False)
    fresh = helper.reroute(by=town.centre, note="职责调整。", department=town.third_department, at=MONDAY + HOUR)
    assert (fresh.lead, Order.objects.get(pk=order.pk).lead) == (False, True)


def test_the_centre_may_name_another_lead(town, order):
    helper = order.whistle.orders.get(lead=False)
    fresh = order.reroute(
        by=town.centre, note="调整。", department=town.third_department, lead=helper, at=MONDAY + HOUR
    )
    assert (Order.objects.get(pk=helper.pk).lead, fresh.lead) == (True, False)
    assert helper.steps.filter(verb="take_lead").exists()


def test_somebody_must_lead(town, order):
    object_at(town, order, MONDAY + HOUR / 2)
    with pytest.raises(ValidationError) as refusal:
        order.uphold_objection(by=town.centre, note="不属该局。", at=MONDAY + HOUR)
    assert set(refusal.value.message_dict) == {"department"}


def test_it_never_goes_back_to_whose_objection_was_upheld(town, order):
    object_at(town, order, MONDAY + HOUR / 2)
    said = {"by": town.centre, "note": "属执法队。"}
    fresh = order.uphold_objection(department=town.third_department, at=MONDAY + HOUR, **said)
    with pytest.raises(ValidationError) as refusal:
        fresh.reroute(department=town.department, at=MONDAY + 1.5 * HOUR, **said)
    assert set(refusal.value.message_dict) == {"department"}


def test_the_third_department_of_a_call_is_bound(town, order):
    said = {"by": town.centre, "note": "调整。"}
    helper = order.whistle.orders.get(lead=False)
    second = order.reroute(department=town.third_department, at=MONDAY + MINUTE, **said)
    helper.reroute(department=town.department, at=MONDAY + 2 * MINUTE, **said)
    with pytest.raises(NotNow):
        second.object(by=town.third_head, note="非本单位职责。", at=MONDAY + HOUR / 2)


@pytest.mark.parametrize(("hours", "refused"), [(4 - 1 / 60, False), (6 + 1 / 60, True)])
def test_it_is_raised_within_four_working_hours(town, order, hours, refused):
    order.sign(by=town.clerk, at=MONDAY + HOUR / 2)
    assert bool(order.hindrance("object", MONDAY + hours * HOUR)) is refused


def test_the_clerk_does_not_object_and_the_street_does_not_decide(client, town, order):
    assert press(client, town.clerk, order, "object", note="否").status_code == 403
    object_at(town, order, MONDAY + HOUR / 2)
    for verb in ("refuse_objection", "uphold_objection", "reroute"):
        assert press(client, town.party_secretary, order, verb, note="否").status_code == 403


def test_the_form_of_the_centre_tells_at_the_field_that_somebody_must_lead(client, town):
    order = order_in(town, "objected")
    answer = press(client, town.centre, order, "uphold_objection", note="不属该局。")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["department"])


def test_the_sender_recalls_an_assisting_order_that_nobody_touched(client, town):
    order = blow_whistle(town, at=just_now()).orders.get(lead=True)
    helper = order.whistle.orders.get(lead=False)
    assert (
        press(client, town.party_secretary, order, "recall", note="否").status_code == 409
    )  # the lead is not recalled
    assert press(client, town.party_secretary, helper, "recall", note="已不需要").status_code == 302
    helper.refresh_from_db()
    assert (helper.status, set(helper.clocks.values_list("verdict", flat=True))) == ("withdrawn", {"void"})


def test_a_signed_order_is_not_recalled(town, order):
    helper = order.whistle.orders.get(lead=False)
    helper.sign(by=town.other_clerk, at=MONDAY + MINUTE)
    with pytest.raises(NotNow):
        helper.recall(by=town.party_secretary, note="否", at=MONDAY + HOUR)


def test_the_centre_calls_one_more_department(client, town, order):
    whistle = order.whistle
    answer = press(client, town.centre, whistle, "add_department", department=town.department.pk, note="协助")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["department"])
    whistle.add_department(by=town.centre, department=town.third_department, note="协助执法", at=MONDAY + 3 * HOUR)
    added = whistle.orders.get(department=town.third_department)
    assert (added.lead, added.number, added.report_in_at) == (False, f"{whistle.number}-03", MONDAY + 8 * HOUR)
