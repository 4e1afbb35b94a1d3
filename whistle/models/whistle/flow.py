"""A whistle's statuses and moves. After the blow it follows its orders, by the clock's hand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, Hand, move
from grid.models import Role

from ..hands import BLOWERS, COMMUNITY, STAFF, hands


class WhistleStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed by the community")
    DRAFT = "draft", _("not blown yet")
    BLOWN = "blown", _("blown")
    RESPONDING = "responding", _("responding")
    ON_SITE = "on_site", _("on site")
    FINISHED = "finished", _("to be rated")
    CLOSED = "closed", pgettext_lazy("whistle", "closed")
    DROPPED = "dropped", _("not blown, dropped")
    WITHDRAWN = "withdrawn", pgettext_lazy("whistle", "withdrawn")
    FOLLOWED = "followed", _("blown again")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    WhistleStatus.PROPOSED: "warn",
    WhistleStatus.DRAFT: "neutral",
    WhistleStatus.BLOWN: "warn",
    WhistleStatus.RESPONDING: "info",
    WhistleStatus.ON_SITE: "info",
    WhistleStatus.FINISHED: "warn",
    WhistleStatus.CLOSED: "success",
    WhistleStatus.DROPPED: "neutral",
    WhistleStatus.WITHDRAWN: "neutral",
    WhistleStatus.FOLLOWED: "danger",
}
UNBLOWN = frozenset({WhistleStatus.PROPOSED, WhistleStatus.DRAFT, WhistleStatus.DROPPED})


class WhistleScope(models.TextChoices):
    """What may be whistled for (`domain.md` 2-35)."""

    URBAN = "urban", _("Urban management")
    ENVIRONMENT = "environment", _("Environmental protection")
    SECURITY = "security", _("Public security and stability")


# The judge is the blower, or whoever holds the two posts once the blower has left them.
JUDGE, STREET = hands(BLOWERS, "judge"), hands(STAFF, "street")
LEADER, CENTRE = [Hand(Role.LEADER, of="leader")], [Hand(Role.CENTRE, of="district")]
CALLING = "blown responding on_site"

WHISTLE_FLOW = Flow(
    move("propose", "", "proposed", hands(COMMUNITY, "community"), label=_("Propose a whistle")),
    move("draft", "", "draft", STREET, label=_("Draft a whistle")),
    move("take_up", "proposed", "draft", STREET, label=_("Take up the proposal"), tone="primary"),
    move("edit", "draft", None, STREET, label=_("Edit"), waits=False),
    move("drop", "proposed draft", "dropped", STREET, label=_("Do not blow"), tone="danger", waits=False),
    move(
        "inspect", f"proposed draft {CALLING} finished", None, STREET, label=_("Record a site inspection"),
        waits=False, quiet=True,
    ),
    move("blow", "draft", "blown", hands(BLOWERS, "street"), label=_("Blow the whistle"), tone="primary"),
    move("withdraw", "blown responding", "withdrawn", JUDGE, label=_("Withdraw"), tone="danger", waits=False),
    move("respond", "blown", "responding", label=_("The first department signed")),
    move("arrive", "blown responding", "on_site", label=_("The first department reported in")),
    move(
        "leader_report_in", CALLING, None, LEADER, label=_("Report in as the district leader"), tone="primary",
        waits=Q(leader_reported_at=None),
    ),
    move("leader_absent", CALLING, None, label=_("The district leader has not reported in")),
    move("change_leader", CALLING, None, CENTRE, label=_("Change the district leader"), waits=False),
    move("add_department", CALLING, None, CENTRE, label=_("Call one more department"), waits=False),
    move("finish", "on_site", "finished", label=_("All departments are done")),
    move("rate", "finished", None, JUDGE, label=_("Rate the departments"), tone="primary"),
    move("close", "finished", "closed", label=_("Close")),
    move(
        "blow_again", f"{CALLING} finished closed", "followed", JUDGE, label=_("Blow again"), tone="primary",
        waits=False,
    ),
    move(
        "publish", "closed", None, hands(BLOWERS, "street"), label=_("Publish as a typical case"), waits=False,
        quiet=True,
    ),
    move(
        "unpublish", "closed", None, hands(BLOWERS, "street"), label=_("Take back from the typical cases"),
        waits=False, quiet=True,
    ),
)  # fmt: skip
