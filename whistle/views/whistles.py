"""The list of whistles, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from grid.casework.access import NoteForm, in_sight, moves_a, takes, turns
from grid.casework.lists import page_of
from grid.models import Incident
from grid.related import related_to
from whistle.filters import WhistleFilter
from whistle.forms.orders import SayWhyForm
from whistle.forms.rating import RateForm
from whistle.forms.whistles import (
    AddForm,
    AgainForm,
    BlowForm,
    DraftForm,
    EditForm,
    InspectForm,
    LeaderForm,
    LeaderReportInForm,
    PublishForm,
)
from whistle.models import Whistle
from whistle.models.hands import BLOWERS, COMMUNITY, STAFF
from whistle.views.parts import clocks_of, folded, moves_of, trace_of
from whistle.views.whistle_page import (
    called,
    come_forward,
    failed,
    first_said,
    own_clocks,
    own_papers,
    phases,
    progress,
)


@login_required
def index(request):
    """The whistles within sight, newest first, with how far the called departments are."""
    seen = WhistleFilter(request.GET, Whistle.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.with_progress().with_supervised().with_next_due().with_failed(timezone.now())
    rows = rows.select_related("street", "lead", "kind")
    may_draft = request.user.holds(*STAFF, *COMMUNITY) is not None
    page = {"page": page_of(request, rows, *seen.order), "seen": seen, "may_draft": may_draft}
    return render(request, "whistle/whistles.html", page)


@login_required
def whistle(request, pk):
    """One whistle: its five phases, one line for each department, clocks, trace, where it came from."""
    related = ("street", "community", "district", "incident", "lead", "blower", "kind", "leader", "previous")
    case = in_sight(Whistle, request.user, pk, *related)
    orders, clocks = called(case), own_clocks(case)
    trace = folded(trace_of(case, named=orders))
    clocks_of([*clocks, *(clock for order in orders for clock in order.running_clocks)])
    moves, more = moves_of(case, request.user)
    if failure := failed(case, orders):
        moves, more = come_forward(case, moves, more)
    page = {
        "case": case,
        "failure": failure,
        "phases": phases(case),
        "orders": [(order, moves_of(order, request.user)[0]) for order in orders],
        "moves": moves,
        "more": more,
        "clocks": clocks,
        "progress": progress(orders),
        "slips": [slip for order in orders for slip in order.supervisions.all()],
        "trace": trace,
        "related": related_to(case, request.user),
    } | own_papers(case)
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
    """Where this person may draft or propose, from which incident, and whether they may blow there too."""
    post = next((post for roles in (BLOWERS, STAFF, COMMUNITY) if (post := request.user.holds(*roles))), None)
    if post is None:
        raise PermissionDenied("draft")
    key = request.GET.get("incident", "")
    incident = in_sight(Incident, request.user, key) if key.isdecimal() else None
    page = {"incident": incident, "ground": post.grid, "may_blow": post.role in BLOWERS}
    return page | {"proposing": post.role in COMMUNITY, "template": "whistle/blow.html"}


def _blows(request, page):
    """Whether the form is for blowing at once; raises PermissionDenied when that is not this person's."""
    pressed = request.POST.get("act", "blow" if page["may_blow"] else "save")
    if pressed == "blow" and not page["may_blow"]:
        raise PermissionDenied("blow")
    return pressed == "blow"


def _drafted(request, page):
    """Propose, or draft, and blow if that was the button; the address of what came of it."""
    said = page["form"].said | {"by": request.user, "incident": page["incident"]}
    if page["proposing"]:
        return Whistle.propose(community=page["ground"], **said).get_absolute_url()
    case = Whistle.draft(street=page["ground"], **said)
    if _blows(request, page):
        case.blow(by=request.user)
    return case.get_absolute_url()


@moves_a(Whistle, AgainForm, template="whistle/blow.html")
def blow_again(request, case, said):
    """The next round is looked at next."""
    return case.blow_again(**said).get_absolute_url()


CALL, WITH_PHOTOS = "whistle/blow.html", "grid/with_photos.html"
# verb: (form, template) of the verbs whose form says all that they take
FORMS = {
    "take_up": (NoteForm,),
    "edit": (EditForm, CALL),
    "drop": (SayWhyForm,),
    "inspect": (InspectForm, WITH_PHOTOS),
    "blow": (BlowForm, CALL),
    "withdraw": (SayWhyForm,),
    "leader_report_in": (LeaderReportInForm, "whistle/report_in.html"),
    "change_leader": (LeaderForm,),
    "add_department": (AddForm,),
    "rate": (RateForm, "whistle/rate.html"),
    "publish": (PublishForm, WITH_PHOTOS),
    "unpublish": (SayWhyForm,),
}
VERBS = [*turns(Whistle, FORMS), blow_again]
