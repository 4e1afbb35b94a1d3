"""延期 and 挂账: more time for the handling, asked for before its limit is over and decided by others
(`domain.md` 2.3.6, 4.2)."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from .case import verb

MOST_EXTENSIONS = 2
LONGEST = timedelta(days=366)


class Pausable:
    """Extensions (at most two, each one original limit) and the one suspension of a case, once they are asked for.

    The kind of case says how long a stage takes (`limit`), by which calendar (`calendar`), in which stage a request
    is decided (`DECIDING`), what falls with a request for an extension (`SETTLED`), and tells whoever asked
    (`tell_asker`). It has the fields extension_count, suspension_count and suspend_until, and the verbs in its flow.
    """

    DECIDING: str
    SETTLED: dict[str, object] = {}

    # -- asked for --------------------------------------------------------------------

    def check_until(self, until, at):
        """Raise ValidationError unless the day `until` lies ahead of `at`, at most a year."""
        today = timezone.localdate(at)
        if not today < until <= today + LONGEST:
            raise ValidationError({"until": _("Choose a day after today, at most one year ahead.")})

    def start_deciding(self, step):
        """Whoever decides has a limit for it; the limit of the handling runs on meanwhile."""
        self.start_clock(self.DECIDING, self.limit(self.DECIDING), step=step, calendar=self.calendar())

    # -- decided ----------------------------------------------------------------------

    @verb
    def approve_extension(self, *, by, note="", at=None, version=None):
        """One original limit is added to the due moment, and a new ladder begins."""
        step = self.move(
            "approve_extension", by=by, note=note, at=at, version=version, **self.SETTLED,
            extension_count=lambda case, _at: case.extension_count + 1,
        )  # fmt: skip
        self.stop_clocks(self.DECIDING, step=step)
        clock = self.running("handle")
        clock.extend(step.at, self.calendar(), self.limit("handle").ladder)
        self.keep_clock(clock)
        self.tell_asker("extended", step)

    @verb
    def refuse_extension(self, *, by, note, at=None, version=None):
        """Refused, with a reason; it does not count among the two."""
        step = self.move("refuse_extension", by=by, note=note, at=at, version=version, **self.SETTLED)
        self.stop_clocks(self.DECIDING, step=step)
        self.tell_asker("extension_refused", step)

    @verb
    def approve_suspension(self, *, by, note="", at=None, version=None):
        """The handling clock stands still; it runs again by itself when the day begins."""
        step = self.move("approve_suspension", by=by, note=note, at=at, version=version, suspension_count=1)
        self.stop_clocks(self.DECIDING, step=step)
        self.pause_clock("handle", step)
        wakes = timezone.make_aware(datetime.combine(self.suspend_until, time()))
        self.start_clock(
            "suspended", self.limit("suspended"), step=step, calendar=self.calendar(), due_at=max(wakes, step.at)
        )
        self.tell_asker("suspended", step)

    @verb
    def refuse_suspension(self, *, by, note, at=None, version=None):
        """Refused, with a reason; it may be asked for once more."""
        step = self.move("refuse_suspension", by=by, note=note, at=at, version=version, suspend_until=None)
        self.stop_clocks(self.DECIDING, step=step)
        self.tell_asker("suspension_refused", step)

    @verb
    def resume(self, *, by=None, note="", at=None, version=None):
        """The clock runs again from now, with exactly what was left of it."""
        step = self.move("resume", by=by, note=note, at=at, version=version)
        self.run_again(step)
        self.tell_asker("resumed", step)

    def struck(self, step):
        """The day came: the clock struck `resume` (`told_by_clock` tells whoever asked)."""
        if step.verb == "resume":
            self.run_again(step)
            self.note_due()

    def run_again(self, step):
        self.stop_clocks("suspended", step=step, verdict="void")
        self.run_on("handle", step)

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
            clock.resume(step.at, self.calendar(), self.limit(stage).ladder)
            self.keep_clock(clock)
