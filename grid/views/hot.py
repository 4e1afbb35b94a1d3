"""The page of hot issues: what rises against its own past, and where the same is reported again and again."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from grid.forms.hot import HotForm
from grid.hot import WATCHERS, frozen, rises, sentence, spots
from grid.models import Category, Grid
from grid.models.prompt.flow import SENDERS

SHOWN = 15


@login_required
@require_safe
def index(request):
    """Types, communities and spots; each number opens the list of exactly as many reports."""
    if request.user.holds(*WATCHERS) is None:
        raise PermissionDenied("hot")
    seen = HotForm(request.GET, user=request.user)
    kinds = rises(seen.incidents, seen.window, "category_id")[:SHOWN]
    places = rises(seen.incidents, seen.window, "community_id")[:SHOWN]
    page = {
        "seen": seen,
        "window": seen.window,
        "tables": [
            ("category", rows_of(seen, "category", kinds, Category.objects)),
            ("community", rows_of(seen, "community", places, Grid.objects.visible_to(request.user))),
        ],
        "spots": spots_of(seen),
        "may_prompt": request.user.holds(*SENDERS),
    }
    return render(request, "grid/hot.html", page)


def rows_of(seen, kind, found, things):
    """Each Rise with its name, its sentence, and the lists behind its numbers."""
    named, rows, window = things.in_bulk([rise.key for rise in found]), [], seen.window
    for rise in found:
        code = named[rise.key].code
        lists = {
            "now": seen.rows_of(window.period, **{kind: code}),
            "again": seen.rows_of(window.period, repeat=1, **{kind: code}),
            "before": seen.rows_of(window.base, **{kind: code}) if window.base else None,
        }
        told = {"rise": rise, "name": named[rise.key], "words": sentence(frozen(rise, window)), "lists": lists}
        rows.append(told | {"prompt": prompt_about(seen, kind, code)})
    return rows


def spots_of(seen):
    """The places where the same was reported three times or more, each with the incident in its midst."""
    found = spots(seen.incidents, seen.window)
    cases = seen.incidents.select_related("category__major", "community").in_bulk([spot.key for spot in found])
    return [
        {
            "case": cases[spot.key],
            "now": spot.now,
            "list": seen.rows_of(seen.window.period, spot=spot.key),
            "prompt": prompt_about(seen, "spot", spot.key),
        }
        for spot in found
    ]


def prompt_about(seen, kind, key):
    """The address of the form that puts this hot issue to a department."""
    return f"{reverse('grid:prompt_send')}?{urlencode(seen.asked | {'kind': kind, 'key': key})}"
