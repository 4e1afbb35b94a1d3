"""延期 and 挂账: more time, asked for before the limit is over and approved by others (`domain.md` 2.3.6)."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.casework.case import verb

from ..calendar import calendar_now
from . import notices

MOST_EXTENSIONS = 2
LONGEST = timedelta(days=366)


class Pausing:
    """Extensions (at most two, each one original limit) and the one suspension."""

    def running(self, stage):
        """The running or suspended clock of a stage, or None."""
        return self.clocks.filter(stage=stage, stopped_at=None).first()

    @property
    def last_word(self):
        """What was said when an extension or suspension was asked for, while it waits; empty otherwise."""
        asked = self.steps.filter(verb__in=("request_extension", "request_suspension"), new=self.status)
        return getattr(asked.last(), "note", "")

    @verb
    def request_extension(self, *, by, note, at=None, version=None):
        """Ask for one more original limit, with a reason; what the head asks for the head has endorsed."""
        endorsed = self.is_head(by, at)
        step = self.move("request_extension", by=by, note=note, at=at, version=version, extension_endorsed=endorsed)
        self.start_clock("decide", self.limit("decide"), step=step, calendar=calendar_now())
        seats = notices.desk(self) if endorsed else notices.head(self)
        self.tell(seats, "incident.extension_asked", step.at, step.seq)

    def is_head(self, user, at=None):
        post = self.hand("endorse_extension", user, at) if user else None
        return post is not None

    @verb
    def endorse_extension(self, *, by, note="", at=None, version=None):
        """The unit's head approves first; the desk decides."""
        step = self.move("endorse_extension", by=by, note=note, at=at, version=version, extension_endorsed=True)
        self.tell(notices.desk(self), "incident.extension_asked", step.at, step.seq)

    @verb
    def approve_extension(self, *, by, note="", at=None, version=None):
        """The desk approves: one original limit is added to the due moment, and a new ladder begins."""
        step = self.move(
            "approve_extension", by=by, note=note, at=at, version=version, extension_endorsed=False,
            extension_count=lambda case, _at: case.extension_count + 1,
        )  # fmt: skip
        self.stop_clocks("decide", step=step)
        clock = self.running("handle")
        clock.extend(step.at, calendar_now(), self.limit("handle").ladder)
        clock.save()
        self.tell(notices.department(self.department_id), "incident.extended", step.at, step.seq)

    @verb
    def refuse_extension(self, *, by, note, at=None, version=None):
        """Refused, with a reason; it does not count among the two."""
        step = self.move("refuse_extension", by=by, note=note, at=at, version=version, extension_endorsed=False)
        self.stop_clocks("decide", step=step)
        self.tell(notices.department(self.department_id), "incident.extension_refused", step.at, step.seq)

    @verb
    def request_suspension(self, *, by, until, note, at=None, version=None):
        """Ask to let the matter rest until the date `until` (at most a year ahead), with a reason; once a case."""
        today = timezone.localdate(at)
        if not today < until <= today + LONGEST:
            raise ValidationError({"until": _("Choose a day after today, at most one year ahead.")})
        step = self.move("request_suspension", by=by, note=note, at=at, version=version, suspend_until=until)
        self.start_clock("decide", self.limit("decide"), step=step, calendar=calendar_now())
        self.tell(notices.desk(self), "incident.suspension_asked", step.at, step.seq)

    @verb
    def approve_suspension(self, *, by, note="", at=None, version=None):
        """The handling clock stands still; it runs again by itself when the day begins."""
        step = self.move("approve_suspension", by=by, note=note, at=at, version=version, suspension_count=1)
        self.stop_clocks("decide", step=step)
        clock = self.running("handle")
        clock.suspend(step.at)
        clock.save()
        wakes = timezone.make_aware(datetime.combine(self.suspend_until, time()))
        self.start_clock(
            "suspended", self.limit("suspended"), step=step, calendar=calendar_now(), due_at=max(wakes, step.at)
        )
        self.tell(notices.department(self.department_id), "incident.suspended", step.at, step.seq)

    @verb
    def refuse_suspension(self, *, by, note, at=None, version=None):
        step = self.move("refuse_suspension", by=by, note=note, at=at, version=version, suspend_until=None)
        self.stop_clocks("decide", step=step)
        self.tell(notices.department(self.department_id), "incident.suspension_refused", step.at, step.seq)

    @verb
    def resume(self, *, by=None, note="", at=None, version=None):
        """The clock runs again from now, with exactly what was left of it."""
        step = self.move("resume", by=by, note=note, at=at, version=version)
        self.run_again(step)
        self.tell(notices.department(self.department_id), "incident.resumed", step.at, step.seq)

    def struck(self, step):
        """The day came: the clock struck `resume` (`told_by_clock` tells the department)."""
        if step.verb == "resume":
            self.run_again(step)
            self.note_due()

    def run_again(self, step):
        self.stop_clocks("suspended", step=step, verdict="void")
        clock = self.running("handle")
        clock.resume(step.at, calendar_now(), self.limit("handle").ladder)
        clock.save()
