"""Ends out of the ordinary, and what comes after an end: forced, void, reopened, appealed, archived."""

from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from grid.casework.case import verb
from grid.casework.sql import database_now

from ..calendar import calendar_now
from . import notices
from .closing import UNSAID, ClosingKind
from .handing import Part

KEPT_OPEN = timedelta(days=30)  # so long a closed matter may be reopened; then it is archived


class Appeal(models.TextChoices):
    """超时申诉: reviewed twice; the fact stays, a granted appeal counts as on time (`domain.md` 2.3.6)."""

    ASKED = "asked", _("asked")
    REVIEWED = "reviewed", _("supported by the desk")
    GRANTED = "granted", _("granted")
    DISMISSED = "dismissed", _("dismissed")


class Ending:
    """The district's last words."""

    @verb
    def void(self, *, by, note, at=None, version=None):
        """作废: entered by mistake; the reason is kept, no limit is judged."""
        step = self.move("void", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step, verdict="void")
        self.end_handings(step)

    @verb
    def force_close(self, *, by, note, at=None, version=None):
        """强制结案: closed by authority without the check; counted apart, and never among what was closed well."""
        step = self.move(
            "force_close", by=by, note=note, at=at, version=version, closing_kind=ClosingKind.SPECIAL, **UNSAID,
            closed_at=lambda _case, at: at,
        )  # fmt: skip
        self.end(step)

    @verb
    def reopen(self, *, by, note, at=None, version=None):
        """重启 within 30 days: the unit that had it handles it again, with a full limit; the reporter is asked anew."""
        step = self.move(
            "reopen", by=by, note=note, at=at, version=version, closed_at=None, closing_kind=ClosingKind.NORMAL,
            reopen_count=lambda case, _at: case.reopen_count + 1, **UNSAID,
        )  # fmt: skip
        if self.department_id:
            self.handings.create(department_id=self.department_id, part=Part.LEAD, from_seq=step.seq)
        self.start_clock("handle", self.limit("handle"), step=step, calendar=calendar_now())
        self.tell(self.holder_seats, "incident.reopened", step.at, step.seq)

    @verb
    def appeal(self, *, by, note, at=None, version=None):
        """The unit says why its lateness should not count: once, after the close."""
        step = self.move("appeal", by=by, note=note, at=at, version=version, appeal_state=Appeal.ASKED)
        self.tell(notices.desk(self), "incident.appeal_asked", step.at, step.seq)

    @verb
    def review_appeal(self, *, by, support, note, at=None, version=None):
        """First review, by the desk."""
        state = Appeal.REVIEWED if support else Appeal.DISMISSED
        step = self.move("review_appeal", by=by, note=note, at=at, version=version, appeal_state=state)
        self.tell_appeal(step, notices.supervision_office(self) if support else None)

    @verb
    def decide_appeal(self, *, by, grant, note, at=None, version=None):
        """Second review, by the supervision office; granted, the matter counts as on time, and the fact stays."""
        state = Appeal.GRANTED if grant else Appeal.DISMISSED
        step = self.move("decide_appeal", by=by, note=note, at=at, version=version, appeal_state=state, is_exempt=grant)
        self.tell_appeal(step)

    def tell_appeal(self, step, seats=None):
        kind = "incident.appeal_asked" if seats else f"incident.appeal_{self.appeal_state}"
        self.tell(seats or notices.department(self.department_id), kind, step.at, step.seq)

    @classmethod
    def archive_due(cls, at=None, batch=500):
        """Archive what was closed more than 30 days before `at`, in batches; return how many. May be run twice."""
        done = 0
        while moved := cls._archive_batch(at or database_now(), batch):
            done += moved
        return done

    @classmethod
    @transaction.atomic
    def _archive_batch(cls, at, batch):
        old = cls._base_manager.filter(status="closed", closed_at__lte=at - KEPT_OPEN).order_by("closed_at", "pk")
        cases = list(old.select_for_update(of=("self",), skip_locked=True, no_key=True)[:batch])
        if cases:
            cls.move_many(cases, "archive", at=at)
        return len(cases)
