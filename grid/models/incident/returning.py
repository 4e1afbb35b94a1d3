"""退单: a unit sends back what is not its own; the second time it may be refused, the third the district decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.case import verb

from ..calendar import calendar_now
from . import notices
from .handing import Part

REFUSABLE = 2  # from this return on the desk may refuse: who got it first leads (首接负责制, L3 art. 14)
ARBITRATED = 3  # from this return on the district centre decides, and its word is final


class ReturnReason(models.TextChoices):
    NOT_OURS = "not_ours", _("not among this unit's duties")
    NOT_HERE = "not_here", _("outside this unit's ground")
    PRIVATE = "private", _("private property or an unclear owner")
    UNCLEAR = "unclear", _("the matter or the place cannot be made out")
    DOUBLE = "double", _("the same matter is being handled already")
    SEVERAL = "several", _("several units are needed: to be split or whistled for")


class Returning:
    """Sending back, and what becomes of it."""

    @property
    def is_arbitrated(self):
        return self.return_count >= ARBITRATED

    def return_until(self):
        """Until when a signed matter may be sent back (2 working hours by default); None before it is signed."""
        return self.signed_at and self.limit("return").due(calendar_now(), self.signed_at)

    @verb
    def return_order(self, *, by, reason, note, at=None, version=None):
        """Send the matter back with a ReturnReason and a word; its handling is not judged.

        The third time it goes to the district centre, whose dispatch nobody sends back.
        """
        step = self.move(
            "return_order", by=by, note=note, at=at, version=version, return_reason=reason, department=None, unit=None,
            handler=None, signed_at=None, return_count=lambda case, _at: case.return_count + 1,
            desk=lambda case, _at: case.district if case.return_count + 1 >= ARBITRATED else case.desk,
        )  # fmt: skip
        self.stop_clocks("handle", step=step, verdict="void")
        self.stop_clocks("sign", step=step)
        self.end_handings(step)
        self.start_clock("reroute", self.limit("reroute"), step=step, calendar=calendar_now())
        self.tell(notices.desk(self), "incident.returned", step.at, step.seq)

    @verb
    def refuse_return(self, *, by, note, at=None, version=None):
        """拒绝退单: the unit that sent it back gets it again with full limits, and may not send it back any more."""
        last = self.handings.filter(part=Part.LEAD).select_related("department").latest("from_seq").department
        step = self.move(
            "refuse_return", by=by, note=note, at=at, version=version, department=last, is_bound=True,
            dispatched_at=lambda _case, at: at,
        )  # fmt: skip
        self.stop_clocks("reroute", step=step)
        self.send_to(last, [], step)
