"""Who was there: the department's check-in, the street's word, the dispute and the ruling; every fact stays."""

import pytest

from grid.casework.refusals import NotNow
from grid.models import Notice
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press
from whistle.models import Order, OrderFigure


@pytest.fixture
def order(town):
    """On time by its own check-in, late by the street's word."""
    order = order_in(town, "reported_in")
    order.confirm_attendance(by=town.operator, attendance="late", note="十点才到", at=MONDAY + 5 * HOUR)
    return order


def test_the_streets_word_counts_and_the_check_in_stays(town, order):
    order = Order.objects.get(pk=order.pk)
    assert (order.was_punctual, order.reported_late, order.reported_at) == (False, False, MONDAY + HOUR / 4)


def test_the_department_disputes_it_and_both_facts_are_shown(client, town, order):
    assert press(client, town.clerk, order, "dispute_attendance", note="九点一刻已签到").status_code == 302
    page = client.get(order.get_absolute_url()).content.decode()
    assert "2026-03-02 09:15" in page
    assert str(order.get_attendance_display()) in page
    assert Notice.objects.visible_to(town.supervisor).filter(kind="order.attendance_disputed").exists()


def test_the_supervision_office_rules_and_that_counts(town, order):
    order.dispute_attendance(by=town.clerk, note="已签到", at=MONDAY + 6 * HOUR)
    order.rule_attendance(by=town.supervisor, ruling="on_time", note="定位与照片属实", at=MONDAY + 7 * HOUR)
    order = Order.objects.get(pk=order.pk)
    assert (order.was_punctual, order.attendance, order.attendance_ruling) == (True, "late", "on_time")
    with pytest.raises(NotNow):
        order.confirm_attendance(by=town.operator, attendance="not_present", at=MONDAY + 8 * HOUR)


def test_the_figures_follow_the_ruling(town, order):
    order.dispute_attendance(by=town.clerk, note="已签到", at=MONDAY + 6 * HOUR)
    order.rule_attendance(by=town.supervisor, ruling="on_time", note="属实", at=MONDAY + 7 * HOUR)
    period = type("P", (), {"start": MONDAY, "end": MONDAY + 24 * HOUR})
    assert order in Order.objects.figure(OrderFigure.ON_TIME, period)


def test_only_a_word_against_it_is_disputed_and_only_once(town):
    order = order_in(town, "reported_in")
    with pytest.raises(NotNow):
        order.dispute_attendance(by=town.clerk, note="否", at=MONDAY + HOUR)
    order.confirm_attendance(by=town.operator, attendance="on_time", at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        order.dispute_attendance(by=town.clerk, note="否", at=MONDAY + HOUR)


def test_the_street_does_not_rule_on_itself(client, town, order):
    for who in (town.operator, town.party_secretary, town.clerk, town.centre):
        assert press(client, who, order, "rule_attendance", ruling="late", note="否").status_code == 403


def test_without_a_dispute_there_is_nothing_to_rule_on(client, town, order):
    assert press(client, town.supervisor, order, "rule_attendance", ruling="late", note="否").status_code == 409
