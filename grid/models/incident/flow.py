"""An incident's statuses, phases and moves (`domain.md` 4.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.flow import Flow, Hand, move

from ..people import Role


class Phase(models.TextChoices):
    """The five phases that every incident page shows (受理 · 分流 · 处置 · 反馈 · 评价)."""

    ACCEPTING = "accepting", _("Acceptance")
    ROUTING = "routing", _("Routing")
    HANDLING = "handling", _("Handling")
    REPORTING_BACK = "reporting_back", _("Feedback")
    EVALUATING = "evaluating", _("Evaluation")


class IncidentStatus(models.TextChoices):
    REPORTED = "reported", _("to be accepted")
    ACCEPTED = "accepted", _("to be routed")
    SELF_HANDLED = "self_handled", _("handled on the spot")
    DISPATCHED = "dispatched", _("to be signed")
    HANDLING = "handling", _("being handled")
    HANDLED = "handled", _("to be checked")
    REWORK = "rework", _("handled again")
    FEEDBACK = "feedback", _("to be evaluated")
    WHISTLED = "whistled", _("whistled for")
    CLOSED = "closed", _("closed")
    DECLINED = "declined", _("declined")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES.get(self, "info")

    @property
    def phase(self):
        return PHASES.get(self)


TONES = {
    IncidentStatus.REPORTED: "warn",
    IncidentStatus.ACCEPTED: "warn",
    IncidentStatus.DISPATCHED: "warn",
    IncidentStatus.HANDLED: "warn",
    IncidentStatus.REWORK: "warn",
    IncidentStatus.CLOSED: "success",
    IncidentStatus.DECLINED: "neutral",
}
PHASES = {
    IncidentStatus.REPORTED: Phase.ACCEPTING,
    IncidentStatus.ACCEPTED: Phase.ROUTING,
    IncidentStatus.DISPATCHED: Phase.ROUTING,
    IncidentStatus.WHISTLED: Phase.HANDLING,
    IncidentStatus.SELF_HANDLED: Phase.HANDLING,
    IncidentStatus.HANDLING: Phase.HANDLING,
    IncidentStatus.REWORK: Phase.HANDLING,
    IncidentStatus.HANDLED: Phase.REPORTING_BACK,
    IncidentStatus.FEEDBACK: Phase.EVALUATING,
}

FILERS = (
    Role.WORKER, Role.COMMUNITY_SECRETARY, Role.COMMUNITY_OPERATOR, Role.STREET_OPERATOR,
    Role.PARTY_SECRETARY, Role.DIRECTOR, Role.CENTRE, Role.CHANNEL,
)  # fmt: skip
OPERATORS = (Role.COMMUNITY_OPERATOR, Role.STREET_OPERATOR, Role.CENTRE)


def hands(roles, of):
    """A hand for each of these roles, held at what `of` names."""
    return tuple(Hand(role, of=of) for role in roles)


DESK = hands(OPERATORS, "desk")
UNIT = hands((Role.CLERK, Role.HEAD), "department")
# Whoever holds the matter: its department, or the desk while it has none.
HOLDER = hands((Role.CLERK, Role.HEAD, *OPERATORS), "holder")
WORKER = hands((Role.WORKER,), "grid")

INCIDENT_FLOW = Flow(
    move("report", "", "reported", hands(FILERS, "author"), label=_("Report")),
    move(
        "self_handle", "", "self_handled", hands((Role.WORKER, Role.COMMUNITY_SECRETARY), "author"),
        label=_("Handle on the spot"),
    ),
    move("accept", "reported", "accepted", DESK, label=_("Accept"), tone="primary"),
    move("decline", "reported", "declined", DESK, label=_("Decline"), tone="danger"),
    move("dispatch", "accepted", "dispatched", DESK, label=_("Dispatch"), tone="primary"),
    move("handle_here", "accepted", "handling", DESK, label=_("Handle at own level")),
    move("sign", "dispatched", "handling", UNIT, label=_("Sign"), tone="primary"),
    move("submit_result", "handling rework", "handled", HOLDER, label=_("Submit the result"), tone="primary"),
    move("pass_check", "handled", "feedback", (*WORKER, *DESK), label=_("Check passed"), tone="primary"),
    move("fail_check", "handled", "rework", (*WORKER, *DESK), label=_("Check failed"), tone="danger"),
    move("evaluate", "feedback", "closed", (*hands(FILERS, "author"), *DESK), label=_("Evaluate"), tone="primary"),
    # The hand that blows is checked on the whistle itself.
    move("hand_to_whistle", "accepted handling", "whistled", label=_("Handed to a whistle")),
    move("close_on_the_spot", "self_handled", "closed", label=_("Closed on the spot")),
    move("close_with_whistle", "whistled", "closed", label=_("Closed with the whistle")),
)  # fmt: skip
