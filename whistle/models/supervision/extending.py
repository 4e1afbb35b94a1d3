"""More time (延期): asked for before the limit is over, decided by whoever supervises and nobody else."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.case import verb
from grid.models import TimeLimit, calendar_now

from .flow import SupervisionLevel

MOST_EXTENSIONS = 1


class Extending:
    """The extension of the reply limit: once, by one original limit; refusals do not count."""

    @property
    def reply_limit(self):
        """How long the supervised side has, by the colour of the slip."""
        return self.limit_of(self.level, self.is_of_street)

    @classmethod
    def limit_of(cls, level, of_street):
        """How long a colour leaves for the reply, before the district's office or before a street."""
        if not of_street:
            return TimeLimit.objects.limit_for(cls.KIND, "reply", level)
        limit = TimeLimit.objects.limit_for(cls.KIND, "reply", (f"street{level}", str(level)))
        # Whatever its ladder says, no clock of a street leads to accountability.
        return replace(limit, ladder=tuple(rung for rung in limit.ladder if rung.effect != "strike:propose"))

    @property
    def asked_why(self):
        """Why more time is asked for, while that waits; otherwise empty."""
        return getattr(self.steps.filter(verb="request_extension", new=self.status).last(), "note", "")

    def no_more_time(self):
        """Why this slip gets no extension, or ""."""
        if self.level == SupervisionLevel.RED:
            return _("A red slip is answered the same day: there is no more time.")
        if self.extension_count >= MOST_EXTENSIONS:
            return _("More time was given already.")
        return ""

    def limit_over(self, at):
        """Why it comes too late, or ""."""
        return _("The limit is over.") if self.due_at <= (at or timezone.now()) else ""

    @verb
    def request_extension(self, *, by, note, at=None, version=None):
        """Ask for one more original limit, with a reason; the clock runs on until somebody decides."""
        step = self.move("request_extension", by=by, note=note, at=at, version=version)
        self.tell(self.overseeing_seats, "supervision.extension_asked", step)

    @verb
    def approve_extension(self, *, by, note="", at=None, version=None):
        """One original limit is added to the due moment, and the ladder begins anew."""
        more = {"extension_count": lambda case, _at: case.extension_count + 1}
        step = self.move("approve_extension", by=by, note=note, at=at, version=version, **more)
        clock = self.clocks.get(stage="reply", stopped_at=None)
        clock.extend(step.at, calendar_now(), self.reply_limit.ladder)
        clock.save()
        self._due_moved = True
        self.tell(self.answering_seats, "supervision.extended", step)

    @verb
    def refuse_extension(self, *, by, note, at=None, version=None):
        """Refused, with a reason; it may be asked for again."""
        step = self.move("refuse_extension", by=by, note=note, at=at, version=version)
        self.tell(self.answering_seats, "supervision.extension_refused", step)
