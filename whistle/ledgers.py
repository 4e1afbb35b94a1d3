"""The lists of whistles, orders and supervision slips as files."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.exports import Column, Ledger, choice, ledger, moment, moment_of, named, number, text, verdict, yes_or_no
from grid.models import Department, Grid
from whistle.filters import OrderFilter, ProblemFilter, SupervisionFilter, VisitFilter, WhistleFilter
from whistle.models import Order, OrderClock, PointEntry, SolvedProblem, Supervision, Visit, Whistle
from whistle.point_filter import PointFilter
from whistle.year_ledgers import DEPARTMENTS_OF_A_YEAR, STREETS_OF_A_YEAR


def plain(label, name, width=22):
    """What the house wrote itself."""
    return Column(label, lambda row, _names: getattr(row, name), width)


def of_whistle(column):
    """The same column of the whistle that an order belongs to."""
    return Column(column.label, lambda row, names: column.value(row.whistle, names), column.width)


def progress(rows):
    return rows.select_related("kind").with_progress().with_supervised().with_next_due()


WHISTLE_COLUMNS = (
    plain(_("Number"), "number"),
    text(_("What for"), "title", 32),
    Column(pgettext_lazy("whistle", "Kind"), lambda row, _names: str(row.kind), 12),
    choice(_("Source"), "source"),
    choice(_("Status"), "status", 12),
    named(_("Street"), "street"),
    named(_("Community"), "community"),
    text(_("Why the street cannot"), "reason", 40),
    named(_("Lead department"), "lead", 20),
    number(_("Departments called"), "n_called"),
    number(_("Departments that came"), "n_arrived"),
    moment(pgettext_lazy("moment", "Drafted"), "created_at"),
    moment(pgettext_lazy("moment", "Blown"), "blown_at"),
    moment(_("Report in"), "report_in_at"),
    text(_("Report in where"), "report_in_place"),
    Column(_("Next limit"), lambda row, _names: moment_of(row.next_due), 17),
    moment(pgettext_lazy("moment", "Closed"), "closed_at"),
    yes_or_no(_("Under supervision"), "supervised"),
)


def with_whistle(rows):
    clocks = OrderClock.objects.filter(stage="handle").order_by("pk")
    return rows.select_related("whistle__kind", "rating").prefetch_related(
        "rating__revisions", Prefetch("clocks", clocks, to_attr="handlings")
    )


def points(row, _names):
    return row.rating.standing.total if hasattr(row, "rating") else None


ORDER_COLUMNS = (
    plain(_("Number"), "number", 24),
    of_whistle(text(_("What for"), "title", 32)),
    of_whistle(Column(pgettext_lazy("whistle", "Kind"), lambda row, _names: str(row.kind), 12)),
    named(_("Department"), "department", 20),
    yes_or_no(_("Lead department"), "lead"),
    named(_("Office"), "unit"),
    named(_("Street"), "street"),
    choice(_("Status"), "status", 12),
    moment(pgettext_lazy("moment", "Called"), "created_at"),
    moment(_("Report in"), "report_in_at"),
    moment(pgettext_lazy("moment", "Signed"), "signed_at"),
    moment(pgettext_lazy("moment", "Reported in"), "reported_at"),
    yes_or_no(_("Reported in late"), "reported_late"),
    choice(_("Attendance by the street's word"), "attendance"),
    yes_or_no(_("Disputed by the department"), "attendance_disputed"),
    choice(_("Attendance as ruled"), "attendance_ruling"),
    text(pgettext_lazy("reply", "Measures"), "measures", 40),
    moment(pgettext_lazy("moment", "Replied"), "replied_at"),
    moment(pgettext_lazy("moment", "Accepted by the street"), "done_at"),
    moment(_("Next limit"), "due_at"),
    Column(_("Handled on time?"), verdict, 10),
    number(_("Cost in yuan"), "cost", 12),
    Column(_("Points"), points, 8),
)


def answering(row, names):
    """Who answers: a department, a place, or the section of a street."""
    side = names(Department, row.department_id) or names(Grid, row.desk_id)
    return f"{side} · {row.section}" if row.section else side


SUPERVISION_COLUMNS = (
    plain(_("Number"), "number"),
    text(_("Matter"), "title", 32),
    choice(_("Level"), "level"),
    choice(_("What was late"), "type"),
    choice(_("How it was found"), "inspection"),
    choice(_("Status"), "status", 12),
    named(pgettext_lazy("slip", "Supervised by"), "overseer"),
    named(_("Street"), "street"),
    text(_("Place"), "place"),
    text(_("What is required"), "requirement", 32),
    Column(_("Answers"), answering, 20),
    moment(_("Overdue since"), "overdue_since"),
    moment(_("Registered"), "created_at"),
    moment(_("Sent out"), "sent_at"),
    moment(_("Reply due"), "due_at"),
    number(_("Extensions"), "extension_count"),
    number(_("Items"), "n_items"),
    number(_("Items struck off"), "n_struck"),
    number(_("Points deducted"), "deduction"),
    text(_("Why it was late"), "reason", 32),
    text(pgettext_lazy("reply", "Measures"), "measures", 32),
)

ledger(Ledger("whistles", _("Whistles"), "whistle:whistles", Whistle, WhistleFilter, WHISTLE_COLUMNS, progress))
ledger(Ledger("orders", _("Orders"), "whistle:orders", Order, OrderFilter, ORDER_COLUMNS, with_whistle))


def side(row, names):
    """Whose points they are."""
    return names(Department, row.department_id) or names(Grid, row.street_id)


POINT_COLUMNS = (
    number(_("Year"), "year"),
    Column(_("Department or street"), side, 20),
    choice(pgettext_lazy("points", "kind"), "kind"),
    number(_("Points"), "points"),
    text(_("Reason"), "reason", 40),
    moment(pgettext_lazy("points", "Entered"), "at"),
)


def with_items(rows):
    return rows.with_items()


SLIPS = _("Supervision"), "whistle:supervisions", Supervision, SupervisionFilter, SUPERVISION_COLUMNS, with_items
ledger(Ledger("supervisions", *SLIPS))
ledger(Ledger("points", _("Bonuses and deductions"), "whistle:points", PointEntry, PointFilter, POINT_COLUMNS))


def of_visit(column):
    """The same column of the visit on which a problem was solved."""
    return Column(column.label, lambda row, names: column.value(row.visit, names), column.width)


def with_visit(rows):
    return rows.select_related("visit")


WHO_AND_WHERE = (
    named(_("Leader"), "leader"),
    named(_("Street"), "street"),
    named(_("Community"), "community"),
    moment(_("When"), "at"),
)
VISIT_COLUMNS = (
    *WHO_AND_WHERE,
    text(_("With whom"), "with_whom"),
    text(_("What was seen"), "seen", 40),
    number(_("Solved on the spot"), "solved"),
    text(pgettext_lazy("of a visit", "Note"), "note"),
)
PROBLEM_COLUMNS = (text(_("Problem"), "text", 40), *map(of_visit, WHO_AND_WHERE))
ledger(Ledger("visits", _("Visits"), "whistle:visits", Visit, VisitFilter, VISIT_COLUMNS))
SOLVED = _("Problems solved on the spot"), "whistle:problems", SolvedProblem, ProblemFilter, PROBLEM_COLUMNS
ledger(Ledger("problems", *SOLVED, with_visit))
ledger(DEPARTMENTS_OF_A_YEAR)
ledger(STREETS_OF_A_YEAR)
