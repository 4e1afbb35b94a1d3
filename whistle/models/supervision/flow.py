"""A supervision slip's levels, statuses and moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, Hand, move
from grid.models import Role

from ..hands import BLOWERS, COMMUNITY, hands


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
    EXTENSION_PENDING = "extension_pending", pgettext_lazy("supervision", "more time asked for")
    REPLIED = "replied", _("replied, to be verified")
    VERIFIED = "verified", _("struck off")
    ESCALATED = "escalated", _("one level up")
    PROPOSED = "proposed", _("to accountability")
    JUDGED = "judged", _("accountability settled, to be struck off")
    WITHDRAWN = "withdrawn", pgettext_lazy("supervision", "withdrawn")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    SupervisionStatus.REGISTERED: "neutral",
    SupervisionStatus.RECTIFYING: "warn",
    SupervisionStatus.EXTENSION_PENDING: "warn",
    SupervisionStatus.REPLIED: "info",
    SupervisionStatus.VERIFIED: "success",
    SupervisionStatus.ESCALATED: "neutral",
    SupervisionStatus.PROPOSED: "danger",
    SupervisionStatus.JUDGED: "info",
    SupervisionStatus.WITHDRAWN: "neutral",
}


# Why nobody's limit runs in a status; where one runs, the status is not here.
STILL = {
    SupervisionStatus.REGISTERED: _("The limit for the reply begins when the slip is sent out."),
    SupervisionStatus.REPLIED: _("Replied: it waits to be verified, and no limit runs."),
    SupervisionStatus.VERIFIED: _("Struck off: nothing more is asked."),
    SupervisionStatus.ESCALATED: _("One level up: the limit runs on the next slip."),
    SupervisionStatus.PROPOSED: _("At accountability: discipline inspection decides, and no limit runs."),
    SupervisionStatus.JUDGED: _("Accountability is settled: the result waits to be verified."),
    SupervisionStatus.WITHDRAWN: _("Withdrawn: nothing is asked, and its limit no longer counts."),
}


class SupervisionType(models.TextChoices):
    """What was late, or that it was found otherwise than by a clock."""

    SIGN = "overdue_sign", _("signed late")
    REPORT_IN = "overdue_report_in", _("not reported in")
    HANDLING = "overdue_handling", _("handled late")
    INCIDENT = "overdue_incident", _("incident handled late")
    DISPUTE = "overdue_dispute", _("dispute handled late")
    FOUND = "found", _("found on inspection")


class Inspection(models.TextChoices):
    """How the supervising office came upon the matter (`domain.md` 1-22, 4.4)."""

    AUTOMATIC = "automatic", _("automatic, by the clock")
    REGULAR = "regular", _("regular inspection")
    AD_HOC = "ad_hoc", _("ad hoc inspection")
    OPEN = "open", _("open inspection")
    COVERT = "covert", _("covert inspection")
    INSTRUCTION = "instruction", _("leader's instruction")


BY_HAND = [choice for choice in Inspection.choices if choice[0] != Inspection.AUTOMATIC]
# Accountability is the district's: a street's own slip ends with the street.
SUPERVISOR = [Hand(Role.SUPERVISOR, of="overseer")]
# Who supervises: the district's supervision office, or over a street's own units its secretary and its director.
OFFICE = [*SUPERVISOR, *hands((Role.PARTY_SECRETARY, Role.DIRECTOR), "overseer")]
# The street's operator puts on file and keeps the list; sending out and judging are for those two.
KEEPERS = [*OFFICE, Hand(Role.STREET_OPERATOR, of="overseer")]
# The side that answers: the department's head, the desk that held the incident, the secretary of a community.
ANSWERING = [
    Hand(Role.HEAD, of="department"), *hands((*BLOWERS, Role.CENTRE, Role.COMMUNITY_SECRETARY), "desk"),
]  # fmt: skip
# Whoever there does the work may say that an item of the checklist is done.
WORKING = list(dict.fromkeys([
    Hand(Role.CLERK, of="department"), *hands((Role.STREET_OPERATOR, *COMMUNITY), "desk"), *ANSWERING,
]))  # fmt: skip
SENT = "rectifying extension_pending replied proposed judged"

SUPERVISION_FLOW = Flow(
    move("register", "", "registered", label=_("Registered as a slip")),
    move("found", "", "registered", KEEPERS, label=_("Put on file")),
    move("notify", "registered", "rectifying", OFFICE, label=_("Send out"), tone="primary", clock=True),
    # The checklist: words beside the work.
    move("add_item", f"registered {SENT}", None, KEEPERS, label=_("Add to the checklist"), hidden=True, waits=False,
         quiet=True),
    move("finish_item", SENT, None, WORKING, label=_("Item done"), hidden=True, waits=False, quiet=True),
    move("strike_item", SENT, None, OFFICE, label=_("Strike an item off"), hidden=True, waits=False, quiet=True),
    move("reply", "rectifying extension_pending", "replied", ANSWERING, label=_("Reply"), tone="primary"),
    move("request_extension", "rectifying", "extension_pending", ANSWERING, label=_("Ask for more time"), waits=False),
    move("approve_extension", "extension_pending", "rectifying", OFFICE, label=_("Give more time"),
         tone="primary"),
    move("refuse_extension", "extension_pending", "rectifying", OFFICE, label=_("Refuse more time"),
         tone="danger"),
    move("verify", "replied judged", "verified", OFFICE, label=_("Strike off"), tone="primary"),
    move("escalate", "rectifying extension_pending replied", "escalated", OFFICE, label=_("One level up"),
         tone="danger", clock=True, waits=False),
    move("propose", "rectifying extension_pending replied", "proposed", SUPERVISOR, label=_("Propose accountability"),
         tone="danger", clock=True, waits=False),
    # Follows what discipline inspection decided; the matter itself has still to be put right.
    move("conclude", "proposed", "judged", label=_("Accountability settled")),
    move("withdraw", "registered rectifying extension_pending replied verified escalated judged", "withdrawn",
         OFFICE, label=_("Withdraw the slip"), tone="danger", clock=True, waits=False),
)  # fmt: skip
