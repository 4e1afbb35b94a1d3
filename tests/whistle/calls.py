"""Whistles at every point of their life, for the tests of what comes next. Times are working hours of MONDAY."""

from datetime import date, timedelta

from tests.town import MONDAY
from whistle.models import Whistle

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BLOWN = MONDAY + HOUR  # 10:00
REPORT_IN = MONDAY + 29 * HOUR  # Tuesday 14:00
GOOD = {"timeliness": 28, "attendance": 18, "handling": 25, "result": 17}


def content(town, **more):
    """What the form of a whistle says."""
    return {
        "title": "民房开墙打洞需联合执法", "kind": "enforcement", "source": "residents", "scope": "urban",
        "reason": "街道无执法权", "expected": "恢复原状", "report_in_at": REPORT_IN,
        "report_in_place": "增产里社区居委会", "lead": town.department, "assisting": [town.other_department],
    } | more  # fmt: skip


def drafted(town, at=MONDAY, **more):
    return Whistle.draft(by=town.operator, street=town.street, at=at, **content(town, **more))


def blown(town, at=BLOWN, **more):
    whistle = drafted(town, at=at, **more)
    whistle.blow(by=town.party_secretary, at=at)
    return whistle


def called(town, at=BLOWN, **more):
    """The lead department's order, dispatched."""
    return blown(town, at=at, **more).orders.get(lead=True)


def alone(town, **more):
    """The order of the only department called."""
    return called(town, assisting=[], **more)


def signed(town, order=None):
    order = order or alone(town)
    order.sign(by=town.clerk, at=BLOWN + 10 * MINUTE)
    return order


def reported_in(town, order=None):
    order = signed(town, order)
    order.report_in(by=town.clerk, at=REPORT_IN, attendee="张三", attendee_post="科长")
    return order


def answer(**more):
    return {
        "accepted_at": BLOWN, "talked_to": "李四", "measures": "现场拆除并恢复墙体",
        "solve_by": date(2026, 3, 5), "cost": 1200,
    } | more  # fmt: skip


def replied(town, order=None, at=REPORT_IN + HOUR):
    order = reported_in(town, order)
    order.reply(by=town.clerk, at=at, **answer())
    return order


def done(town, order=None):
    order = replied(town, order)
    order.confirm_result(by=town.operator, at=REPORT_IN + 2 * HOUR)
    return order


def score(order, **more):
    return {"order": order, **GOOD} | more
