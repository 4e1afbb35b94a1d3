"""上报 and 受理: a report comes in, and a desk takes it, has it verified first, or says why not."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.case import verb

from ..calendar import calendar_now
from ..category import Urgency
from . import notices
from .verifier import verifier_grid


class DeclineReason(models.TextChoices):
    """Why a matter is not taken (after Beijing's 接诉即办 regulation, article 11)."""

    UNLAWFUL = "unlawful", gettext_lazy("against law or public order")
    IN_COURT = "in_court", gettext_lazy("in litigation, arbitration or review, or finally decided there")
    PETITION = "petition", gettext_lazy("already in petition procedure")
    POLICE = "police", gettext_lazy("an emergency for 110, 119, 120 or 122")
    NOT_HERE = "not_here", gettext_lazy("outside this district")
    UNCLEAR = "unclear", gettext_lazy("no matter or place can be made out")
    UNTRUE = "untrue", gettext_lazy("found to be untrue on the spot")
    SETTLED = "settled", gettext_lazy("already settled, nothing new is said")


class Intake:
    """The phases before and at acceptance of an incident."""

    @classmethod
    @transaction.atomic
    def report(cls, *, by, grid, category, text, at=None, photos=(), note="", **content):
        """File a report that happened in the base grid `grid`; return the incident, to be accepted.

        The community of the place holds it first (`desk`). `photos` are cleaned Photos not yet attached;
        that a patrol brings at least one is asked by the form. Raises NotYours when `by` holds no post that files.
        """
        case, step = cls._take_in("report", by, grid, category, text, at, note, content)
        case._attach(photos, step)
        case.start_clock("accept", case.limit("accept"), step=step, calendar=calendar_now())
        case.note_due()
        case.take_number(step.at)
        case.tell_reported(step.at)
        return case

    @classmethod
    @transaction.atomic
    def self_handle(cls, *, by, grid, category, text, result, photos, at=None, note="", **content):
        """Report what was put right on the spot; needs a photo before and one after, and is closed at once."""
        if {photo.kind == "after" for photo in photos} != {True, False}:
            raise ValidationError({"after": _("Handled on the spot needs a photo before and one after.")})
        content |= {"result": result, "is_self_handled": True}
        case, step = cls._take_in("self_handle", by, grid, category, text, at, note, content)
        case._attach(photos, step)
        case.take_number(step.at)
        case.close_on_the_spot(at=step.at)
        return case

    @classmethod
    def _take_in(cls, verb_name, by, grid, category, text, at, note, content):
        place = grid.chain()
        urgency = content.pop("urgency", "") or category.urgency
        title = content.pop("title", "") or cls.title_of(text)
        return cls.begin(
            verb_name, by=by, at=at, note=note, category=category, urgency=urgency, title=title, text=text,
            **{"desk": place["community"], **place, **content},
        )  # fmt: skip

    @staticmethod
    def title_of(text):
        """The first sentence of a report, at most 40 characters."""
        first = text.strip().replace("\r", "").split("\n")[0]
        for stop in "。！？!?；;":
            first = first.split(stop)[0]
        return first[:40] or "—"

    def _attach(self, photos, step):
        for photo in photos:
            photo.attach(self, step.seq)

    @verb
    def accept(self, *, by, note="", at=None, version=None):
        """The desk takes the matter; the time to route it begins."""
        step = self.move("accept", by=by, note=note, at=at, version=version, accepted_at=lambda _case, at: at)
        self.stop_clocks("accept", step=step)
        self.start_clock("route", self.limit("route"), step=step, calendar=calendar_now())

    @verb
    def ask_to_verify(self, *, by, note="", at=None, version=None):
        """立案前核实: the nearest worker looks before the matter is filed; the time to accept goes on (2.3.3)."""
        nearest = verifier_grid(self, at)
        step = self.move("ask_to_verify", by=by, note=note, at=at, version=version, verify_grid=nearest, verified=None)
        self.start_clock("verify", self.limit("verify"), step=step, calendar=calendar_now())
        self.tell(notices.verifiers(self), "incident.verify", step.at, step.seq)

    @verb
    def verify(self, *, by, found, photos=(), note="", at=None, version=None):
        """What was found on the spot: `found` says whether the matter is as reported."""
        step = self.move("verify", by=by, note=note, at=at, version=version, verified=found)
        self._attach(photos, step)
        self.stop_clocks("verify", step=step)
        self.tell(notices.desk(self), "incident.verified" if found else "incident.untrue", step.at, step.seq)

    @verb
    def decline(self, *, by, reason, note="", at=None, version=None):
        """The desk does not take the matter; `reason` is a DeclineReason."""
        step = self.move("decline", by=by, note=note, at=at, version=version, decline_reason=reason)
        self.stop_clocks(step=step)

    @verb
    def close_on_the_spot(self, *, at):
        """What was put right on the spot, with photos, needs nobody else."""
        self.move("close_on_the_spot", at=at, closed_at=at)

    def tell_reported(self, at):
        """Tell the desk; an urgent or critical matter tells the whole chain of the grid at once."""
        self.tell(notices.desk(self), "incident.reported", at)
        if self.urgency != Urgency.NORMAL:
            self.tell(notices.chain(self), "incident.urgent", at)
