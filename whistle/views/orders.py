"""The page of an order and its verbs."""

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import render

from grid.casework.access import in_sight, moves_a
from whistle.forms.orders import AttendanceForm, ReplyForm, ReportInForm, SayWhyForm, SignForm
from whistle.models import Order
from whistle.views.parts import clocks_of, moves_of, trace_of


@login_required
def order(request, pk):
    """One department's order: what the street asks, what the department did, and what may be done now."""
    case = in_sight(Order, request.user, pk, "whistle", "department", "unit", "handler", "street", "rating")
    page = {
        "case": case,
        "whistle": case.whistle,
        "moves": moves_of(case, request.user),
        "clocks": clocks_of(case.clocks.order_by(F("stopped_at").desc(nulls_first=True))),
        "steps": trace_of(case),
        "slips": case.supervisions.visible_to(request.user).order_by("pk"),
    }
    return render(request, "whistle/order.html", page)


@moves_a(Order, SignForm)
def sign(request, case, said):
    case.sign(**said)


@moves_a(Order)
def contact(request, case, said):
    case.contact(**said)


@moves_a(Order, ReportInForm, template="whistle/report_in.html")
def report_in(request, case, said):
    case.report_in(**said)


@moves_a(Order, AttendanceForm)
def confirm_attendance(request, case, said):
    case.confirm_attendance(**said)


@moves_a(Order, ReplyForm)
def reply(request, case, said):
    case.reply(**said)


@moves_a(Order)
def confirm_result(request, case, said):
    case.confirm_result(**said)


@moves_a(Order, SayWhyForm)
def send_back(request, case, said):
    case.send_back(**said)
