"""From the report-in to the street's yes: reply, check, and if need be once more."""

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.clock import Verdict
from grid.casework.pausing import MOST_EXTENSIONS
from grid.models import calendar_now

from .. import notices
from ..papers import Paper


class Handling:
    """The phase of handling an order."""

    @verb
    def agree(self, *, by, plan, funds="", plan_due=None, attachments=(), note="", at=None, version=None):
        """What street and department agreed on the spot: plan, funds, and by when (`domain.md` 2-26).

        An agreed date takes the place of the handling limit where the kind lets a plan do so; another
        date afterwards counts as an extension. It is the street that writes it down, so it never leaves
        the department less time than it has. Raises ValidationError by field.
        """
        moved = plan_due is not None and plan_due != self.plan_due
        extended = moved and self.plan_due is not None
        step = self.move(
            "agree", by=by, note=note, at=at, version=version, plan=plan, funds=funds,
            plan_due=lambda case, at: case.check_plan(plan_due, at) if moved else case.plan_due,
            extension_count=lambda case, _at: case.extension_count + extended,
        )  # fmt: skip
        Paper.file(attachments, Paper.Kind.PLAN, whistle=self.whistle, order=self, step=step)
        if moved:
            self.stop_clocks("handle", step=step, verdict=Verdict.VOID)
            due_at = end_of(plan_due)
            self.start_clock("handle", self.limit("handle"), step=step, calendar=calendar_now(), due_at=due_at)
        self.tell(notices.department(self.department_id), "order.planned", step)

    def check_plan(self, plan_due, at):
        """Return the agreed date, or raise why it may not be agreed at `at`."""
        if not self.whistle.kind.by_plan or self.status != "reported_in":
            raise ValidationError({"plan_due": _("For this kind the limit is not a matter of agreement.")})
        running = self.clocks.running().filter(stage="handle").first()
        if end_of(plan_due) <= max(at, running.due_at if running else at):
            raise ValidationError({"plan_due": _("Choose a day after the department's present limit.")})
        if why := self.hindered_by_lateness(at):
            raise ValidationError({"plan_due": why})
        if self.plan_due and self.extension_count >= MOST_EXTENSIONS:
            raise ValidationError({"plan_due": _("It was extended twice already; there is no third time.")})
        return plan_due

    @verb
    def reply(
        self, *, by, accepted_at, talked_to, measures, solve_by, cost=None, photos=(), note="", at=None, version=None
    ):
        """The department says it is done, with the four elements (`domain.md` 2.4.3) and the cost in yuan.

        A request for an extension or suspension that is still open falls with it.
        """
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
        Paper.keep(photos, Paper.Kind.RESULT, whistle=self.whistle, order=self, step=step)
        self.stop_clocks("handle", step=step)
        self.stop_clocks("pause", step=step, verdict=Verdict.VOID)
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
        step = self.move(
            "send_back", by=by, note=note, at=at, version=version,
            rework_count=lambda case, _at: case.rework_count + 1,
        )  # fmt: skip
        self.stop_clocks("confirm", step=step)
        self.start_clock("handle", self.half_limit(), step=step, calendar=calendar_now())
        self.tell(notices.department(self.department_id), "order.rework", step)

    def half_limit(self):
        """Half of what the first handling was given, with the ladder of today."""
        first = self.clocks.filter(stage="handle").earliest("pk")
        return replace(self.limit("handle"), amount=first.amount / Decimal(2), unit=first.unit)

    def hindered_acceptance(self, _at):
        """The lead closes last (`domain.md` 4.2)."""
        if self.lead and any(other.is_open for other in self.whistle.orders.all() if other.pk != self.pk):
            return _("The lead department is done last: others are still at work.")
        return ""


def end_of(day):
    """The end of an agreed day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
