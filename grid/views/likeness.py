"""What is like an incident: asked before filing and at triage, and what happened at the same place."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grid.forms.likeness import SHOWN, SimilarForm
from grid.models import Incident
from grid.models.incident.flow import FILERS
from grid.related import adds

TRIAGE = Incident.FLOW["merge"].sources


@login_required
@require_safe
def similar(request):
    """A piece of the report's page: what is known already about the matter being typed."""
    if request.user.holds(*FILERS) is None:
        raise PermissionDenied("report")
    alike = SimilarForm(request.GET, user=request.user).alike
    return render(request, "grid/_similar.html", {"alike": alike, "asked": True})


@adds
def likeness(case, user):
    """Beside an incident: what looks like it while it is being routed, and the history of its place."""
    if not isinstance(case, Incident):
        return None
    rows, seen, at = [], Incident.objects.visible_to(user), timezone.now()
    if case.status in TRIAGE:
        rows = seen.like(case, at)[:SHOWN]
    told = {"rows": rows, "at": at, "merge": bool(rows) and case.allows("merge", user)}
    history = seen.at_the_place_of(case)
    told |= {"history": history[:SHOWN], "count": len(history)}
    return "grid/_alike.html", told
