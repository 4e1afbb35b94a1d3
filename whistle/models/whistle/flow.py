"""A whistle's statuses and moves. After the blow it follows its orders, by the clock's hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, move

from ..hands import BLOWERS, STAFF, hands


class WhistleStatus(models.TextChoices):
    DRAFT = "draft", _("not blown yet")
    BLOWN = "blown", _("blown")
    RESPONDING = "responding", _("responding")
    ON_SITE = "on_site", _("on site")
    FINISHED = "finished", _("to be rated")
    CLOSED = "closed", pgettext_lazy("whistle", "closed")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    WhistleStatus.DRAFT: "neutral",
    WhistleStatus.BLOWN: "warn",
    WhistleStatus.RESPONDING: "info",
    WhistleStatus.ON_SITE: "info",
    WhistleStatus.FINISHED: "warn",
    WhistleStatus.CLOSED: "success",
}


class WhistleKind(models.TextChoices):
    """The three situations (`domain.md` 2.4.1); each has its own limits."""

    ENFORCEMENT = "enforcement", _("Joint enforcement")
    KEY_TASK = "key_task", _("Key task")
    EMERGENCY = "emergency", _("Emergency")

    @property
    def tone(self):
        return "danger" if self == WhistleKind.EMERGENCY else "neutral"


class WhistleScope(models.TextChoices):
    """What may be whistled for (`domain.md` 2-35)."""

    URBAN = "urban", _("Urban management")
    ENVIRONMENT = "environment", _("Environmental protection")
    SECURITY = "security", _("Public security and stability")


WHISTLE_FLOW = Flow(
    move("draft", "", "draft", hands(STAFF, "street"), label=_("Draft a whistle")),
    move("edit", "draft", None, hands(STAFF, "street"), label=_("Edit"), waits=False),
    move("blow", "draft", "blown", hands(BLOWERS, "street"), label=_("Blow the whistle"), tone="primary"),
    move("respond", "blown", "responding", label=_("The first department signed")),
    move("arrive", "blown responding", "on_site", label=_("The first department reported in")),
    move("finish", "on_site", "finished", label=_("All departments are done")),
    # The judge is the blower, or whoever holds the two posts once the blower has left them.
    move("rate", "finished", None, hands(BLOWERS, "judge"), label=_("Rate the departments"), tone="primary"),
    move("close", "finished", "closed", label=_("Close")),
)
