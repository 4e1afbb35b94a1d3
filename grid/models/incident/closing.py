"""反馈 and 评价: the result is checked on the spot, and the reporter is heard before the matter is closed."""

from dataclasses import replace
from decimal import ROUND_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.case import verb
from grid.casework.deadlines import Unit

from ..calendar import calendar_now
from . import notices
from .remark import Word

CALLS = 3  # so many attempts to reach the reporter before the desk may close without their word


class Satisfaction(models.IntegerChoices):
    """The five levels of 好差评 (`domain.md` 5.3)."""

    VERY_SATISFIED = 5, _("very satisfied")
    SATISFIED = 4, _("satisfied")
    FAIRLY_SATISFIED = 3, _("fairly satisfied")
    DISSATISFIED = 2, _("dissatisfied")
    VERY_DISSATISFIED = 1, _("very dissatisfied")

    @property
    def is_unhappy(self):
        return self <= Satisfaction.DISSATISFIED


class Solved(models.TextChoices):
    SOLVED = "solved", _("solved")
    PARTLY = "partly", _("partly solved")
    UNSOLVED = "unsolved", _("not solved")


class Heard(models.TextChoices):
    """How the reporter was heard."""

    SELF = "self", _("by the reporter in the portal")
    LINK = "link", _("by the reporter through the query page")
    CALL = "call", _("call-back recorded by the desk")
    STREET = "street", _("by the street")


class ClosingKind(models.TextChoices):
    NORMAL = "normal", _("normal")
    UNHEARD = "unheard", _("nobody reached")
    CONTESTED = "contested", _("contested")
    SPECIAL = "special", _("forced")


class Closing:
    """The phases after the unit has handed in its result."""

    @verb
    def pass_check(self, *, by, photos=(), note="", at=None, version=None):
        """The check before closing (结案前核查) finds it done; the reporter is asked next."""
        step = self.move("pass_check", by=by, note=note, at=at, version=version, checked_at=lambda _case, at: at)
        self._attach(photos, step)
        self.stop_clocks("check", step=step)
        self.start_clock("evaluate", self.limit("evaluate"), step=step, calendar=calendar_now())
        self.tell(notices.desk(self), "incident.feedback", step.at, step.seq)

    @verb
    def fail_check(self, *, by, note, photos=(), at=None, version=None):
        """The check finds it not done: the same unit again, within half of the original limit (`domain.md` 4.1)."""
        step = self.move(
            "fail_check", by=by, note=note, at=at, version=version, rework_count=lambda case, _at: case.rework_count + 1
        )
        self._attach(photos, step)
        self.stop_clocks("check", step=step)
        self.start_clock("handle", self.half_limit(), step=step, calendar=calendar_now())
        self.tell(self.holder_seats, "incident.rework", step.at, step.seq)

    def half_limit(self):
        """Half of what the first handling was given (whole days rounded up), with the ladder of today."""
        first = self.clocks.filter(stage="handle").earliest("pk")
        whole = Decimal(1) if first.unit == Unit.CALENDAR_DAY else Decimal("0.01")
        half = (first.amount / 2).quantize(whole, ROUND_UP)
        return replace(self.limit("handle"), amount=half, unit=first.unit)

    @property
    def holder_seats(self):
        return notices.department(self.department_id) if self.department_id else notices.desk(self)

    def evaluate(self, *, by, satisfaction, solved, heard="", note="", at=None, version=None):
        """The reporter's word, given by themselves or recorded at the call-back; `heard` is a Heard.

        It closes the matter; but whoever is unhappy and finds it unsolved is heard: the first time it is
        handled again, the second time the district decides. What they said is kept as a remark, not in a step.
        """
        said = {"satisfaction": satisfaction, "solved": solved, "heard": heard or Heard.SELF}
        unheeded = Satisfaction(satisfaction).is_unhappy and solved == Solved.UNSOLVED
        answer = self._close_evaluated
        if unheeded:
            answer = self.contest if self.rehandle_count else self.handle_again
        answer(by=by, note=note, at=at, version=version, **said)

    @verb
    def _close_evaluated(self, *, by, satisfaction, solved, heard, note, at, version):
        step = self.move(
            "evaluate", by=by, at=at, version=version, satisfaction=satisfaction, solved=solved, heard=heard,
            closed_at=lambda _case, at: at,
        )  # fmt: skip
        self.remark(Word.REPORTER, note, step)
        self.end(step)

    @verb
    def handle_again(
        self, *, by, satisfaction=1, solved=Solved.UNSOLVED, heard=Heard.SELF, note="", at=None, version=None
    ):
        """重办, once: the reporter is unhappy and nothing was solved; half of the original limit."""
        told = {"satisfaction": satisfaction, "solved": solved, "heard": heard}
        step = self.move(
            "handle_again", by=by, at=at, version=version, data={"said": told},  # not what the row says from now on
            rehandle_count=lambda case, _at: case.rehandle_count + 1,
        )  # fmt: skip
        self.remark(Word.REPORTER, note, step)
        self.stop_clocks("evaluate", step=step)
        self.start_clock("handle", self.half_limit(), step=step, calendar=calendar_now())
        self.tell(self.holder_seats, "incident.rehandled", step.at, step.seq)

    @verb
    def contest(self, *, by, satisfaction=1, solved=Solved.UNSOLVED, heard=Heard.SELF, note="", at=None, version=None):
        """Unhappy and unsolved for the second time: the district centre decides."""
        step = self.move(
            "contest", by=by, at=at, version=version, satisfaction=satisfaction, solved=solved, heard=heard
        )
        self.remark(Word.REPORTER, note, step)
        self.stop_clocks("evaluate", step=step)
        self.tell(notices.centre(self), "incident.contested", step.at, step.seq)

    @verb
    def order_again(self, *, by, note, at=None, version=None):
        """The district has it handled once more; the reporter will be asked again."""
        step = self.move("order_again", by=by, note=note, at=at, version=version, **UNSAID)
        self.start_clock("handle", self.half_limit(), step=step, calendar=calendar_now())
        self.tell(self.holder_seats, "incident.rehandled", step.at, step.seq)

    @verb
    def close_contested(self, *, by, note, at=None, version=None):
        """The district closes a contested matter, with its reason; the reporter's word stands."""
        step = self.move(
            "close_contested", by=by, note=note, at=at, version=version, closing_kind=ClosingKind.CONTESTED,
            closed_at=lambda _case, at: at,
        )  # fmt: skip
        self.end(step)

    @verb
    def record_call(self, *, by, note="", at=None, version=None):
        """A call-back that reached nobody."""
        step = self.move("record_call", by=by, at=at, version=version, call_count=lambda case, _at: case.call_count + 1)
        self.remark(Word.CALL, note, step)

    @verb
    def close_unheard(self, *, by, note="", at=None, version=None):
        """Close without the reporter's word after three calls that reached nobody: in no rate of satisfaction."""
        step = self.move(
            "close_unheard", by=by, note=note, at=at, version=version, closing_kind=ClosingKind.UNHEARD,
            closed_at=lambda _case, at: at,
        )  # fmt: skip
        self.end(step)

    def end(self, step):
        """What every closing does: the clocks stop, nobody holds the matter any more, the unit hears of it."""
        self.stop_clocks(step=step)
        self.end_handings(step)
        self.tell_merged(step)
        if self.department_id:
            self.tell(notices.department(self.department_id), "incident.closed", step.at, step.seq)


UNSAID = {"satisfaction": None, "solved": "", "heard": ""}
