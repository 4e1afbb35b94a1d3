"""From what rang to the slip: one for each, however often and by however many it is looked for."""

from datetime import timedelta

import pytest

from grid.casework.sweep import sweep
from grid.models import Incident, Notice
from tests.makers import incident_in, order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE, REPORT_IN, answer
from whistle.models import Order, OrderAlarm, Supervision, SupervisionClock

WEEKS = MONDAY + timedelta(days=14)


def late(town, status, at, **more):
    """An order that runs late until `at`, and the slips it has then."""
    order_in(town, status, assisting=[], **more)
    sweep(Order, at=at)
    Supervision.objects.register(at=at)
    return list(Supervision.objects.order_by("pk"))


def test_an_order_not_signed_an_hour_after_it_was_due_gets_a_blue_slip(town):
    (slip,) = late(town, "dispatched", MONDAY + 2 * HOUR)
    assert (slip.level, slip.type, slip.status) == (1, "overdue_sign", "rectifying")
    assert (slip.department, slip.desk, slip.street) == (town.department, None, town.street)
    assert slip.number.startswith("S120106-2026-")


def test_a_minute_earlier_it_gets_none(town):
    assert late(town, "dispatched", MONDAY + 2 * HOUR - MINUTE) == []


def test_who_is_absent_gets_one_as_the_clock_strikes(town):
    (slip,) = late(town, "contacted", REPORT_IN + 15 * MINUTE)
    assert (slip.type, slip.overdue_since) == ("overdue_report_in", REPORT_IN)


def test_who_handles_late_gets_one_at_once(town):
    order = order_in(town, "reported_in", assisting=[])
    due = order.clocks.get(stage="handle").due_at
    sweep(Order, at=due)
    assert Supervision.objects.register(at=due) == 1
    assert Supervision.objects.get().type == "overdue_handling"


def test_any_number_of_sweeps_and_looks_open_one(town):
    for _look in range(4):
        sweep(Order, at=WEEKS)
        Supervision.objects.register(at=WEEKS)
    order = order_in(town, "dispatched", assisting=[])
    for _look in range(4):
        sweep(Order, at=MONDAY + 2 * HOUR)
        Supervision.objects.register(at=MONDAY + 2 * HOUR)
    assert Supervision.objects.filter(order=order).count() == 1


def test_the_origin_names_the_alarm(town):
    (slip,) = late(town, "dispatched", MONDAY + 2 * HOUR)
    alarm = OrderAlarm.objects.get(effect="supervise")
    assert slip.origin == slip.cause == f"order/{alarm.clock_id}/{alarm.cycle}/{alarm.rung}"


def test_a_slip_is_registered_and_sent_in_one_turn(town):
    (slip,) = late(town, "dispatched", MONDAY + 2 * HOUR)
    assert [(step.verb, step.new) for step in slip.steps.all()] == [
        ("register", "registered"), ("notify", "rectifying"),
    ]  # fmt: skip
    clock = SupervisionClock.objects.get()
    assert (clock.amount, clock.unit, slip.due_at) == (2, "working_day", clock.due_at)


def test_the_department_the_supervision_office_and_the_blowers_are_told(town):
    (slip,) = late(town, "dispatched", MONDAY + 2 * HOUR)
    for who in (town.clerk, town.head, town.supervisor, town.party_secretary):
        assert Notice.objects.visible_to(who).filter(key=f"supervision/{slip.pk}/registered").exists()


def test_replied_too_late_with_the_timer_off_still_has_its_alarm_and_its_slip(town):
    order = order_in(town, "reported_in", assisting=[])
    order.reply(by=town.clerk, at=WEEKS, **answer())
    assert (order.status, order.clocks.get(stage="handle").verdict) == ("replied", "late")
    assert OrderAlarm.objects.filter(effect="supervise", clock__stage="handle").count() == 1
    Supervision.objects.register(at=WEEKS)
    assert Supervision.objects.get().type == "overdue_handling"


def late_incident(town, status):
    case = incident_in(town, status)
    long_after = MONDAY + timedelta(days=60)
    sweep(Incident, at=long_after)
    Supervision.objects.register(at=long_after)
    return Supervision.objects.get(incident=case)


def test_for_a_late_incident_the_department_that_has_it_answers(town):
    slip = late_incident(town, "handling")
    assert (slip.type, slip.department, slip.desk) == ("overdue_incident", town.department, None)


def test_an_incident_handled_by_a_community_is_answered_for_by_its_street(town):
    case = incident_in(town, "accepted")
    case.handle_here(by=town.community_operator, at=MONDAY + HOUR)
    sweep(Incident, at=MONDAY + timedelta(days=60))
    Supervision.objects.register(at=MONDAY + timedelta(days=60))
    slip = Supervision.objects.get()
    assert (slip.department, slip.desk) == (None, town.street)
    assert slip.allows("reply", town.director)
    assert not slip.allows("reply", town.operator)


@pytest.mark.parametrize("count", [1, 12])
def test_many_slips_cost_hardly_more_statements_than_one(town, django_assert_max_num_queries, count):
    for _order in range(count):
        order_in(town, "dispatched", assisting=[])
    sweep(Order, at=MONDAY + 2 * HOUR)
    with django_assert_max_num_queries(35 + count):  # a running number each
        assert Supervision.objects.register(at=MONDAY + 2 * HOUR) == count
