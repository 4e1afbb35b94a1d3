"""An order's statuses and moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, move

from ..hands import DEPARTMENT, STAFF, hands


class OrderStatus(models.TextChoices):
    DISPATCHED = "dispatched", _("to be signed")
    SIGNED = "signed", _("signed, to contact the street")
    CONTACTED = "contacted", _("to report in")
    ABSENT = "absent", _("not reported in")
    REPORTED_IN = "reported_in", _("reported in, handling")
    REPLIED = "replied", _("to be checked by the street")
    REWORK = "rework", _("handling again")
    DONE = "done", pgettext_lazy("order", "done")

    @property
    def tone(self):
        """The colour of the status, the same everywhere."""
        return TONES[self]


TONES = {
    OrderStatus.DISPATCHED: "warn",
    OrderStatus.SIGNED: "info",
    OrderStatus.CONTACTED: "info",
    OrderStatus.ABSENT: "danger",
    OrderStatus.REPORTED_IN: "info",
    OrderStatus.REPLIED: "warn",
    OrderStatus.REWORK: "warn",
    OrderStatus.DONE: "success",
}
# What the whistle follows: the department is on its way, and it has been there.
ARRIVED = frozenset({OrderStatus.REPORTED_IN, OrderStatus.REPLIED, OrderStatus.REWORK, OrderStatus.DONE})
RESPONDED = ARRIVED | {OrderStatus.SIGNED, OrderStatus.CONTACTED}


class Attendance(models.TextChoices):
    """The street's word on who came (`domain.md` 4.2); it is decisive."""

    ON_TIME = "on_time", _("present on time")
    LATE = "late", _("present, but late")
    NOT_PRESENT = "not_present", _("not present")

    @property
    def tone(self):
        return {"on_time": "success", "late": "warn", "not_present": "danger"}[self]


THEIRS, OURS = hands(DEPARTMENT, "department"), hands(STAFF, "street")

ORDER_FLOW = Flow(
    move("dispatch", "", "dispatched", label=_("Dispatched")),
    move("sign", "dispatched", "signed", THEIRS, label=_("Sign"), tone="primary"),
    move("contact", "signed", "contacted", THEIRS, label=_("Contacted the street"), tone="primary"),
    move("absent", "dispatched signed contacted", "absent", label=_("Nobody reported in")),
    move("report_in", "signed contacted absent", "reported_in", THEIRS, label=_("Report in"), tone="primary"),
    # A word about what happened, not a move: both facts stay.
    move(
        "confirm_attendance", "reported_in absent replied rework done", None, OURS, label=_("Confirm attendance"),
        waits=False,
    ),
    move("reply", "reported_in rework", "replied", THEIRS, label=_("Reply"), tone="primary"),
    move("confirm_result", "replied", "done", OURS, label=_("Accept the result"), tone="primary"),
    move("send_back", "replied", "rework", OURS, label=_("Send back"), tone="danger"),
)  # fmt: skip
