"""Reporting in: somebody of the department stands at the set place."""

import pytest

from grid.casework.refusals import NotNow
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE, REPORT_IN, just_now
from tests.whistle.verbs import press, status_of
from whistle.models import Whistle


def come(order, by, at=REPORT_IN, **more):
    order.report_in(by=by, at=at, attendee="张科长", attendee_post="市容科科长", **more)


def test_the_form_says_who_came_and_where_the_phone_is(client, town):
    order = order_in(town, "contacted", at=just_now())
    said = {"attendee": "张科长", "attendee_post": "科长", "lng": "117.145", "lat": "39.165"}
    assert press(client, town.clerk, order, "report_in", **said).status_code == 302
    order.refresh_from_db()
    assert (order.attendee, order.lng, order.reported_late) == ("张科长", 117.145, False)


@pytest.mark.parametrize("status", ["signed", "contacted"])
def test_on_time_from_signed_or_contacted(town, status):
    order = order_in(town, status)
    come(order, town.clerk)
    assert (order.status, order.reported_at, order.reported_late) == ("reported_in", REPORT_IN, False)


def test_within_the_quarter_it_is_still_on_time(town):
    order = order_in(town, "signed")
    come(order, town.clerk, at=REPORT_IN + 14 * MINUTE)
    assert order.reported_late is False


def test_after_the_quarter_it_is_late_for_ever_also_with_the_timer_off(town):
    order = order_in(town, "signed")
    come(order, town.clerk, at=REPORT_IN + 16 * MINUTE)
    assert (order.status, order.reported_late) == ("reported_in", True)
    assert [step.verb for step in order.steps.all()][-3:] == ["absent", "supervise", "report_in"]


def test_the_handling_clock_starts_by_kind_and_the_others_stop(town):
    order = order_in(town, "reported_in")
    running = {clock.stage: clock.due_at for clock in order.clocks.running()}
    assert set(running) == {"handle"}
    assert running["handle"] == order.reported_at + 7 * 24 * HOUR  # five working days over one weekend


def test_an_emergency_is_handled_within_a_day(town):
    order = order_in(town, "reported_in", kind="emergency")
    assert order.clocks.get(stage="handle").due_at == order.reported_at + 24 * HOUR


def test_the_whistle_is_on_site_with_the_first_department(town):
    assert Whistle.objects.get(pk=order_in(town, "reported_in").whistle_id).status == "on_site"


def test_the_name_of_who_came_stays_out_of_the_trace(town):
    order = order_in(town, "signed")
    come(order, town.clerk)
    assert order.attendee == "张科长"
    assert "张科长" not in str(order.steps.last().data)


def test_an_unsigned_order_is_signed_first(town):
    with pytest.raises(NotNow):
        come(order_in(town, "dispatched"), town.clerk, at=MONDAY)


def test_the_street_gets_a_403_and_the_other_department_a_404(client, town):
    order = order_in(town, "signed")
    assert press(client, town.operator, order, "report_in", attendee="张").status_code == 403
    assert press(client, town.other_clerk, order, "report_in", attendee="张").status_code == 404
    assert status_of(order) == "signed"


@pytest.mark.parametrize("point", [{"lng": "117"}, {"lng": "0", "lat": "0"}, {"lng": "x", "lat": "39"}])
def test_half_a_point_or_one_abroad_is_refused_and_the_text_kept(client, town, point):
    order = order_in(town, "signed")
    answer = press(client, town.clerk, order, "report_in", attendee="张科长", **point)
    assert answer.status_code == 422
    assert "张科长" in answer.content.decode()
