"""The list of whistles, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from grid.casework.access import in_sight, moves_a, takes
from grid.casework.lists import page_of
from grid.models import Incident
from whistle.filters import WhistleFilter
from whistle.forms.whistles import BlowForm, DraftForm, EditForm, RateForm
from whistle.models import Whistle
from whistle.models.hands import BLOWERS, STAFF
from whistle.views.parts import clocks_of, moves_of, trace_of
from whistle.views.whistle_page import called, first_said, own_clocks, phases, progress


@login_required
def index(request):
    """The whistles within sight, newest first, with how far the called departments are."""
    seen = WhistleFilter(request.GET, Whistle.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.with_progress().with_supervised().with_next_due().select_related("street", "lead")
    may_draft = request.user.holds(*STAFF) is not None
    page = {"page": page_of(request, rows, *seen.order), "seen": seen, "may_draft": may_draft}
    return render(request, "whistle/whistles.html", page)


@login_required
def whistle(request, pk):
    """One whistle: its five phases, one line for each department, clocks, trace, where it came from."""
    related = ("street", "community", "district", "incident", "lead", "blower")
    case = in_sight(Whistle, request.user, pk, *related)
    orders, clocks = called(case), own_clocks(case)
    steps = trace_of(case, named=orders)
    clocks_of([*clocks, *(clock for order in orders for clock in order.running)])
    page = {
        "case": case,
        "phases": phases(case),
        "orders": [(order, moves_of(order, request.user)) for order in orders],
        "moves": moves_of(case, request.user),
        "clocks": clocks,
        "progress": progress(orders),
        "slips": [slip for order in orders for slip in order.supervisions.all()],
        "steps": steps,
    }
    return render(request, "whistle/whistle.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request):
    """Whom, when, where, what for and why, on one page: to be blown at once, or kept as a draft."""
    page = _standing(request)
    sent = (request.POST,) if request.method == "POST" else ()
    initial = first_said(page["incident"])
    page["form"] = form = DraftForm(*sent, user=request.user, blowing=_blows(request, page), initial=initial)
    if sent and form.is_valid():
        return takes(request, page, lambda: _drafted(request, page))
    return render(request, page["template"], page, status=422 if sent else 200)


def _standing(request):
    """Where this person may draft, from which incident, and whether they may blow there too."""
    post = request.user.holds(*BLOWERS) or request.user.holds(*STAFF)
    if post is None:
        raise PermissionDenied("draft")
    key = request.GET.get("incident", "")
    incident = in_sight(Incident, request.user, key) if key.isdecimal() else None
    page = {"incident": incident, "street": post.grid, "may_blow": post.role in BLOWERS}
    return page | {"template": "whistle/blow.html"}


def _blows(request, page):
    """Whether the form is for blowing at once; raises PermissionDenied when that is not this person's."""
    pressed = request.POST.get("act", "blow" if page["may_blow"] else "save")
    if pressed == "blow" and not page["may_blow"]:
        raise PermissionDenied("blow")
    return pressed == "blow"


def _drafted(request, page):
    """Draft, and blow if that was the button; the address of what came of it."""
    street, incident = page["street"], page["incident"]
    case = Whistle.draft(by=request.user, incident=incident, street=street, **page["form"].said)
    if _blows(request, page):
        case.blow(by=request.user)
    return case.get_absolute_url()


@moves_a(Whistle, EditForm, template="whistle/blow.html")
def edit(request, case, said):
    case.edit(**said)


@moves_a(Whistle, BlowForm, template="whistle/blow.html")
def blow(request, case, said):
    case.blow(**said)


@moves_a(Whistle, RateForm, template="whistle/rate.html")
def rate(request, case, said):
    case.rate(**said)
