"""The list of supervision slips, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import render

from grid.casework.access import in_sight, moves_a
from grid.casework.lists import page_of
from whistle.filters import SupervisionFilter
from whistle.forms.orders import SayWhyForm
from whistle.forms.supervisions import AddItemForm, FoundReplyForm, ItemForm, ProposeForm, ReplyForm, UnfinishedItemForm
from whistle.models import Accountability, Supervision
from whistle.views.parts import clocks_of, moves_of, trace_of

FORM = "whistle/slip_verb.html"


@login_required
def index(request):
    """The slips within sight, newest first; tabs by status, levels by colour."""
    seen = SupervisionFilter(request.GET, Supervision.objects.visible_to(request.user), user=request.user)
    rows = seen.tab.with_items().select_related("department", "desk", "street")
    may_find = Supervision.overseen_by(request.user) is not None
    page = {"page": page_of(request, rows, *seen.order), "seen": seen, "may_find": may_find}
    return render(request, "whistle/supervisions.html", page)


@login_required
def supervision(request, pk):
    """One slip: what was late, by which clock and why then; the checklist, the reply; the levels below and above."""
    related = ("department", "desk", "street", "overseer", "order__whistle", "order__department", "incident")
    case = in_sight(Supervision, request.user, pk, *related)
    moves, more = moves_of(case, request.user)
    page = {
        "case": case,
        "moves": moves,
        "more": more,
        "late": next(iter(clocks_of(case.late_clocks())), None),
        "clocks": clocks_of(case.own_clocks.order_by(F("stopped_at").desc(nulls_first=True))),
        "levels": Supervision.objects.visible_to(request.user).filter(cause=case.cause).order_by("level"),
        "steps": trace_of(case),
        "items": case.items.select_related("finished_by"),
        "doable": {move.verb for move in case.moves_for(request.user) if move.hidden},
        "blocked": case.hindrance("verify") if case.status in Supervision.FLOW["verify"].sources else "",
        "judged": Accountability.objects.visible_to(request.user).filter(supervision=case).first(),
    }
    return render(request, "whistle/supervision.html", page)


@moves_a(Supervision, template=FORM)
def notify(request, case, said):
    case.notify(**said)


@moves_a(Supervision, AddItemForm, template=FORM)
def add_item(request, case, said):
    case.add_item(**said)


@moves_a(Supervision, UnfinishedItemForm, template=FORM)
def finish_item(request, case, said):
    case.finish_item(**said)


@moves_a(Supervision, ItemForm, template=FORM)
def strike_item(request, case, said):
    case.strike_item(**said)


def reply_form(*args, case, **kwargs):
    """The form fits what happened: late by a clock, or found."""
    form = ReplyForm if case.overdue_since else FoundReplyForm
    return form(*args, case=case, **kwargs)


@moves_a(Supervision, reply_form, template=FORM)
def reply(request, case, said):
    case.reply(**said)


@moves_a(Supervision, SayWhyForm, template=FORM)
def request_extension(request, case, said):
    case.request_extension(**said)


@moves_a(Supervision, template="whistle/more_time.html")
def approve_extension(request, case, said):
    case.approve_extension(**said)


@moves_a(Supervision, SayWhyForm, template="whistle/more_time.html")
def refuse_extension(request, case, said):
    case.refuse_extension(**said)


@moves_a(Supervision, template=FORM)
def verify(request, case, said):
    case.verify(**said)


@moves_a(Supervision, SayWhyForm, template=FORM)
def escalate(request, case, said):
    case.escalate(**said)


@moves_a(Supervision, ProposeForm, template=FORM)
def propose(request, case, said):
    case.propose(**said)


@moves_a(Supervision, SayWhyForm, template=FORM)
def withdraw(request, case, said):
    case.withdraw(**said)
