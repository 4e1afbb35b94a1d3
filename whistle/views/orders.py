"""The page of an order and its verbs."""

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import render

from grid.casework.access import NoteForm, in_sight, moves_a, turns
from whistle.forms.orders import (
    AssignForm,
    AttendanceForm,
    InsteadForm,
    PlanForm,
    ReplyForm,
    ReportInForm,
    RerouteForm,
    RulingForm,
    SayWhyForm,
    SignForm,
    UntilForm,
)
from whistle.models import Order
from whistle.views.parts import clocks_of, folded, moves_of, trace_of
from whistle.views.whistle_page import parted


@login_required
def order(request, pk):
    """One department's order: what the street asks, what the department did, and what may be done now."""
    case = in_sight(Order, request.user, pk, "whistle__kind", "department", "unit", "handler", "street", "rating")
    moves, more = moves_of(case, request.user)
    page = {
        "case": case,
        "whistle": case.whistle,
        "moves": moves,
        "more": more,
        "clocks": clocks_of(case.clocks.order_by(F("stopped_at").desc(nulls_first=True))),
        "trace": folded(trace_of(case)),
        "papers": parted(case.papers.select_related("photo", "attachment")),
        "slips": case.supervisions.visible_to(request.user).order_by("pk"),
    }
    return render(request, "whistle/order.html", page)


DECIDE = "whistle/decide.html"
WITH_PHOTOS, MORE_TIME = "grid/with_photos.html", "grid/more_time.html"


@moves_a(Order, ReportInForm, template="whistle/report_in.html")
def report_in(request, case, said):
    case.report_in(**said)


# verb: (form, template) of the verbs whose form says all that they take
FORMS = {
    "sign": (SignForm,),
    "urge": (NoteForm,),
    "recall": (SayWhyForm,),
    "object": (SayWhyForm,),
    "refuse_objection": (SayWhyForm, DECIDE),
    "uphold_objection": (InsteadForm, DECIDE),
    "reroute": (RerouteForm, DECIDE),
    "claim": (NoteForm,),
    "assign": (AssignForm,),
    "contact": (NoteForm,),
    "confirm_attendance": (AttendanceForm,),
    "dispute_attendance": (SayWhyForm,),
    "rule_attendance": (RulingForm, DECIDE),
    "agree": (PlanForm, WITH_PHOTOS),
    "request_extension": (SayWhyForm, MORE_TIME),
    "approve_extension": (NoteForm, MORE_TIME),
    "refuse_extension": (SayWhyForm, MORE_TIME),
    "request_suspension": (UntilForm, MORE_TIME),
    "approve_suspension": (NoteForm, MORE_TIME),
    "refuse_suspension": (SayWhyForm, MORE_TIME),
    "resume": (NoteForm,),
    "reply": (ReplyForm, WITH_PHOTOS),
    "confirm_result": (NoteForm,),
    "send_back": (SayWhyForm,),
}
VERBS = [report_in, *turns(Order, FORMS)]
