"""The workbench: what each called department owes, what is next and by when; and signing many at once."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from grid.casework.lists import page_of
from grid.models.people import DEPARTMENTAL
from whistle.bulk import sign_each
from whistle.filters import OrderFilter
from whistle.forms.bulk import SignSeveralForm
from whistle.models import Order, OrderStatus
from whistle.models.supervision import SupervisionLevel

# What an order waits for, as its department's workbench says it; what has ended waits for nothing.
NEXT = {
    OrderStatus.DISPATCHED: _("Sign"),
    OrderStatus.OBJECTED: _("The centre decides"),
    OrderStatus.SIGNED: _("Contact the street"),
    OrderStatus.CONTACTED: _("Report in"),
    OrderStatus.ABSENT: _("Report in"),
    OrderStatus.REPORTED_IN: _("Reply"),
    OrderStatus.EXTENSION_PENDING: _("The street decides"),
    OrderStatus.SUSPENSION_PENDING: _("The street decides"),
    OrderStatus.SUSPENDED: _("Rests"),
    OrderStatus.REPLIED: _("The street checks"),
    OrderStatus.REWORK: _("Reply once more"),
}
LISTED = ("whistle__kind", "street", "department", "unit", "handler")


@login_required
@require_safe
def index(request):
    """The orders within sight, by what runs out first; what has ended, newest first."""
    seen = OrderFilter(request.GET, Order.objects.visible_to(request.user), user=request.user)
    page = page_of(request, seen.tab.with_level().select_related(*LISTED), *seen.order)
    for order in page.rows:
        order.next = NEXT.get(order.status)
        order.slip = SupervisionLevel(order.slip_level) if order.slip_level else None
    may_sign = seen.current == OrderStatus.DISPATCHED and request.user.holds(*DEPARTMENTAL) is not None
    told = {"page": page, "seen": seen, "may_sign": may_sign, "key": uuid4(), "now": timezone.now()}
    return render(request, "whistle/orders.html", told)


@login_required
@require_POST
def sign_several(request):
    """Sign the orders that were ticked, each by itself; the answer says which were signed, and why others were not."""
    form = SignSeveralForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "whistle/signed.html", {"form": form}, status=422)
    versions, user = form.versions, request.user
    orders = list(Order.objects.visible_to(user).select_related("whistle").filter(pk__in=versions).order_by("due_at"))
    if len(orders) < len(versions):
        raise Http404
    if not any(order.allows("sign", user) for order in orders):
        raise PermissionDenied("sign")
    outcomes = sign_each(user, form.cleaned_data["key"], orders, versions)
    signed = [outcome.order for outcome in outcomes if not outcome.why]
    page = {"form": form, "signed": signed, "refused": [outcome for outcome in outcomes if outcome.why]}
    return render(request, "whistle/signed.html", page, status=200 if signed else 409)
