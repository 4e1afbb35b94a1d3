"""An order and a whistle on paper, and the codes that lead back to their pages."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grid.casework.access import in_sight
from grid.views.papers import drawn
from whistle.models import Order, Whistle
from whistle.views.parts import clocks_of

ORDERED = ("whistle__kind", "whistle__lead", "whistle__blower", "department", "unit", "handler", "street", "community")
BLOWN = ("kind", "street", "community", "lead", "blower", "incident")


@login_required
@require_safe
def order_paper(request, pk):
    """派哨单: what the street asks of one department, with room for its signatures and stamps."""
    case = in_sight(Order, request.user, pk, *ORDERED)
    clocks = clocks_of(case.clocks.order_by("pk"))
    page = {"whistle": case.whistle, "called": called(case.whistle), "clocks": clocks}
    return render(request, "whistle/print_order.html", facts_of(request, case) | page)


@login_required
@require_safe
def whistle_paper(request, pk):
    """吹哨单: the street's call as it was blown, and how each department answered."""
    case = in_sight(Whistle, request.user, pk, *BLOWN)
    page = {"whistle": case, "called": called(case)}
    return render(request, "whistle/print_whistle.html", facts_of(request, case) | page)


def called(whistle):
    """The orders of a whistle, the lead department first."""
    return list(whistle.orders.select_related("department", "handler").order_by("-lead", "number"))


def facts_of(request, case):
    """What both papers say: where the case is, and who printed it when."""
    return {
        "case": case,
        "address": request.build_absolute_uri(case.get_absolute_url()),
        "printed_at": timezone.now(),
    }


@login_required
@require_safe
def order_code(request, pk):
    """The address of the order's page as a QR code (SVG)."""
    return drawn(request, in_sight(Order, request.user, pk))


@login_required
@require_safe
def whistle_code(request, pk):
    """The address of the whistle's page as a QR code (SVG)."""
    return drawn(request, in_sight(Whistle, request.user, pk))
