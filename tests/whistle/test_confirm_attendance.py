"""The street's word on who came: it decides, and the department's own report stays beside it."""

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, REPORT_IN
from tests.whistle.verbs import press, status_of
from whistle.models import Order


def test_the_operator_confirms_without_moving_the_order(client, town):
    order = order_in(town, "reported_in")
    assert press(client, town.operator, order, "confirm_attendance", attendance="late").status_code == 302
    order.refresh_from_db()
    assert (order.status, order.attendance, order.reported_late) == ("reported_in", "late", False)


def test_not_present_outweighs_the_departments_report(town):
    order = order_in(town, "reported_in")
    assert order.was_attended
    order.confirm_attendance(by=town.director, attendance="not_present", at=REPORT_IN)
    assert (order.was_attended, order.was_punctual) == (False, False)
    assert order.reported_at is not None


def test_present_on_time_outweighs_a_missing_report(town):
    order = order_in(town, "signed")
    sweep(Order, at=REPORT_IN + HOUR)
    order.confirm_attendance(by=town.operator, attendance="on_time", at=REPORT_IN + HOUR)
    assert (status_of(order), order.was_attended, order.was_punctual) == ("absent", True, True)


def test_the_department_does_not_confirm_itself(client, town):
    order = order_in(town, "reported_in")
    assert press(client, town.head, order, "confirm_attendance", attendance="on_time").status_code == 403


def test_the_next_street_gets_a_404(client, town):
    order = order_in(town, "reported_in")
    answer = press(client, town.next_street.operator, order, "confirm_attendance", attendance="on_time")
    assert answer.status_code == 404


def test_nobody_is_confirmed_before_the_hour(town):
    with pytest.raises(NotNow):
        order_in(town, "signed").confirm_attendance(by=town.operator, attendance="on_time", at=MONDAY + HOUR)


def test_some_other_word_is_refused(client, town):
    order = order_in(town, "reported_in")
    assert press(client, town.operator, order, "confirm_attendance", attendance="perhaps").status_code == 422
