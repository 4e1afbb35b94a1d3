"""A supervision slip's levels, statuses and moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.flow import Flow, Hand, move
from grid.models import Role

from ..hands import BLOWERS, hands


class SupervisionLevel(models.IntegerChoices):
    """The three colours of the slip; a level is never lowered."""

    BLUE = 1, _("blue slip")
    ORANGE = 2, _("orange slip")
    RED = 3, _("red slip")

    @property
    def tone(self):
        return {1: "info", 2: "warn", 3: "danger"}[self]


class SupervisionStatus(models.TextChoices):
    REGISTERED = "registered", _("registered")
    RECTIFYING = "rectifying", _("to be rectified")
    REPLIED = "replied", _("replied, to be verified")
    VERIFIED = "verified", _("struck off")
    ESCALATED = "escalated", _("one level up")
    PROPOSED = "proposed", _("to accountability")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    SupervisionStatus.REGISTERED: "neutral",
    SupervisionStatus.RECTIFYING: "warn",
    SupervisionStatus.REPLIED: "info",
    SupervisionStatus.VERIFIED: "success",
    SupervisionStatus.ESCALATED: "neutral",
    SupervisionStatus.PROPOSED: "danger",
}


class SupervisionType(models.TextChoices):
    """What was late."""

    SIGN = "overdue_sign", _("signed late")
    REPORT_IN = "overdue_report_in", _("not reported in")
    HANDLING = "overdue_handling", _("handled late")
    INCIDENT = "overdue_incident", _("incident handled late")
    DISPUTE = "overdue_dispute", _("dispute handled late")


SUPERVISOR = [Hand(Role.SUPERVISOR, of="district")]
# The side that answers: the department's head, or the desk that held the incident.
ANSWERING = [Hand(Role.HEAD, of="department"), *hands((*BLOWERS, Role.CENTRE), "desk")]

SUPERVISION_FLOW = Flow(
    move("register", "", "registered", label=_("Registered as a slip")),
    move("notify", "registered", "rectifying", label=_("Sent to the supervised side")),
    move("reply", "rectifying", "replied", ANSWERING, label=_("Reply"), tone="primary"),
    move("verify", "replied proposed", "verified", SUPERVISOR, label=_("Strike off"), tone="primary"),
    move("escalate", "rectifying replied", "escalated", SUPERVISOR, label=_("One level up"), tone="danger", clock=True,
         waits=False),
    move("propose", "rectifying replied", "proposed", SUPERVISOR, label=_("Propose accountability"), tone="danger",
         clock=True, waits=False),
)  # fmt: skip
