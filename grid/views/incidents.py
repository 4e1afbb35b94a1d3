"""The list of incidents and the page of one."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from grid.casework.access import in_sight
from grid.casework.lists import page_of
from grid.filters import IncidentFilter
from grid.imports.checking import IMPORTERS
from grid.models import Follow, Incident, Photo, Reveal
from grid.models.incident.flow import FILERS
from grid.related import related_to
from grid.views.parts import beside, clocks_of, moves_of, phases_of, place_of, reporter_of, trace_of

LISTED = ("category", "community", "street", "department")
SHOWN = ("category__major", "grid", *LISTED[1:], "district", "unit", "handler", "author")


@login_required
@require_safe
def index(request):
    """The incidents within sight: open work by its clock, history newest first."""
    seen = IncidentFilter(request.GET, Incident.objects.visible_to(request.user), user=request.user)
    page = {
        "page": page_of(request, seen.tab.select_related(*LISTED), *seen.order),
        "seen": seen,
        "may_report": request.user.holds(*FILERS) is not None,
        "may_import": request.user.holds(*IMPORTERS) is not None,
    }
    return render(request, "grid/incidents.html", page)


@login_required
@require_safe
def incident(request, pk):
    """One incident: phases, clocks, what may be done now, photos, place, trace, and what hangs on it."""
    case = in_sight(Incident, request.user, pk, *SHOWN)
    steps, (moves, more) = trace_of(case), moves_of(case, request.user)
    page = {
        "case": case,
        "phases": phases_of(case),
        "moves": moves,
        "more": more,
        "clocks": clocks_of(case.clocks.order_by("pk")),
        "steps": steps,
        "where": place_of(case),
        "reporter": reporter_of(case),
        "may_reveal": Reveal.is_open_to(request.user, case),
        "related": related_to(case, request.user),
        "followed": case.followers.filter(user=request.user).exists(),
    }
    return render(request, "grid/incident.html", page | photos_of(case) | beside(case, steps, request.user))


def photos_of(case):
    """The photos of the scene: before, near and far on one side, after on the other."""
    photos = list(case.photos.all())
    after = [photo for photo in photos if photo.kind == Photo.Kind.AFTER]
    return {"before": [photo for photo in photos if photo not in after], "after": after}


@login_required
@require_POST
def follow(request, pk):
    """Keep an eye on it, or no longer."""
    case = in_sight(Incident, request.user, pk)
    Follow.toggle(request.user, case)
    return redirect(case)
