"""How an assessed year is published, appealed against, and frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.flow import Flow, Hand, move
from grid.models import Role


class AssessmentStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment", "being counted")
    PUBLISHED = "published", pgettext_lazy("assessment", "published, appeals are open")
    CLOSING = "closing", pgettext_lazy("assessment", "to be frozen")
    FROZEN = "frozen", pgettext_lazy("assessment", "frozen")

    @property
    def tone(self):
        return {"draft": "neutral", "published": "info", "closing": "warn", "frozen": "success"}[self]


class AppealStatus(models.TextChoices):
    FILED = "filed", pgettext_lazy("appeal", "to be decided")
    UPHELD = "upheld", pgettext_lazy("appeal", "upheld")
    REFUSED = "refused", pgettext_lazy("appeal", "refused")

    @property
    def tone(self):
        return {"filed": "warn", "upheld": "success", "refused": "neutral"}[self]


CENTRE = [Hand(Role.CENTRE, of="district")]

ASSESSMENT_FLOW = Flow(
    move("set_up", "", "draft", label=_("Counting began")),
    # A running year waits on no desk: it is published when it is over.
    move("publish", "draft", "published", CENTRE, label=_("Publish the assessment"), tone="primary", waits=False),
    move("close_appeals", "published", "closing", label=_("The time for appeals is over")),
    move("freeze", "closing", "frozen", CENTRE, label=_("Freeze the figures"), tone="danger"),
)

APPEAL_FLOW = Flow(
    move("appeal", "", "filed", [Hand(Role.HEAD, of="department")], label=_("Appeal"), tone="primary"),
    move("uphold", "filed", "upheld", CENTRE, label=_("Uphold the appeal"), tone="primary"),
    move("refuse", "filed", "refused", CENTRE, label=_("Refuse the appeal"), tone="danger"),
)
