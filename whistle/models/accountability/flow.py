"""An accountability case's statuses, moves and measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, Hand, move
from grid.models import Role

from ..hands import BLOWERS, hands


class AccountabilityStatus(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("accountability", "proposed")
    ACCEPTED = "accepted", pgettext_lazy("accountability", "accepted")
    INVESTIGATING = "investigating", _("under investigation")
    DECIDED = "decided", pgettext_lazy("accountability", "decided")
    CLOSED = "closed", pgettext_lazy("accountability", "closed")
    REJECTED = "rejected", _("nobody is held to account")
    TOLERATED = "tolerated", _("excused as tolerable")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    AccountabilityStatus.PROPOSED: "warn",
    AccountabilityStatus.ACCEPTED: "info",
    AccountabilityStatus.INVESTIGATING: "info",
    AccountabilityStatus.DECIDED: "warn",
    AccountabilityStatus.CLOSED: "success",
    AccountabilityStatus.REJECTED: "neutral",
    AccountabilityStatus.TOLERATED: "neutral",
}


class Measure(models.TextChoices):
    """What a decision may impose (`domain.md` 4.4)."""

    INTERVIEW = "interview", _("admonitory talk")
    CRITICISM = "criticism", _("circulated criticism")
    SELF_CRITICISM = "self_criticism", _("written self-criticism")
    RECTIFICATION = "rectification", _("rectification within a time limit")
    LISTED = "listed", _("publicly listed supervision")
    POINTS = "points", _("deduction of assessment points")
    ORGANISATIONAL = "organisational", _("organisational measures")
    PARTY = "party", _("Party disciplinary action")
    ADMINISTRATIVE = "administrative", _("administrative sanction")
    TRANSFER = "transfer", _("transfer to the competent organ")


DISCIPLINE = [Hand(Role.DISCIPLINE, of="district")]
PROPOSERS = [Hand(Role.SUPERVISOR, of="district"), *hands(BLOWERS, "street")]

ACCOUNTABILITY_FLOW = Flow(
    move("propose", "", "proposed", PROPOSERS, label=pgettext_lazy("accountability", "Proposed"), clock=True),
    move("accept", "proposed", "accepted", DISCIPLINE, label=_("Take up"), tone="primary"),
    move("investigate", "accepted", "investigating", DISCIPLINE, label=_("Begin the investigation"), tone="primary"),
    # A word into the file: it makes nobody's open form stale.
    move("record", "accepted investigating", None, DISCIPLINE, label=_("Add to the file"), waits=False, quiet=True),
    move("decide", "investigating", "decided", DISCIPLINE, label=_("Decide"), tone="primary"),
    move("close", "decided", "closed", DISCIPLINE, label=_("Carried out, close"), tone="primary"),
    move("reject", "proposed accepted investigating", "rejected", DISCIPLINE, label=_("Hold nobody to account"),
         tone="danger", waits=False),
    move("tolerate", "accepted investigating", "tolerated", DISCIPLINE, label=_("Excuse as tolerable"), waits=False),
)  # fmt: skip
