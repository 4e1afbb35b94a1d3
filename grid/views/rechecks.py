"""Random re-checks: draws, and the tasks that came of them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import in_sight, takes
from grid.casework.lists import page_of
from grid.forms.recheck import DrawForm, FindingForm
from grid.models.recheck import DRAWERS, Draw, Recheck

SHOWN = ("incident__category", "incident__street", "checker", "draw")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rechecks(request):
    """My tasks, and for who may draw: the draws with what came of them, and the form of a new one."""
    drawer = request.user.holds(*DRAWERS) is not None
    if request.method == "POST" and not drawer:
        raise PermissionDenied("draw")
    form = DrawForm(*((request.POST,) if request.method == "POST" else ()), user=request.user) if drawer else None
    page = {"form": form, "template": "grid/rechecks.html", **tasks_and_draws(request)}
    if request.method == "POST" and form.is_valid():
        return takes(request, page, lambda: reverse("grid:draw", args=[form.draw().pk]))
    return render(request, "grid/rechecks.html", page, status=422 if request.method == "POST" else 200)


def tasks_and_draws(request):
    """My open tasks, and the draws within sight with how many were found good and bad."""
    found = {name: Count("checks", filter=Q(checks__finding=name)) for name in Recheck.Finding.values}
    draws = Draw.objects.visible_to(request.user).select_related("by").annotate(checks_in_all=Count("checks"), **found)
    tasks = Recheck.objects.filter(checker=request.user, finding="").select_related(*SHOWN)
    return {"tasks": tasks[:100], "page": page_of(request, draws, "-pk", size=20)}


@login_required
@require_safe
def draw(request, pk):
    """One draw: its seed, and every matter drawn with its checker and finding."""
    case = in_sight(Draw, request.user, pk, "by", "district")
    return render(request, "grid/draw.html", {"draw": case, "checks": case.checks.select_related(*SHOWN)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recheck(request, pk):
    """Write down what was found; once, and only by whoever was drawn."""
    task = in_sight(Recheck, request.user, pk, *SHOWN)
    if task.checker_id != request.user.pk or task.finding:
        raise PermissionDenied("recheck")
    form = FindingForm(*((request.POST,) if request.method == "POST" else ()), user=request.user)
    page = {"form": form, "task": task, "case": task.incident, "template": "grid/recheck.html"}
    if request.method == "POST" and form.is_valid():
        return takes(request, page, lambda: found(task, form))
    return render(request, "grid/recheck.html", page, status=422 if request.method == "POST" else 200)


def found(task, form):
    """Write it down; my next tasks are looked at then."""
    task.find(**form.said)
    return reverse("grid:rechecks")
