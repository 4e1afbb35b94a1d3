"""延期 and 挂账 of an order: asked for before the limit is over, decided by whoever blew (`domain.md` 4.2)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.pausing import MOST_EXTENSIONS, Pausable
from grid.models import calendar_now

from .. import notices


class Pausing(Pausable):
    """Extensions and the suspension of an order, as they are asked for, and what stands against them."""

    DECIDING = "pause"
    calendar = staticmethod(calendar_now)

    @verb
    def request_extension(self, *, by, note, at=None, version=None):
        """Ask for one more original limit, with a reason."""
        step = self.move("request_extension", by=by, note=note, at=at, version=version)
        self.start_deciding(step)
        self.tell(notices.blowers(self.street_id), "order.extension_asked", step)

    @verb
    def request_suspension(self, *, by, until, note, at=None, version=None):
        """Ask to let the matter rest until the date `until` (at most a year ahead), with a reason; once an order."""
        self.check_until(until, at)
        step = self.move("request_suspension", by=by, note=note, at=at, version=version, suspend_until=until)
        self.start_deciding(step)
        self.tell(notices.blowers(self.street_id), "order.suspension_asked", step)

    def tell_asker(self, word, step):
        self.tell(notices.department(self.department_id), f"order.{word}", step)

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
