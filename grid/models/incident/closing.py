"""反馈 and 评价: the result is checked on the spot, and the reporter is heard before the matter is closed."""

from dataclasses import replace
from decimal import ROUND_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.case import verb
from grid.casework.deadlines import Unit

from ..calendar import calendar_now
from . import notices


class Satisfaction(models.IntegerChoices):
    """The five levels of 好差评 (`domain.md` 5.3)."""

    VERY_SATISFIED = 5, _("very satisfied")
    SATISFIED = 4, _("satisfied")
    FAIRLY_SATISFIED = 3, _("fairly satisfied")
    DISSATISFIED = 2, _("dissatisfied")
    VERY_DISSATISFIED = 1, _("very dissatisfied")


class Solved(models.TextChoices):
    SOLVED = "solved", _("solved")
    PARTLY = "partly", _("partly solved")
    UNSOLVED = "unsolved", _("not solved")


class Closing:
    """The phases after the unit has handed in its result."""

    @verb
    def pass_check(self, *, by, note="", at=None, version=None):
        """The check before closing (结案前核查) finds it done; the reporter is asked next."""
        step = self.move("pass_check", by=by, note=note, at=at, version=version, checked_at=lambda _case, at: at)
        self.stop_clocks("check", step=step)
        self.start_clock("evaluate", self.limit("evaluate"), step=step, calendar=calendar_now())
        self.tell(notices.desk(self), "incident.feedback", step.at, step.seq)

    @verb
    def fail_check(self, *, by, note, at=None, version=None):
        """The check finds it not done: the same unit again, within half of the original limit (`domain.md` 4.1)."""
        step = self.move(
            "fail_check", by=by, note=note, at=at, version=version, rework_count=lambda case, _at: case.rework_count + 1
        )
        self.stop_clocks("check", step=step)
        self.start_clock("handle", self.half_limit(), step=step, calendar=calendar_now())
        seats = notices.department(self.department_id) if self.department_id else notices.desk(self)
        self.tell(seats, "incident.rework", step.at, step.seq)

    def half_limit(self):
        """Half of what the first handling was given (whole days rounded up), with the ladder of today."""
        first = self.clocks.filter(stage="handle").earliest("pk")
        whole = Decimal(1) if first.unit == Unit.CALENDAR_DAY else Decimal("0.01")
        half = (first.amount / 2).quantize(whole, ROUND_UP)
        return replace(self.limit("handle"), amount=half, unit=first.unit)

    @verb
    def evaluate(self, *, by, satisfaction, solved, note="", at=None, version=None):
        """The reporter's word, given by themselves or recorded at the call-back; closes the matter."""
        step = self.move(
            "evaluate", by=by, note=note, at=at, version=version, satisfaction=satisfaction, solved=solved,
            closed_at=lambda _case, at: at,
        )  # fmt: skip
        self.stop_clocks(step=step)
        self.end_handings(step)
        if self.department_id:
            self.tell(notices.department(self.department_id), "incident.closed", step.at, step.seq)
