"""The list of whistles, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from grid.casework.access import in_sight, moves_a, takes
from grid.casework.lists import page_of
from grid.models import Incident
from whistle.filters import WhistleFilter
from whistle.forms.whistles import DraftForm, EditForm, RateForm
from whistle.models import Whistle
from whistle.models.hands import BLOWERS, STAFF
from whistle.views.parts import clocks_of, moves_of, trace_of
from whistle.views.whistle_page import called, first_said, phases


@login_required
def index(request):
    """The whistles within sight, newest first, with how far the called departments are."""
    seen = WhistleFilter(request.GET, Whistle.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.with_progress().with_supervised().with_next_due().select_related("street", "lead")
    may_draft = request.user.holds(*STAFF) is not None
    page = {"page": page_of(request, rows, "-created_at"), "seen": seen, "may_draft": may_draft}
    return render(request, "whistle/whistles.html", page)


@login_required
def whistle(request, pk):
    """One whistle: its five phases, one line for each department, clocks, trace, where it came from."""
    related = ("street", "community", "district", "incident", "lead", "blower")
    case = in_sight(Whistle, request.user, pk, *related)
    orders = called(case)
    steps = trace_of(case, named=orders)
    page = {
        "case": case,
        "phases": phases(case),
        "orders": [(order, moves_of(order, request.user)) for order in orders],
        "moves": moves_of(case, request.user),
        "clocks": clocks_of(case.clocks.order_by("pk")),
        "steps": steps,
    }
    return render(request, "whistle/whistle.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request):
    """Whom, when, where, what for and why, on one page: to be blown at once, or kept as a draft."""
    post = request.user.holds(*STAFF)
    if post is None:
        raise PermissionDenied("draft")
    incident = request.GET.get("incident", "")
    incident = in_sight(Incident, request.user, incident) if incident.isdecimal() else None
    sent = (request.POST,) if request.method == "POST" else ()
    form = DraftForm(*sent, user=request.user, initial=first_said(incident))
    page = {"form": form, "incident": incident, "street": post.grid, "template": "whistle/blow.html"}
    page["may_blow"] = post.role in BLOWERS
    if request.POST.get("act") == "blow" and not page["may_blow"]:
        raise PermissionDenied("blow")
    if sent and form.is_valid():
        return takes(request, page, lambda: _drafted(request, form, incident, post))
    return render(request, "whistle/blow.html", page, status=422 if sent else 200)


def _drafted(request, form, incident, post):
    """Draft, and blow if that was the button; the address of what came of it."""
    street = None if incident else post.grid
    case = Whistle.draft(by=request.user, incident=incident, street=street, **form.said)
    if request.POST.get("act") == "blow":
        case.blow(by=request.user)
    return case.get_absolute_url()


@moves_a(Whistle, EditForm, template="whistle/blow.html")
def edit(request, case, said):
    case.edit(**said)


@moves_a(Whistle, EditForm, template="whistle/blow.html")
def blow(request, case, said):
    case.blow(**said)


@moves_a(Whistle, RateForm, template="whistle/rate.html")
def rate(request, case, said):
    case.rate(**said)
