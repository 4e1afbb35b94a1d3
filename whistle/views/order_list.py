"""The list of orders: what each called department owes, whichever whistle called it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grid.casework.lists import page_of
from whistle.filters import OrderFilter
from whistle.models import Order


@login_required
@require_safe
def index(request):
    """The orders within sight: what is open by its clock, otherwise newest first."""
    seen = OrderFilter(request.GET, Order.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.select_related("whistle__kind", "street", "department")
    return render(request, "whistle/orders.html", {"page": page_of(request, rows, *seen.order), "seen": seen})
