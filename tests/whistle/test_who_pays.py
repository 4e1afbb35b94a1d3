"""Nobody pays for another's delay, nobody's limit is shortened, and what is signed or published stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from grid.casework.measures import Period
from grid.casework.refusals import NotNow
from tests.makers import order_in, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.makers import let_ring, scores
from tests.whistle.slips import auto_slip
from tests.whistle.years import AFTER, CLOSED, YEAR, closing, frozen, last_year, published
from whistle.models import (
    Accountability,
    Assessment,
    AssessmentScheme,
    OtherScore,
    PointEntry,
    Whistle,
    WhistleFigure,
)

LONG_AFTER = MONDAY + timedelta(days=60)
SPRING = Period(MONDAY - timedelta(days=1), LONG_AFTER)


def second_round(town, status):
    """The order of a second whistle, its department on time so far; in `status`."""
    again = Whistle.objects.get(previous=whistle_in(town, "followed"))
    order, start = again.orders.get(), again.blown_at
    order.sign(by=town.clerk, at=start + timedelta(minutes=5))
    order.contact(by=town.clerk, at=start + timedelta(minutes=6))
    order.report_in(by=town.clerk, attendee="科长", at=again.report_in_at + timedelta(minutes=10))
    return again, order


def test_ten_minutes_of_grace_are_no_ground_for_accountability(town):
    again, _order = second_round(town, "reported_in")
    assert Accountability.failed_orders(again, again.report_in_at + HOUR) == []


def test_a_street_that_confirms_late_makes_no_department_fail(town):
    again, order = second_round(town, "reported_in")
    at = again.report_in_at + HOUR
    order.reply(by=town.clerk, accepted_at=at, talked_to="书记", measures="已清运。", solve_by=at.date(), at=at)
    assert Accountability.failed_orders(again, LONG_AFTER) == []


def test_who_is_still_handling_beyond_the_limit_failed(town):
    again, order = second_round(town, "reported_in")
    assert Accountability.failed_orders(again, LONG_AFTER) == [order]


def test_a_street_leaves_a_department_the_time_it_has(town):
    order = order_in(town, "reported_in", kind="key_task")
    with pytest.raises(ValidationError, match="plan_due"), transaction.atomic():
        order.agree(by=town.operator, plan="分段施工。", plan_due=date(2026, 3, 6), at=MONDAY + HOUR)
    assert order.clocks.running().get(stage="handle").amount is not None


def test_the_word_on_the_attendance_stands_once_the_rating_is_signed(town):
    order = whistle_in(town, "closed").orders.first()
    with pytest.raises(NotNow), transaction.atomic():
        order.confirm_attendance(by=town.operator, attendance="not_present", at=LONG_AFTER)


def test_a_reminder_to_the_street_reminds_no_department(town):
    order = order_in(town, "replied", assisting=())
    late = order.clocks.running().get(stage="confirm").due_at
    let_ring(order, late)
    assert order.steps.filter(verb="remind", data__stage="confirm").exists()
    order.confirm_result(by=town.operator, at=late)
    whistle = Whistle.objects.get(pk=order.whistle_id)
    whistle.rate(by=town.party_secretary, scores=scores(whistle), at=late)
    assert whistle in Whistle.objects.figure(WhistleFigure.UNREMINDED, SPRING)


def test_a_slip_that_is_not_sent_out_is_in_no_figure(town):
    slip = auto_slip(town)
    assert Whistle.objects.figure(WhistleFigure.SUPERVISED, SPRING).count() == 1
    slip.withdraw(by=town.supervisor, note="重复立项。", at=LONG_AFTER)
    assert not Whistle.objects.figure(WhistleFigure.SUPERVISED, SPRING).exists()


def give(town, at):
    said = {"kind": "other", "points": Decimal(-3), "reason": "补扣", "year": YEAR, "department": town.department}
    return PointEntry.give(by=town.supervisor, at=at, **said)


@pytest.mark.parametrize(("state", "at"), [(published, AFTER), (closing, CLOSED), (frozen, CLOSED)])
def test_a_published_year_takes_no_points_by_hand(town, state, at):
    before = state(town).annual()
    with pytest.raises(ValidationError, match="year"), transaction.atomic():
        give(town, at)
    with pytest.raises(ValidationError), transaction.atomic():
        PointEntry.objects.filter(kind="other").first().take_back(by=town.supervisor, reason="误记", at=at)
    assert Assessment.objects.get(year=YEAR).annual() == before


def test_a_running_year_takes_them(town):
    last_year(town)
    assert give(town, AFTER).year == YEAR


def test_what_a_frozen_year_deducted_in_error_comes_back_in_the_running_one(town):
    frozen(town)
    entry = PointEntry.objects.create(
        district=town.district,
        department=town.department,
        year=YEAR,
        kind="supervision",
        points=-1,
        reason="S1",
        at=AFTER,
    )
    assert entry.take_back(by=None, reason="误发", at=CLOSED).year == CLOSED.year


def test_a_year_is_not_published_while_a_rated_bureau_lacks_its_other_half(town):
    case = last_year(town)
    OtherScore.objects.filter(department=town.department).delete()
    with pytest.raises(NotNow), transaction.atomic():
        case.publish(by=town.centre, at=AFTER)
    OtherScore.enter(YEAR, {town.department.pk: Decimal(90)}, source="绩效办", by=town.centre, at=AFTER)
    case.publish(by=town.centre, at=AFTER)


def test_the_scheme_of_a_year_stands_when_the_year_begins(town):
    AssessmentScheme.objects.create(district=town.district, year=2026)
    Assessment.set_up_this_year(at=AFTER)
    assert AssessmentScheme.objects.get(year=2026).frozen_at == AFTER
