"""What keeps a verb from being done although state and hand would allow it, in words (`domain.md` 2.3.6 and 4.1)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.pausing import MOST_EXTENSIONS

from ..territory import GridLevel
from .closing import CALLS
from .ending import KEPT_OPEN, Appeal
from .returning import REFUSABLE


class Hindrances:
    """One method a verb; each returns a sentence, or None when nothing stands in the way."""

    def hindrance(self, verb, at=None):
        find = HINDRANCES.get(verb)
        return (find(self, at or timezone.now()) if find else None) or ""

    def hindered_report_up(self, _at):
        if self.department_id:
            return _("A department handles it; only what is handled at your own level can be reported up.")
        if self.desk.level <= GridLevel.DISTRICT:
            return _("There is no level above the district.")
        return None

    def hindered_split(self, _at):
        if self.parent_id:
            return _("This is a part already; split the matter it belongs to.")
        return None

    def hindered_return(self, at):
        if self.is_bound:
            return _("It may not be sent back any more: who got it first leads, or the district has decided.")
        until = self.return_until()
        if until and at > until:
            return _("The time to send it back is over; ask the desk or consult others.")
        return None

    def hindered_refusal(self, _at):
        if self.return_count < REFUSABLE:
            return _("The first return is accepted; from the second on it may be refused.")
        if self.is_arbitrated:
            return _("It was sent back three times: the district decides who handles it.")
        return None

    def hindered_claim(self, _at):
        return _("Somebody in the unit handles it already.") if self.handler_id else None

    def hindered_answer(self, _at):
        return None if self.open_questions else _("Nobody asked for an opinion.")

    def hindered_extension(self, at):
        if self.extension_count >= MOST_EXTENSIONS:
            return _("It was extended twice already; there is no third time.")
        if self.due_at < at:
            return _("The limit is over: an extension is asked for before it is.")
        return None

    def hindered_endorsement(self, _at):
        return _("The unit's head has endorsed it already.") if self.extension_endorsed else None

    def hindered_approval(self, at):
        if not self.extension_endorsed:
            return _("The unit's head approves first.")
        return self.hindered_by_lateness(at)

    def hindered_suspension(self, at):
        if self.suspension_count:
            return _("It was suspended once already.")
        if self.due_at < at:
            return _("The limit is over: a suspension is asked for before it is.")
        return None

    def hindered_by_lateness(self, at):
        clock = self.running("handle")
        if clock and clock.is_late(at):
            return _("The limit is over by now, so it can only be refused.")
        return None

    def hindered_close_unheard(self, at):
        if self.call_count < CALLS:
            return _("Only after three calls that reached nobody.")
        return self.hindered_by_parts(at)

    def hindered_handle_again(self, _at):
        return _("It was handled again already; the district decides now.") if self.rehandle_count else None

    def hindered_by_parts(self, _at):
        if self.part_count and self.parts.open().exists():
            return _("Parts of it are still open; it closes last.")
        return None

    def hindered_reopening(self, at):
        if self.closed_at is None or at > self.closed_at + KEPT_OPEN:
            return _("More than 30 days have passed since it was closed.")
        if self.is_self_handled:
            return _("It was put right on the spot; report it anew.")
        if self.parent_id and not self.parent.is_open:
            return _("It is part of a closed matter; reopen that one first.")
        return None

    def hindered_appeal(self, _at):
        if self.appeal_state:
            return _("It was appealed against already.")
        if not self.clocks.filter(stage="handle", verdict="late").exists():
            return _("It was handled on time.")
        return None

    def hindered_review(self, _at):
        return None if self.appeal_state == Appeal.ASKED else _("There is no appeal to review.")

    def hindered_decision(self, _at):
        return None if self.appeal_state == Appeal.REVIEWED else _("There is no appeal that the desk supports.")


H = Hindrances
HINDRANCES = {
    "report_up": H.hindered_report_up,
    "split": H.hindered_split,
    "return_order": H.hindered_return,
    "refuse_return": H.hindered_refusal,
    "claim": H.hindered_claim,
    "answer": H.hindered_answer,
    "request_extension": H.hindered_extension,
    "endorse_extension": H.hindered_endorsement,
    "approve_extension": H.hindered_approval,
    "request_suspension": H.hindered_suspension,
    "approve_suspension": H.hindered_by_lateness,
    "pass_check": H.hindered_by_parts,
    "evaluate": H.hindered_by_parts,
    "close_unheard": H.hindered_close_unheard,
    "handle_again": H.hindered_handle_again,
    "close_contested": H.hindered_by_parts,
    "force_close": H.hindered_by_parts,
    "reopen": H.hindered_reopening,
    "appeal": H.hindered_appeal,
    "review_appeal": H.hindered_review,
    "decide_appeal": H.hindered_decision,
}
