"""延期 and 挂账 of an incident: the unit's head endorses an extension, the desk decides (`domain.md` 2.3.6)."""

from grid.casework.case import verb
from grid.casework.pausing import Pausable

from ..calendar import calendar_now
from . import notices


class Pausing(Pausable):
    """Extensions and the suspension of an incident, as they are asked for."""

    DECIDING, SETTLED = "decide", {"extension_endorsed": False}
    calendar = staticmethod(calendar_now)

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
        self.start_deciding(step)
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
    def request_suspension(self, *, by, until, note, at=None, version=None):
        """Ask to let the matter rest until the date `until` (at most a year ahead), with a reason; once a case."""
        self.check_until(until, at)
        step = self.move("request_suspension", by=by, note=note, at=at, version=version, suspend_until=until)
        self.start_deciding(step)
        self.tell(notices.desk(self), "incident.suspension_asked", step.at, step.seq)

    def tell_asker(self, word, step):
        self.tell(notices.department(self.department_id), f"incident.{word}", step.at, step.seq)
