"""An incident on paper: the two-part transfer slip, the record for the file, and the code that leads back here."""

from datetime import timedelta
from io import BytesIO

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grid.casework.access import in_sight
from grid.casework.reasons import amount_text, span_text
from grid.models import Incident, Word, calendar_now
from grid.views.incidents import SHOWN, photos_of
from grid.views.parts import beside, clocks_of, place_of, reporter_of, trace_of


@login_required
@require_safe
def transfer(request, pk):
    """转办单: the receipt that goes back to the desk, and the part the unit keeps (`domain.md` 7.2)."""
    case = in_sight(Incident, request.user, pk, *SHOWN)
    page = {
        "handling": case.clocks.filter(stage="handle").order_by("pk").last(),
        "instructions": case.remarks.filter(kind=Word.INSTRUCTION).select_related("by"),
    }
    return render(request, "grid/print_transfer.html", facts_of(request, case) | page)


@login_required
@require_safe
def record(request, pk):
    """The case as it is filed: facts, photos, result, every limit with the time it took, the whole trace."""
    case = in_sight(Incident, request.user, pk, *SHOWN)
    steps, clocks = trace_of(case), measured(case.clocks.order_by("pk"))
    page = {"steps": steps, "clocks": clocks, "handling": handling_of(clocks)} | beside(case, steps, request.user)
    return render(request, "grid/print_record.html", facts_of(request, case) | page | photos_of(case))


@login_required
@require_safe
def code(request, pk):
    """一案一码: a QR code (SVG) with the address of the case's page, which still asks who opens it."""
    return drawn(request, in_sight(Incident, request.user, pk))


def drawn(request, case):
    """The address of a case's page as a QR code (SVG)."""
    picture, address = BytesIO(), request.build_absolute_uri(case.get_absolute_url())
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=4, border=2, xmldecl=False)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def facts_of(request, case):
    """What every paper says of a case, and who printed it when."""
    return {
        "case": case,
        "where": place_of(case),
        "reporter": reporter_of(case),
        "address": request.build_absolute_uri(case.get_absolute_url()),
        "printed_at": timezone.now(),
    }


def measured(clocks):
    """These clocks with their limit (`limit`), the time used (`took`) and how late (`late`), in their own clock."""
    clocks, calendar, now = clocks_of(clocks), calendar_now(), timezone.now()
    for clock in clocks:
        clock.limit = amount_text(clock.amount, clock.unit)
        clock.span = clock.used(calendar, now)
        clock.took = span_text(clock.span)
        over = -calendar.remaining(clock.stopped_at or now, clock.due_at, clock.unit)
        clock.late = span_text(over) if clock.verdict != "void" and over > timedelta() else ""
    return clocks


def handling_of(clocks):
    """办理耗时: what all handlings together took, and whether one was late; None before the first."""
    handlings = [clock for clock in clocks if clock.stage == "handle"]
    if not handlings:
        return None
    took = sum((clock.span for clock in handlings), timedelta())
    return {"took": span_text(took), "working": handlings[0].counts_work, "late": any(each.late for each in handlings)}
