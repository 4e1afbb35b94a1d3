"""The stages of an incident (and of a prompt) that have time limits."""

from django.utils.translation import gettext_lazy as _

from ..category import Urgency
from ..stages import limited
from .flow import INCIDENT_FLOW

STAGES = {
    "accept": _("Acceptance"),
    "route": _("Routing"),
    "sign": _("Signing"),
    "handle": _("Handling"),
    "check": _("Checking"),
    "evaluate": _("Evaluation"),
    "verify": _("Verifying on the spot"),
    "return": _("Sending back (at the latest)"),
    "reroute": _("Routing anew"),
    "decide": _("Deciding a request"),
    "suspended": _("Suspension"),
}

limited(
    "incident",
    _("Incident"),
    STAGES,
    INCIDENT_FLOW,
    variants=lambda: Urgency.choices,
    supervised=True,
)
