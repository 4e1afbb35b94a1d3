"""The list of incidents, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grid.casework.access import in_sight, moves_a
from grid.casework.lists import page_of
from grid.filters import IncidentFilter
from grid.forms.incidents import DeclineForm, DispatchForm, EvaluateForm, ResultForm, SayWhyForm, SignForm
from grid.masks import masked_name, masked_phone
from grid.models import Incident, Photo
from grid.models.incident.flow import FILERS
from grid.related import related_to
from grid.views.parts import clocks_of, moves_of, phases_of, trace_of

LISTED = ("category", "community", "street", "department")
SHOWN = ("category__major", "grid", *LISTED[1:], "district", "unit", "handler", "author")


@login_required
@require_safe
def index(request):
    """The incidents within sight: open work by its clock, history newest first."""
    seen = IncidentFilter(request.GET, Incident.objects.visible_to(request.user), user=request.user)
    order = "due_at" if seen.current in {"waiting", "open", "overdue"} else "-created_at"
    page = {
        "page": page_of(request, seen.tab.select_related(*LISTED), order),
        "seen": seen,
        "may_report": request.user.holds(*FILERS) is not None,
    }
    return render(request, "grid/incidents.html", page)


@login_required
@require_safe
def incident(request, pk):
    """One incident: phases, clocks, what may be done now, photos, place, trace, and what hangs on it."""
    case = in_sight(Incident, request.user, pk, *SHOWN)
    steps = trace_of(case)
    page = {
        "case": case,
        "phases": phases_of(case),
        "moves": moves_of(case, request.user),
        "clocks": clocks_of(case.clocks.order_by("pk")),
        "steps": steps,
        "where": f"{case.street} · {case.community} · {case.grid.name.removeprefix(case.community.name)}",
        "reporter": f"{masked_name(case.reporter_name)} {masked_phone(case.reporter_phone)}".strip(),
        "assisting": assisting(case, steps),
        "related": related_to(case, request.user),
    }
    return render(request, "grid/incident.html", page | photos_of(case))


def assisting(case, steps):
    """The departments called to assist; asked for only when the trace names some."""
    if not any(step.data.get("assisting") for step in steps):
        return []
    return [each.department for each in case.handings.filter(lead=False).select_related("department")]


def photos_of(case):
    """The photos of the scene: before, near and far on one side, after on the other."""
    photos = list(case.photos.all())
    after = [photo for photo in photos if photo.kind == Photo.Kind.AFTER]
    return {"before": [photo for photo in photos if photo not in after], "after": after}


@moves_a(Incident)
def accept(request, case, said):
    case.accept(**said)


@moves_a(Incident, DeclineForm)
def decline(request, case, said):
    case.decline(**said)


@moves_a(Incident, DispatchForm, template="grid/dispatch.html")
def dispatch(request, case, said):
    case.dispatch(**said)


@moves_a(Incident)
def handle_here(request, case, said):
    case.handle_here(**said)


@moves_a(Incident, SignForm)
def sign(request, case, said):
    case.sign(**said)


@moves_a(Incident, ResultForm, template="grid/submit_result.html")
def submit_result(request, case, said):
    case.submit_result(**said)


@moves_a(Incident)
def pass_check(request, case, said):
    case.pass_check(**said)


@moves_a(Incident, SayWhyForm)
def fail_check(request, case, said):
    case.fail_check(**said)


@moves_a(Incident, EvaluateForm, template="grid/evaluate.html")
def evaluate(request, case, said):
    case.evaluate(**said)
