"""The visit log of the leaders: the lists of visits and of problems solved on the spot, one visit, and a new one."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import in_sight, takes
from grid.casework.lists import page_of
from grid.models import Incident, Role
from whistle.filters import ProblemFilter, VisitFilter
from whistle.forms.leaders import CorrectVisitForm, VisitForm
from whistle.models import SolvedProblem, Visit, Whistle

PLACED = ("leader", "grid", "community", "street", "district")


@login_required
@require_safe
def index(request):
    """The visits within sight, the latest first."""
    seen = VisitFilter(request.GET, Visit.objects.visible_to(request.user), user=request.user)
    rows = page_of(request, seen.tab.select_related(*PLACED), *seen.order)
    may_record = request.user.holds(Role.CENTRE, Role.LEADER) is not None
    return render(request, "whistle/visits.html", {"page": rows, "seen": seen, "may_record": may_record})


@login_required
@require_safe
def problems(request):
    """The problems solved on the spot, each with the visit on which it was."""
    seen = ProblemFilter(request.GET, SolvedProblem.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.select_related(*(f"visit__{name}" for name in PLACED))
    return render(request, "whistle/problems.html", {"page": page_of(request, rows, *seen.order), "seen": seen})


@login_required
@require_safe
def visit(request, pk):
    """One visit: where, with whom, what was seen and solved, and what it was about."""
    row = in_sight(Visit, request.user, pk, *PLACED, "by")
    about = [
        model.objects.visible_to(request.user).filter(pk=key).first()
        for model, key in ((Incident, row.incident_id), (Whistle, row.whistle_id))
        if key
    ]
    page = {"visit": row, "problems": row.problems.all(), "about": [case for case in about if case]}
    page |= {"corrections": row.corrections.select_related("by"), "may_correct": row.may_correct(request.user)}
    return render(request, "whistle/visit.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request):
    """Write down a visit: a leader their own, the district centre for any leader."""
    if not request.user.holds(Role.CENTRE, Role.LEADER):
        raise PermissionDenied("record")
    sent = (request.POST,) if request.method == "POST" else ()
    form = VisitForm(*sent, user=request.user)
    page: dict = {"form": form, "template": "whistle/record_visit.html"}
    if sent and form.is_valid():
        return takes(request, page, lambda: Visit.record(by=request.user, **form.said).get_absolute_url())
    return render(request, page["template"], page, status=422 if sent else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """Say anew what was wrong, on the day it was written down and by whoever wrote it."""
    row = in_sight(Visit, request.user, pk, *PLACED, "incident", "whistle")
    if not row.may_correct(request.user):
        raise PermissionDenied("correct")
    sent = (request.POST,) if request.method == "POST" else ()
    form = CorrectVisitForm(*sent, user=request.user, visit=row)
    page: dict = {"form": form, "visit": row, "template": "whistle/correct_visit.html"}
    if sent and form.is_valid():
        return takes(request, page, lambda: _corrected(row, request.user, form))
    return render(request, page["template"], page, status=422 if sent else 200)


def _corrected(row, user, form):
    row.correct(by=user, **form.said)
    return row.get_absolute_url()
