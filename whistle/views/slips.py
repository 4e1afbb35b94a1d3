"""A slip by hand, and slips on paper: the three-colour sheet and the ledger."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import in_sight, takes
from grid.models import GridLevel, Incident
from grid.views.papers import measured
from whistle.filters import SupervisionFilter
from whistle.forms.supervisions import FoundForm, StreetFoundForm
from whistle.models import Order, Supervision
from whistle.views.parts import clocks_of

FORM = "whistle/found.html"
ON_PAPER = 300  # rows of a printed ledger


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    """Put a slip on file, and send it out at once if that was the button."""
    overseer = Supervision.overseen_by(request.user)
    if overseer is None:
        raise PermissionDenied("found")
    kind = FoundForm if overseer.level == GridLevel.DISTRICT else StreetFoundForm
    sent = (request.POST,) if request.method == "POST" else ()
    form = kind(*sent, user=request.user, overseer=overseer, initial=first_said(request))
    page = {"form": form, "template": FORM, "may_send": may_send(request.user)}
    if not sent or not form.is_valid():
        return render(request, FORM, page, status=422 if sent else 200)
    return takes(request, page, lambda: _put_on_file(request, form))


def may_send(user):
    """Whether whoever puts on file here may send out too: a street's operator may not."""
    return user.holds(*(hand.role for hand in Supervision.FLOW["notify"].hands)) is not None


@transaction.atomic
def _put_on_file(request, form):
    slip = form.found()
    if request.POST.get("act") != "keep" and slip.allows("notify", request.user):
        slip.notify(by=request.user)
    return slip.get_absolute_url()


def first_said(request):
    """What the form says before anybody typed: the matter whose number the address names."""
    number, said = request.GET.get("number", "")[:32], {"inspection": "regular", "level": 1}
    order = Order.objects.visible_to(request.user).filter(number=number).select_related("whistle").first()
    if order:
        where = {"department": order.department_id, "place": order.whistle.report_in_place}
        return said | where | {"number": number, "title": order.whistle.title}
    incident = Incident.objects.visible_to(request.user).filter(number=number).first()
    if incident:
        side = {"department": incident.department_id} if incident.department_id else {"street": incident.street_id}
        side |= {"community": incident.community_id}
        return said | side | {"number": number, "title": incident.title, "place": incident.place}
    return said


@login_required
@require_safe
def sheet(request, pk):
    """三色督查单 on A4: the facts with the true lateness, what is required, the checklist, the reply, who signs."""
    related = ("department", "desk", "street", "overseer", "order__whistle", "incident")
    case = in_sight(Supervision, request.user, pk, *related)
    page = {
        "case": case,
        "late": next(iter(clocks_of(case.late_clocks())), None),
        "clocks": measured(case.own_clocks.order_by("pk")),
        "items": case.items.all(),
        "address": request.build_absolute_uri(case.get_absolute_url()),
        "printed_at": timezone.now(),
    }
    return render(request, "whistle/print_slip.html", page)


@login_required
@require_safe
def ledger(request):
    """台账 on paper: the list as it is filtered, the newest first."""
    seen = SupervisionFilter(request.GET, Supervision.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.with_items().select_related("department", "desk", "street").order_by("-created_at", "-pk")
    page = {"rows": rows[:ON_PAPER], "seen": seen, "most": ON_PAPER, "printed_at": timezone.now()}
    return render(request, "whistle/print_ledger.html", page | {"address": request.build_absolute_uri()})
