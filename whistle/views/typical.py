"""The typical cases (典型案例): what streets show to everybody in the house."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grid.casework.lists import page_of
from whistle.models import Paper, Whistle


@login_required
@require_safe
def index(request):
    """Published whistles, newest first: story, pictures, days, cost and who worked; for whoever holds a post."""
    pictures = Paper.objects.filter(kind__in=Paper.SHOWN).select_related("photo").order_by("kind", "pk")
    rows = Whistle.objects.published_to(request.user).select_related("street", "kind")
    rows = rows.prefetch_related(Prefetch("papers", pictures, to_attr="pictures"), "orders__department")
    page = page_of(request, rows, "-published_at", size=20)
    return render(request, "whistle/typical.html", {"page": page, "cases": [told(case) for case in page.rows]})


def told(case):
    """The story of a published whistle: who worked, and its pictures from before and from afterwards."""
    done = [order for order in case.orders.all() if order.is_done]
    before, after = ([paper for paper in case.pictures if paper.kind == kind] for kind in Paper.SHOWN)
    return {
        "case": case,
        "worked": len(done),
        "lead": next((order.department for order in done if order.lead), None),
        "assisting": [order.department for order in done if not order.lead],
        "before": before,
        "after": after,
    }
