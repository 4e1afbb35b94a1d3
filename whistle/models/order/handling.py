"""From the report-in to the street's yes: reply, check, and if need be once more."""

from dataclasses import replace
from decimal import Decimal

from grid.casework.case import verb
from grid.models import calendar_now

from .. import notices


class Handling:
    """The phase of handling an order."""

    @verb
    def reply(self, *, by, accepted_at, talked_to, measures, solve_by, cost=None, note="", at=None, version=None):
        """The department says it is done, with the four elements (`domain.md` 2.4.3) and the cost in yuan."""
        step = self.move(
            "reply",
            by=by,
            note=note,
            at=at,
            version=version,
            accepted_at=accepted_at,
            talked_to=talked_to,
            measures=measures,
            solve_by=solve_by,
            cost=cost,
            replied_at=lambda _case, at: at,
        )
        self.stop_clocks("handle", step=step)
        self.start_clock("confirm", self.limit("confirm"), step=step, calendar=calendar_now())
        self.tell(notices.street_staff(self.street_id), "order.replied", step)

    @verb
    def confirm_result(self, *, by, note="", at=None, version=None):
        """The street accepts the result; once all departments are done the whistle is to be rated."""
        step = self.move("confirm_result", by=by, note=note, at=at, version=version, done_at=lambda _case, at: at)
        self.stop_clocks(step=step)
        self.tell(notices.department(self.department_id), "order.done", step)
        self.follow(step.at)

    @verb
    def send_back(self, *, by, note, at=None, version=None):
        """The street does not accept the result: again, within half of the original limit."""
        step = self.move("send_back", by=by, note=note, at=at, version=version)
        self.stop_clocks("confirm", step=step)
        self.start_clock("handle", self.half_limit(), step=step, calendar=calendar_now())
        self.tell(notices.department(self.department_id), "order.rework", step, note=note)

    def half_limit(self):
        """Half of what the first handling was given, with the ladder of today."""
        first = self.clocks.filter(stage="handle").earliest("pk")
        return replace(self.limit("handle"), amount=first.amount / Decimal(2), unit=first.unit)
