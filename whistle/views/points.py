"""Bonuses and deductions (正向激励、负向惩戒): the list with its sums, entries by hand, and what a slip deducts."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import in_sight, takes
from grid.casework.lists import page_of
from grid.models import Role
from whistle.forms.points import GiveForm, RatesForm, TakeBackForm
from whistle.models import PointEntry, PointRate
from whistle.point_filter import PointFilter

FORM, RATES = "whistle/point_form.html", "whistle/point_rates.html"
KEEPERS = (Role.SYSTEM_ADMIN, Role.SUPERVISOR)


@login_required
@require_safe
def index(request):
    """The entries of a year within sight, newest first, and what they add up to for each side."""
    seen = PointFilter(request.GET, PointEntry.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.select_related("department", "street", "by", "supervision", "accountability", "reverses")
    page = {
        "page": page_of(request, rows.prefetch_related("reversed_by"), "-at"),
        "seen": seen,
        "sums": seen.sums,
        "may_give": request.user.holds(Role.SUPERVISOR) is not None,
        "may_rate": request.user.holds(*KEEPERS) is not None,
    }
    return render(request, "whistle/points.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request):
    """Enter a bonus or a deduction by hand."""
    if request.user.holds(Role.SUPERVISOR) is None:
        raise PermissionDenied("give")
    sent = (request.POST,) if request.method == "POST" else ()
    form = GiveForm(*sent, user=request.user)
    page = {"form": form, "template": FORM}
    if not sent or not form.is_valid():
        return render(request, FORM, page, status=422 if sent else 200)
    return takes(request, page, lambda: _given(request, form))


@transaction.atomic
def _given(request, form):
    entry = PointEntry.give(by=request.user, **form.said)
    return f"{reverse('whistle:points')}?year={entry.year}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, pk):
    """Take an entry made by hand back; what a slip or a decision deducted comes back with that alone."""
    entry = in_sight(PointEntry, request.user, pk, "department", "street")
    if request.user.holds(Role.SUPERVISOR) is None or not entry.by_hand:
        raise PermissionDenied("take_back")
    sent = (request.POST,) if request.method == "POST" else ()
    form = TakeBackForm(*sent, user=request.user)
    page = {"form": form, "template": FORM, "entry": entry}
    if not sent or not form.is_valid():
        return render(request, FORM, page, status=422 if sent else 200)
    return takes(request, page, lambda: _taken_back(request, entry, form))


def _taken_back(request, entry, form):
    entry.take_back(by=request.user, **form.said)
    return f"{reverse('whistle:points')}?year={entry.year}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request):
    """What a slip of each colour deducts; the system administrator changes it, for slips sent out later."""
    if request.user.holds(*KEEPERS) is None:
        raise PermissionDenied("rates")
    may = request.user.holds(Role.SYSTEM_ADMIN) is not None
    if request.method == "POST" and not may:
        raise PermissionDenied("rates")
    form = RatesForm(*((request.POST,) if request.method == "POST" else ()), user=request.user)
    page = {"form": form, "template": RATES, "may": may, "rates": PointRate.objects.all()}
    if request.method != "POST" or not form.is_valid():
        return render(request, RATES, page, status=422 if form.errors else 200)
    return takes(request, page, lambda: _rated(form))


def _rated(form):
    form.save()
    return reverse("whistle:point_rates")
