"""What the forms of this floor say, and its moments: MONDAY 09:00 the blow, 13:00 the report-in."""

from datetime import date, timedelta

from django.utils import timezone

from tests.town import MONDAY

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
REPORT_IN = MONDAY + 4 * HOUR


def just_now():
    """Half an hour ago by the real clock, for what is then pressed on a page."""
    return timezone.now() - HOUR / 2


def content(town, **more):
    """The fields of a whistle as its verbs take them."""
    return {
        "title": "民房开墙打洞需联合执法", "kind_id": "enforcement", "source": "public", "scope": "urban",
        "reason": "街道无执法权", "expected": "恢复原状", "report_in_at": REPORT_IN,
        "report_in_place": "增产里社区居委会", "lead": town.department, "assisting": [town.other_department],
    } | more  # fmt: skip


def form(town, **more):
    """The same as a browser sends it; the report-in time lies half an hour ahead of the real clock."""
    soon = timezone.localtime() + HOUR / 2
    said = content(town, kind="enforcement", lead=town.department.pk, assisting=[town.other_department.pk])
    del said["kind_id"]
    return said | {"report_in_at": soon.strftime("%Y-%m-%dT%H:%M")} | more


def answer(**more):
    """A department's reply with its four elements."""
    return {
        "accepted_at": MONDAY, "talked_to": "李四", "measures": "现场拆除并恢复墙体",
        "solve_by": date(2026, 3, 5), "cost": 1200,
    } | more  # fmt: skip


def answer_form(**more):
    """The same as a browser sends it."""
    return answer(accepted_at="2026-03-02T09:00", solve_by="2026-03-05") | more
