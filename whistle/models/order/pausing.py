"""延期 and 挂账 of an order: asked for before the limit is over, decided by whoever blew (`domain.md` 4.2)."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.models import calendar_now

from .. import notices

MOST_EXTENSIONS = 2
LONGEST = timedelta(days=366)


class Pausing:
    """Extensions (at most two, each one original limit), the one suspension, and clocks that stand still."""

    @verb
    def request_extension(self, *, by, note, at=None, version=None):
        """Ask for one more original limit, with a reason."""
        self.ask("request_extension", "order.extension_asked", by, note, at, version)

    @verb
    def approve_extension(self, *, by, note="", at=None, version=None):
        """One original limit more, and a new ladder."""
        step = self.move(
            "approve_extension", by=by, note=note, at=at, version=version,
            extension_count=lambda case, _at: case.extension_count + 1,
        )  # fmt: skip
        self.stop_clocks("pause", step=step)
        clock = self.running("handle")
        clock.extend(step.at, calendar_now(), self.limit("handle").ladder)
        self.keep_clock(clock)
        self.tell(notices.department(self.department_id), "order.extended", step)

    @verb
    def refuse_extension(self, *, by, note, at=None, version=None):
        """Refused, with a reason; it does not count among the two."""
        step = self.move("refuse_extension", by=by, note=note, at=at, version=version)
        self.stop_clocks("pause", step=step)
        self.tell(notices.department(self.department_id), "order.extension_refused", step)

    @verb
    def request_suspension(self, *, by, until, note, at=None, version=None):
        """Ask to let the matter rest until the date `until` (at most a year ahead), with a reason; once an order."""
        today = timezone.localdate(at)
        if not today < until <= today + LONGEST:
            raise ValidationError({"until": _("Choose a day after today, at most one year ahead.")})
        self.ask("request_suspension", "order.suspension_asked", by, note, at, version, suspend_until=until)

    @verb
    def approve_suspension(self, *, by, note="", at=None, version=None):
        """The handling clock stands still; it runs again by itself when the day begins."""
        step = self.move("approve_suspension", by=by, note=note, at=at, version=version, suspension_count=1)
        self.stop_clocks("pause", step=step)
        self.pause_clock("handle", step)
        wakes = timezone.make_aware(datetime.combine(self.suspend_until, time()))
        self.start_clock(
            "suspended", self.limit("suspended"), step=step, calendar=calendar_now(), due_at=max(wakes, step.at)
        )
        self.tell(notices.department(self.department_id), "order.suspended", step)

    @verb
    def refuse_suspension(self, *, by, note, at=None, version=None):
        step = self.move("refuse_suspension", by=by, note=note, at=at, version=version, suspend_until=None)
        self.stop_clocks("pause", step=step)
        self.tell(notices.department(self.department_id), "order.suspension_refused", step)

    @verb
    def resume(self, *, by=None, note="", at=None, version=None):
        """The clock runs again from now, with exactly what was left of it."""
        step = self.move("resume", by=by, note=note, at=at, version=version)
        self.run_again(step)
        self.tell(notices.department(self.department_id), "order.resumed", step)

    def struck(self, step):
        """The day came: the clock struck `resume` (`told_by_clock` tells the department)."""
        if step.verb == "resume":
            self.run_again(step)
            self.note_due()

    def run_again(self, step):
        self.stop_clocks("suspended", step=step, verdict="void")
        self.run_on("handle", step)

    def ask(self, verb, kind, by, note, at, version, **changes):
        """Ask the blower, who has a limit to answer; the limit of the order runs on meanwhile."""
        step = self.move(verb, by=by, note=note, at=at, version=version, **changes)
        self.start_clock("pause", self.limit("pause"), step=step, calendar=calendar_now())
        self.tell(notices.blowers(self.street_id), kind, step)

    # -- clocks that stand still ------------------------------------------------------

    def running(self, stage):
        """The running or suspended clock of a stage, or None."""
        return self.clocks.filter(stage=stage, stopped_at=None).first()

    def keep_clock(self, clock):
        clock.save()
        self._due_moved = True

    def pause_clock(self, stage, step):
        """Let the stage's clock stand still, where one runs."""
        if clock := self.running(stage):
            clock.suspend(step.at)
            self.keep_clock(clock)

    def run_on(self, stage, step):
        """Let the stage's clock run again with what was left of it, where one stands still."""
        if clock := self.running(stage):
            clock.resume(step.at, calendar_now(), self.limit(stage).ladder)
            self.keep_clock(clock)

    # -- hindrances ---------------------------------------------------------------------

    @property
    def last_word(self):
        """What the department said when it asked, objected or disputed, while that waits; empty otherwise."""
        asked = Q(verb__in=("request_extension", "request_suspension", "object"), new=self.status)
        if self.attendance_disputed and not self.attendance_ruling:
            asked |= Q(verb="dispute_attendance")
        return getattr(self.steps.filter(asked).order_by("seq").last(), "note", "")

    def hindered_extension(self, at):
        clock = self.running("handle")
        if self.extension_count >= MOST_EXTENSIONS:
            return _("It was extended twice already; there is no third time.")
        if clock and clock.amount is None:
            return _("The limit is an agreed date: agree on another one with the street.")
        return self.hindered_by_lateness(at)

    def hindered_suspension(self, at):
        if self.suspension_count:
            return _("It was suspended once already.")
        return self.hindered_by_lateness(at)

    def hindered_by_lateness(self, at):
        clock = self.running("handle")
        if clock and clock.is_late(at):
            return _("The limit is over: this is asked for and granted before it is.")
        return ""
