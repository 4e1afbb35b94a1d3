"""A prompt's statuses and moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.flow import Flow, Hand, move

from ..people import Role


class PromptStatus(models.TextChoices):
    SENT = "sent", _("to be replied to")
    REPLIED = "replied", _("replied, to be read")
    CLOSED = "closed", _("settled")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return {"sent": "warn", "replied": "info", "closed": "success"}[self.value]


# Who watches the figures: the centre for its district, an operator for the own street.
SENDERS = (Role.CENTRE, Role.STREET_OPERATOR)
SENDER = tuple(Hand(role, of="desk") for role in SENDERS)
ANSWERING = tuple(Hand(role, of="department") for role in (Role.CLERK, Role.HEAD))

PROMPT_FLOW = Flow(
    move("send", "", "sent", SENDER, label=_("Send a prompt")),
    move("reply", "sent", "replied", ANSWERING, label=_("Reply"), tone="primary"),
    move("close", "replied", "closed", SENDER, label=_("Settled"), tone="primary"),
    move("send_back", "replied", "sent", SENDER, label=_("Ask for a better reply"), tone="danger"),
)
