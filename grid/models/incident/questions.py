"""Figures as questions: what a dashboard counts and what the list behind the number shows are one queryset.

Definitions: `domain.md` 5.1. A period is judged as things stood at its end (or stand at `at`, while it
lasts), so nothing that happens to a matter afterwards improves a figure; on time is what the handling
clocks say.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..category import Category
from .closing import ClosingKind
from .status import FINISHED, UNCOUNTED

VOID, LATE = "void", "late"


class IncidentFigure(models.TextChoices):
    """The numbers a page shows about incidents, each with its list."""

    REPORTED = "reported", _("reported in the period")
    ACCEPTED = "accepted", _("accepted in the period")
    FINISHED = "finished", _("accepted in the period and closed by now")
    CLOSED = "closed", _("closed in the period")
    DUE = "due", _("due in the period")
    DUE_CLOSED = "due_closed", _("due in the period and closed")
    ON_TIME = "on_time", _("due in the period and closed on time")
    FORCED = "forced", _("forced to close in the period")
    OPEN = "open", _("open now")
    OVERDUE = "overdue", _("overdue now")
    REPORTS = "reports", _("reports of the period, declined ones aside")

    @property
    def is_of_now(self):
        """Whether the figure tells how things stand now, whatever the period."""
        return self in {IncidentFigure.OPEN, IncidentFigure.OVERDUE}


def within(field, period):
    """The condition that the moment in `field` lies in the half-open period."""
    return Q(**{f"{field}__gte": period.start, f"{field}__lt": period.end})


class Mark(models.TextChoices):
    """What happened to a matter out of the ordinary; ledgers are lists of these (`domain.md` 2.3.6)."""

    RETURNED = "returned", _("sent back")
    EXTENDED = "extended", _("extended")
    SUSPENDED = "suspended", _("suspended once")
    REWORKED = "reworked", _("failed a check")
    REHANDLED = "rehandled", _("handled again for the reporter")
    REOPENED = "reopened", _("reopened")
    FORCED = "forced", _("forced to close")
    UNHEARD = "unheard", _("closed with nobody reached")
    INSTRUCTED = "instructed", _("leader's instruction")
    APPEALED = "appealed", _("appealed against")
    EXEMPT = "exempt", _("appeal granted")


MARKED = {
    Mark.RETURNED: Q(return_count__gt=0),
    Mark.EXTENDED: Q(extension_count__gt=0),
    Mark.SUSPENDED: Q(suspension_count__gt=0),
    Mark.REWORKED: Q(rework_count__gt=0),
    Mark.REHANDLED: Q(rehandle_count__gt=0),
    Mark.REOPENED: Q(reopen_count__gt=0),
    Mark.FORCED: Q(closing_kind=ClosingKind.SPECIAL),
    Mark.UNHEARD: Q(closing_kind=ClosingKind.UNHEARD),
    Mark.INSTRUCTED: Q(is_instructed=True),
    Mark.APPEALED: ~Q(appeal_state=""),
    Mark.EXEMPT: Q(is_exempt=True),
}
# What no rate counts, and what counts as finished: a forced close is a figure of its own (`domain.md` 2.3.6).
COUNTED = ~Q(status__in=UNCOUNTED)
WELL_CLOSED = Q(status__in=FINISHED) & ~Q(closing_kind=ClosingKind.SPECIAL)


def accepted(period):
    """A matter put right on the spot counts as accepted when it was reported: nobody else takes it."""
    taken = within("accepted_at", period) | (Q(is_self_handled=True) & within("created_at", period))
    return taken & COUNTED


def again():
    """The condition that a report tells of a matter reported more than once."""
    return Q(repeat_count__gte=1) | Q(merged_into__isnull=False)


class Questions:
    """Questions about many incidents over a Period (mixed into their queryset)."""

    def reported_in(self, period):
        return self.filter(within("created_at", period))

    def counted_reports(self):
        """Every report that somebody made of something: declined and void ones aside, merged ones too."""
        return self.exclude(status__in=["declined", "void"])

    def reports_in(self, period):
        return self.counted_reports().reported_in(period)

    def reported_again(self):
        return self.filter(again())

    def accepted_in(self, period):
        return self.filter(accepted(period))

    def finished_of_accepted(self, period):
        """Accepted in the period and closed by now: the part of 办结率 (cumulative)."""
        return self.accepted_in(period).filter(WELL_CLOSED)

    def closed_in(self, period):
        return self.filter(within("closed_at", period) & WELL_CLOSED)

    def forced_in(self, period):
        """强制结案: closed by authority, whatever was handled (`domain.md` 2.3.6)."""
        return self.filter(within("closed_at", period), status__in=FINISHED, closing_kind=ClosingKind.SPECIAL)

    def due_in(self, period, at=None):
        """应结案: its handling ended in the period, or was still to end at its close and past its deadline.

        `at` is the present moment: while a period lasts, a deadline still ahead of it asks for nothing.
        """
        return self.filter(pk__in=self._judged(period, at).values("case"))

    def closed_of_due(self, period, at=None):
        return self.due_in(period, at).filter(WELL_CLOSED, closed_at__lt=period.end)

    def closed_on_time(self, period, at=None):
        """Closed, and no handling of it (the first, or again after a failed check) ended late."""
        return self.closed_of_due(period, at).exclude(self.handled_late(period))

    def handled_late(self, period):
        """The condition that a handling of the matter ended late before the period was over, and nothing excuses it."""
        late = self._handlings(period).filter(case=OuterRef("pk"), verdict=LATE, stopped_at__lt=period.end)
        return Q(Exists(late)) & Q(is_exempt=False)

    def in_group(self, major):
        """Incidents whose type belongs to a group of types, by the group's code."""
        return self.filter(category__in=Category.objects.filter(major=major))

    def figure(self, name, period, at):
        """The incidents behind a number: `name` is an IncidentFigure, `at` the moment of what is now."""
        of_now = {IncidentFigure.OPEN: self.open, IncidentFigure.OVERDUE: lambda: self.overdue(at)}
        if name in of_now:
            return of_now[name]()
        judged = {
            IncidentFigure.DUE: self.due_in,
            IncidentFigure.DUE_CLOSED: self.closed_of_due,
            IncidentFigure.ON_TIME: self.closed_on_time,
        }
        if name in judged:
            return judged[name](period, at)
        asked = {
            IncidentFigure.REPORTED: self.reported_in,
            IncidentFigure.ACCEPTED: self.accepted_in,
            IncidentFigure.FINISHED: self.finished_of_accepted,
            IncidentFigure.CLOSED: self.closed_in,
            IncidentFigure.FORCED: self.forced_in,
            IncidentFigure.REPORTS: self.reports_in,
        }
        return asked[name](period)

    def _handlings(self, period):
        """The handling clocks that had begun when the period was over."""
        clocks = self.model.clocks.rel.related_model.objects
        return clocks.filter(stage="handle", started_at__lt=period.end)

    def _judged(self, period, at):
        """The last handling clock of every matter that was due in the period."""
        until = min(period.end, at) if at else period.end
        begun = self._handlings(period)
        ended = within("stopped_at", period) & ~Q(verdict=VOID)
        running = Q(stopped_at=None, suspended_at=None) | Q(stopped_at__gte=period.end)
        later = begun.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
        return begun.filter(ended | (running & Q(due_at__lt=until))).exclude(Exists(later))
