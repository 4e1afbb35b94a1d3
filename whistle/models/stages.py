"""The stages of this floor's cases that have time limits, and which of its notices are worth a text message."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.models.stages import limited
from grid.models.text import TEXTED

from . import notices
from .assessment.flow import APPEAL_FLOW, ASSESSMENT_FLOW
from .kinds import WhistleKind
from .order.flow import ORDER_FLOW
from .supervision.flow import SUPERVISION_FLOW, SupervisionLevel
from .whistle.flow import WHISTLE_FLOW


def kinds():
    """Every kind of whistle, and each again for its second and later rounds."""
    for kind in WhistleKind.objects.all():
        yield kind.code, str(kind)
        yield f"{kind.code}/2", _("%(kind)s, second whistle and later") % {"kind": kind}


def levels():
    """The colours of a slip, and each again for a street's own."""
    for level, label in SupervisionLevel.choices:
        yield str(level), label
        yield f"street{level}", _("%(level)s of a street") % {"level": label}


STAGES = {
    "sign": gettext_lazy("Signing"),
    "object": gettext_lazy("Objecting (at the latest)"),
    "decide": gettext_lazy("Deciding an objection"),
    "contact": gettext_lazy("Contacting the street"),
    "report_in": gettext_lazy("Reporting in"),
    "report_in_max": gettext_lazy("Report-in time (at the latest)"),
    "handle": gettext_lazy("Handling"),
    "pause": gettext_lazy("Deciding a pause"),
    "suspended": gettext_lazy("Suspension"),
    "confirm": gettext_lazy("Checking the result"),
}
KEPT_AT = "whistle:kinds"
OF_WHISTLE = {"rate": gettext_lazy("Rating"), "leader_in": gettext_lazy("Reporting in of the leader")}

limited("whistle", gettext_lazy("Whistle"), OF_WHISTLE, WHISTLE_FLOW, variants=kinds, kept_at=KEPT_AT)
limited("order", gettext_lazy("Order"), STAGES, ORDER_FLOW, variants=kinds, supervised=True, kept_at=KEPT_AT)
OF_SLIP = {"reply": gettext_lazy("Replying"), "item": gettext_lazy("Item of the checklist")}

limited("supervision", gettext_lazy("Supervision"), OF_SLIP, SUPERVISION_FLOW, variants=levels)

limited("assessment", gettext_lazy("Annual assessment"), {"appeals": gettext_lazy("Time for appeals")}, ASSESSMENT_FLOW)
limited("appeal", gettext_lazy("Appeal"), {"decide": gettext_lazy("Deciding an appeal")}, APPEAL_FLOW)

ALARMING = {
    "remind", "urged", "overdue", "absent", "leader_absent", "supervise", "escalate", "propose", "escalated",
    "proposed",
}  # fmt: skip
CALM = "whistle.proposed"  # what a community proposes can wait until somebody sits at the desk
CALLING = ("whistle.blown", "whistle.blown_again", "whistle.leader_called", "supervision.registered")
TEXTED.update(
    kind
    for kind in notices.SENTENCES
    if kind.split(".")[0] in {"whistle", "order", "supervision"}
    and kind != CALM
    and (kind.rpartition(".")[2] in ALARMING or kind.startswith(CALLING[1:]) or kind == CALLING[0])
)
