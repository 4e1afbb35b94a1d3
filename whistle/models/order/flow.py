"""An order's statuses and moves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, Hand, move
from grid.models import Role

from ..hands import BLOWERS, DEPARTMENT, STAFF, hands


class OrderStatus(models.TextChoices):
    DISPATCHED = "dispatched", _("to be signed")
    OBJECTED = "objected", _("objected to, the centre decides")
    SIGNED = "signed", _("signed, to contact the street")
    CONTACTED = "contacted", _("to report in")
    ABSENT = "absent", _("not reported in")
    REPORTED_IN = "reported_in", _("reported in, handling")
    EXTENSION_PENDING = "extension_pending", _("extension asked for")
    SUSPENSION_PENDING = "suspension_pending", _("suspension asked for")
    SUSPENDED = "suspended", _("suspended")
    REPLIED = "replied", _("to be checked by the street")
    REWORK = "rework", _("handling again")
    DONE = "done", pgettext_lazy("order", "done")
    REROUTED = "rerouted", _("given to another department")
    WITHDRAWN = "withdrawn", pgettext_lazy("order", "withdrawn")
    FOLLOWED = "followed", _("its whistle was blown again")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    OrderStatus.DISPATCHED: "warn",
    OrderStatus.OBJECTED: "warn",
    OrderStatus.SIGNED: "info",
    OrderStatus.CONTACTED: "info",
    OrderStatus.ABSENT: "danger",
    OrderStatus.REPORTED_IN: "info",
    OrderStatus.EXTENSION_PENDING: "warn",
    OrderStatus.SUSPENSION_PENDING: "warn",
    OrderStatus.SUSPENDED: "neutral",
    OrderStatus.REPLIED: "warn",
    OrderStatus.REWORK: "warn",
    OrderStatus.DONE: "success",
    OrderStatus.REROUTED: "neutral",
    OrderStatus.WITHDRAWN: "neutral",
    OrderStatus.FOLLOWED: "danger",
}
# Ended before they were done: nobody is rated for them.
AWAY = frozenset({OrderStatus.REROUTED, OrderStatus.WITHDRAWN, OrderStatus.FOLLOWED})
RELEASED = AWAY - {OrderStatus.FOLLOWED}  # what they owed is nobody's any more
# What the whistle follows: the department is on its way, and it has been there.
ARRIVED = frozenset(
    {
        OrderStatus.REPORTED_IN, OrderStatus.EXTENSION_PENDING, OrderStatus.SUSPENSION_PENDING, OrderStatus.SUSPENDED,
        OrderStatus.REPLIED, OrderStatus.REWORK, OrderStatus.DONE,
    }
)  # fmt: skip
RESPONDED = ARRIVED | {OrderStatus.SIGNED, OrderStatus.CONTACTED}


class Attendance(models.TextChoices):
    """The street's word on who came (`domain.md` 4.2); it is decisive."""

    ON_TIME = "on_time", _("present on time")
    LATE = "late", _("present, but late")
    NOT_PRESENT = "not_present", _("not present")

    @property
    def tone(self):
        return {"on_time": "success", "late": "warn", "not_present": "danger"}[self]


THEIRS, HEAD = hands(DEPARTMENT, "department"), [Hand(Role.HEAD, of="department")]
OURS, JUDGE = hands(STAFF, "street"), hands(BLOWERS, "judge")
CENTRE, SUPERVISOR = [Hand(Role.CENTRE, of="district")], [Hand(Role.SUPERVISOR, of="district")]

COMING = "dispatched signed contacted"
PAUSING = "extension_pending suspension_pending"
HERE = f"reported_in rework {PAUSING} suspended"
SEEN = f"absent {HERE} replied done"  # attendance can be spoken of
OPEN = f"{COMING} objected absent {HERE} replied"

ORDER_FLOW = Flow(
    move("dispatch", "", "dispatched", label=_("Dispatched")),
    move("sign", "dispatched", "signed", THEIRS, label=_("Sign"), tone="primary"),
    move("recall", "dispatched", "withdrawn", JUDGE, label=_("Recall"), tone="danger", waits=False),
    # 退哨: once, and only at the beginning.
    move("object", COMING, "objected", HEAD, label=_("Object"), waits=False),
    move("refuse_objection", "objected", "signed", CENTRE, label=_("Refuse the objection")),
    move("uphold_objection", "objected", "rerouted", CENTRE, label=_("Uphold the objection"), tone="primary"),
    move("reroute", f"{COMING} absent", "rerouted", CENTRE, label=_("Give to another department"), waits=False),
    move("take_lead", OPEN, None, label=_("Takes the lead")),
    move("claim", f"signed contacted absent {HERE}", None, THEIRS, label=_("Claim"), waits=False),
    move("assign", f"signed contacted absent {HERE}", None, THEIRS, label=_("Assign"), waits=False),
    move("contact", "signed", "contacted", THEIRS, label=_("Contacted the street"), tone="primary"),
    # 催办: what the clock does at 80 %, anybody who waits for the department may do by hand.
    move(
        "urge", f"{COMING} absent reported_in rework", None, [*OURS, *CENTRE, *SUPERVISOR], label=_("Urge"),
        waits=False, quiet=True,
    ),
    move("absent", COMING, "absent", label=_("Nobody reported in")),
    move("report_in", "signed contacted absent", "reported_in", THEIRS, label=_("Report in"), tone="primary"),
    # Words about what happened, not moves: all facts stay beside each other.
    move("confirm_attendance", SEEN, None, OURS, label=_("Confirm attendance"), waits=False),
    move("dispute_attendance", SEEN, None, THEIRS, label=_("Dispute the attendance"), waits=False, quiet=True),
    move(
        "rule_attendance", SEEN, None, SUPERVISOR, label=_("Rule on the attendance"), quiet=True,
        waits=Q(attendance_disputed=True, attendance_ruling=None),
    ),
    move("agree", "reported_in rework", None, OURS, label=_("Agree on a plan"), waits=False),
    move("request_extension", "reported_in", "extension_pending", THEIRS, label=_("Ask for an extension"), waits=False),
    move(
        "approve_extension", "extension_pending", "reported_in", JUDGE,
        label=_("Approve the extension"), tone="primary",
    ),
    move("refuse_extension", "extension_pending", "reported_in", JUDGE, label=_("Refuse the extension")),
    move("request_suspension", "reported_in", "suspension_pending", THEIRS, label=_("Ask for suspension"), waits=False),
    move(
        "approve_suspension", "suspension_pending", "suspended", JUDGE,
        label=_("Approve the suspension"), tone="primary",
    ),
    move("refuse_suspension", "suspension_pending", "reported_in", JUDGE, label=_("Refuse the suspension")),
    move("resume", "suspended", "reported_in", JUDGE, label=_("Resume"), clock=True, waits=False),
    move("reply", f"reported_in rework {PAUSING}", "replied", THEIRS, label=_("Reply"), tone="primary"),
    move("confirm_result", "replied", "done", OURS, label=_("Accept the result"), tone="primary"),
    move("send_back", "replied", "rework", OURS, label=_("Send back"), tone="danger"),
    # With their whistle.
    move("withdraw", f"{COMING} objected absent", "withdrawn", label=_("Withdrawn with the whistle")),
    move("follow_on", OPEN, "followed", label=_("Ended: the whistle is blown again")),
)  # fmt: skip
