"""The list of supervision slips, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from grid.casework.access import in_sight, moves_a
from grid.casework.lists import page_of
from whistle.filters import SupervisionFilter
from whistle.forms.orders import SayWhyForm
from whistle.forms.supervisions import ReplyForm
from whistle.models import Supervision
from whistle.views.parts import clocks_of, moves_of, trace_of


@login_required
def index(request):
    """The slips within sight, newest first; tabs by status, levels by colour."""
    seen = SupervisionFilter(request.GET, Supervision.objects.visible_to(request.user), user=request.user)
    page = page_of(request, seen.tab.select_related("department", "desk", "street"), *seen.order)
    return render(request, "whistle/supervisions.html", {"page": page, "seen": seen})


@login_required
def supervision(request, pk):
    """One slip: what was late, by which clock and why then; the reply; the levels below and above."""
    related = ("department", "desk", "street", "order__whistle", "order__department", "incident")
    case = in_sight(Supervision, request.user, pk, *related)
    moves, more = moves_of(case, request.user)
    page = {
        "case": case,
        "moves": moves,
        "more": more,
        "late": next(iter(clocks_of(case.late_clocks())), None),
        "clocks": clocks_of(case.clocks.order_by("pk")),
        "levels": Supervision.objects.visible_to(request.user).filter(cause=case.cause).order_by("level"),
        "steps": trace_of(case),
    }
    return render(request, "whistle/supervision.html", page)


@moves_a(Supervision, ReplyForm)
def reply(request, case, said):
    case.reply(**said)


@moves_a(Supervision)
def verify(request, case, said):
    case.verify(**said)


@moves_a(Supervision, SayWhyForm)
def escalate(request, case, said):
    case.escalate(**said)


@moves_a(Supervision, SayWhyForm)
def propose(request, case, said):
    case.propose(**said)
