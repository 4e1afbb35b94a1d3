"""Last year (2025, seen from 2026) for the tests of the annual assessment: two streets, two departments called."""

from datetime import datetime, timedelta
from decimal import Decimal

from grid.casework.sweep import sweep
from grid.models import Role
from tests.town import SHANGHAI
from tests.whistle.makers import MINUTES, scores
from whistle.models import Appeal, Assessment, Order, OtherScore, PointEntry, Vote, Whistle

SPRING = datetime(2025, 3, 3, 9, 0, tzinfo=SHANGHAI)  # a Monday
AFTER = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)
CLOSED = AFTER + timedelta(days=14)  # appeals are over
YEAR = 2025


def rated_whistle(town, place, at, *clerks, street_says=None, **marks):
    """A whistle of `place`'s street; each clerk's department signs, comes, finishes and is rated the same day."""
    lead, *others = [clerk.posts[0].department for clerk in clerks]
    whistle = Whistle.draft(
        by=place.operator, street=place.street, at=at, title="渣土清理", kind_id="enforcement", source="patrol",
        scope="urban", reason="产权不清。", lead=lead, assisting=others, report_in_place="社区",
    )  # fmt: skip
    whistle.blow(by=place.party_secretary, at=at, report_in_at=at + 240 * MINUTES)
    # The lead is done last.
    for order, clerk in zip(whistle.orders.order_by("-number"), reversed(clerks), strict=True):
        work(order, clerk, place.operator, at, street_says)
    whistle.refresh_from_db()
    whistle.rate(by=place.party_secretary, at=at + 60 * MINUTES, scores=scores(whistle, **marks))
    return whistle


def work(order, clerk, operator, at, street_says):
    """The order's usual way, five minutes a step; the street may say something about the attendance."""
    order.sign(by=clerk, at=at + 5 * MINUTES)
    order.contact(by=clerk, at=at + 10 * MINUTES)
    order.report_in(by=clerk, attendee="科长", at=at + 15 * MINUTES)
    if street_says:
        order.confirm_attendance(by=operator, attendance=street_says, at=at + 20 * MINUTES)
    told = {"accepted_at": at, "talked_to": "社区书记", "measures": "已清运。", "solve_by": at.date()}
    order.reply(by=clerk, at=at + 25 * MINUTES, **told)
    order.confirm_result(by=operator, at=at + 30 * MINUTES)


def point(town, department, points, at=SPRING, reason="蓝色督查单"):
    return PointEntry.objects.create(
        district=town.district, department=department, year=YEAR, kind="other", points=Decimal(points), reason=reason,
        by=town.centre, at=at,
    )  # fmt: skip


def last_year(town):
    """Ratings of two streets, votes, other scores and points of 2025; the case of the year, being counted.

    town.department: 92 and 75 from one street, 82 from the other; town.other_department: 92 from one;
    town.third_department was not whistled.
    """
    case = Assessment.set_up(town.district, YEAR, at=SPRING)
    rated_whistle(town, town, SPRING, town.clerk, town.other_clerk)
    rated_whistle(town, town, SPRING + timedelta(days=7), town.clerk, street_says="late", handling=25)
    rated_whistle(town, town.next_street, SPRING + timedelta(days=14), town.clerk, handling=20, result=14)
    scores_of = {town.department.pk: Decimal("88.25"), town.other_department.pk: Decimal(90)}
    OtherScore.enter(
        YEAR, scores_of | {town.third_department.pk: Decimal("79.5")}, source="绩效办", by=town.centre, at=SPRING
    )
    Vote.cast(town.street, {town.department.pk: 80, town.other_department.pk: 95}, by=town.director, at=SPRING)
    Vote.cast(town.next_street.street, {town.department.pk: 71}, by=town.next_street.director, at=SPRING)
    point(town, town.department, "-5")
    point(town, town.department, "1.5", reason="主动治理")
    return case


def overruled(town, ruling, at):
    """The order of town.department that came late by the street's word, after its dispute and this ruling."""
    return overrule(town, Order.objects.get(department=town.department, attendance="late"), ruling, at)


def overrule(town, order, ruling, at):
    """The department disputes the street's word, and the supervision office rules."""
    head = order.department.posts.get(role=Role.HEAD).user
    order.dispute_attendance(by=head, note="签到在先。", at=at)
    order.rule_attendance(by=town.supervisor, ruling=ruling, note="以签到为准。", at=at)
    return order


def published(town):
    case = last_year(town)
    case.publish(by=town.centre, at=AFTER)
    return case


def appealed(town):
    """An appeal of town.department, to be decided."""
    return Appeal.appeal(published(town), town.department, by=town.head, text="三月三日准时到场。", at=AFTER)


def closing(town):
    case = published(town)
    sweep(Assessment, at=CLOSED)
    case.refresh_from_db()
    return case


def frozen(town):
    case = closing(town)
    case.freeze(by=town.centre, at=CLOSED)
    return case


def sheet_of(case, department):
    """The sheet of a department as the pages show it."""
    return next(sheet for sheet in case.annual()["departments"] if sheet["code"] == department.code)
