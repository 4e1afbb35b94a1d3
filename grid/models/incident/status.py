"""An incident's statuses and the five phases that every page shows (`domain.md` 4.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """受理 · 分流 · 处置 · 反馈 · 评价."""

    ACCEPTING = "accepting", _("Acceptance")
    ROUTING = "routing", _("Routing")
    HANDLING = "handling", _("Handling")
    REPORTING_BACK = "reporting_back", _("Feedback")
    EVALUATING = "evaluating", _("Evaluation")


class IncidentStatus(models.TextChoices):
    REPORTED = "reported", _("to be accepted")
    VERIFYING = "verifying", _("being verified on the spot")
    ESCALATED = "escalated", _("reported up")
    ACCEPTED = "accepted", _("to be routed")
    SELF_HANDLED = "self_handled", _("handled on the spot")
    DISPATCHED = "dispatched", _("to be signed")
    RETURNED = "returned", _("sent back, to be routed anew")
    HANDLING = "handling", _("being handled")
    EXTENSION_PENDING = "extension_pending", _("extension asked for")
    SUSPENSION_PENDING = "suspension_pending", _("suspension asked for")
    SUSPENDED = "suspended", _("suspended")
    HANDLED = "handled", _("to be checked")
    REWORK = "rework", _("handled again")
    FEEDBACK = "feedback", _("to be evaluated")
    CONTESTED = "contested", _("contested, to be decided")
    WHISTLED = "whistled", _("whistled for")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")
    DECLINED = "declined", _("declined")
    VOID = "void", _("void")
    MERGED = "merged", _("merged into another")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES.get(self, "info")

    @property
    def phase(self):
        return PHASES.get(self)


S = IncidentStatus
# Closed or later: what counts as finished (`kernel.md` 27).
FINISHED = (S.CLOSED, S.ARCHIVED)
# Never became a matter of its own: in no rate (`domain.md` 5).
UNCOUNTED = (S.DECLINED, S.VOID, S.MERGED)
ENDED = frozenset({*FINISHED, *UNCOUNTED})
TONES = {
    **dict.fromkeys((S.REPORTED, S.VERIFYING, S.ESCALATED, S.ACCEPTED, S.DISPATCHED, S.RETURNED), "warn"),
    **dict.fromkeys((S.EXTENSION_PENDING, S.SUSPENSION_PENDING, S.HANDLED, S.REWORK, S.CONTESTED), "warn"),
    **dict.fromkeys((S.SUSPENDED, *UNCOUNTED), "neutral"),
    **dict.fromkeys(FINISHED, "success"),
}
PHASES = {
    **dict.fromkeys((S.REPORTED, S.VERIFYING, S.ESCALATED), Phase.ACCEPTING),
    **dict.fromkeys((S.ACCEPTED, S.DISPATCHED, S.RETURNED), Phase.ROUTING),
    **dict.fromkeys((S.SELF_HANDLED, S.HANDLING, S.REWORK, S.WHISTLED), Phase.HANDLING),
    **dict.fromkeys((S.EXTENSION_PENDING, S.SUSPENSION_PENDING, S.SUSPENDED), Phase.HANDLING),
    S.HANDLED: Phase.REPORTING_BACK,
    **dict.fromkeys((S.FEEDBACK, S.CONTESTED), Phase.EVALUATING),
}
