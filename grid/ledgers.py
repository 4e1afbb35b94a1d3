"""The list of incidents as a file."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.exports import Column, Ledger, choice, ledger, moment, named, number, text, verdict, yes_or_no
from grid.filters import IncidentFilter
from grid.masks import masked_name, masked_phone
from grid.models import Incident, IncidentClock


def handlings(rows):
    """Each row with its handling clocks, first to last (`handlings`)."""
    clocks = IncidentClock.objects.filter(stage="handle").order_by("pk")
    return rows.prefetch_related(Prefetch("clocks", clocks, to_attr="handlings"))


def handling_due(row, _names):
    return row.handlings[-1].due_at if row.handlings else None


def reporter(row, _names):
    """Who told it, masked."""
    return f"{masked_name(row.reporter_name)} {masked_phone(row.reporter_phone)}".strip()


# One line a column; what is added to an incident is added here.
COLUMNS = (
    Column(_("Number"), lambda row, _names: row.number, 22),
    text(_("Title"), "title", 32),
    named(_("Type"), "category", 18),
    choice(_("Urgency"), "urgency", 8),
    choice(_("Source"), "source"),
    choice(_("Status"), "status", 12),
    named(_("Street"), "street"),
    named(_("Community"), "community"),
    named(_("Base grid"), "grid", 22),
    text(_("Address"), "address"),
    text(_("What is the matter"), "text", 40),
    Column(_("Reporter"), reporter, 18),
    named(_("Department"), "department", 20),
    named(_("Office"), "unit"),
    moment(pgettext_lazy("moment", "Reported"), "created_at"),
    moment(pgettext_lazy("moment", "Accepted"), "accepted_at"),
    moment(pgettext_lazy("moment", "Dispatched"), "dispatched_at"),
    moment(pgettext_lazy("moment", "Signed"), "signed_at"),
    moment(pgettext_lazy("moment", "Handled"), "handled_at"),
    moment(pgettext_lazy("moment", "Checked"), "checked_at"),
    moment(pgettext_lazy("moment", "Closed"), "closed_at"),
    moment(_("Next limit"), "due_at"),
    Column(_("Handling due"), handling_due, 17),
    Column(_("Handled on time?"), verdict, 10),
    text(_("Result"), "result", 32),
    number(_("Cost in yuan"), "cost", 12),
    choice(_("Satisfaction"), "satisfaction", 10),
    choice(_("Solved?"), "solved", 10),
    number(_("Reported again, times"), "repeat_count"),
    number(_("Sent back, times"), "return_count"),
    number(_("Extended, times"), "extension_count"),
    number(_("Suspended, times"), "suspension_count"),
    number(_("Failed the check, times"), "rework_count"),
    number(_("Handled again after the call-back, times"), "rehandle_count"),
    number(_("Reopened, times"), "reopen_count"),
    choice(_("Why declined"), "decline_reason"),
    choice(_("How it was closed"), "closing_kind"),
    yes_or_no(_("Counts as on time"), "is_exempt"),
    yes_or_no(_("Handled on the spot"), "is_self_handled"),
    text(_("Number elsewhere"), "external_number", 18),
)

ledger(Ledger("incidents", _("Incidents"), "grid:incidents", Incident, IncidentFilter, COLUMNS, handlings))
