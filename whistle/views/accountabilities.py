"""Accountability cases: the list, the page of one (state and outcome), its verbs, and the one way to its file."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import VerbForm, in_sight, moves_a, takes
from grid.casework.lists import page_of
from grid.models import Role
from whistle.accountability_filter import AccountabilityFilter
from whistle.forms.accountabilities import DecideForm, LookForm, ProposeForForm, ReasonForm, RecordForm
from whistle.models import Accountability, AccountabilityLook, Order, Supervision, Whistle
from whistle.views.parts import moves_of, trace_of

READERS_OF_LOOKS = (Role.DISCIPLINE, Role.AUDIT_ADMIN)


@login_required
@require_safe
def index(request):
    """The cases within sight, newest first; what they are about is for discipline inspection."""
    seen = AccountabilityFilter(request.GET, Accountability.objects.visible_to(request.user), user=request.user)
    page = page_of(request, seen.tab.select_related("department", "desk", "supervision"), "-created_at")
    context = {"page": page, "seen": seen, "inside": request.user.holds(Role.DISCIPLINE) is not None}
    return render(request, "whistle/accountabilities.html", context)


@login_required
@require_safe
def accountability(request, pk):
    """That the case exists, where it stands, how it ended; the file is opened apart."""
    case = in_sight(Accountability, request.user, pk, "department", "desk", "district", "order", "supervision")
    inside = case.reader(request.user) is not None
    moves, more = moves_of(case, request.user)
    page = {
        "case": case,
        "inside": inside,
        "slip": Supervision.objects.visible_to(request.user).filter(pk=case.supervision_id).first(),
        "order": Order.objects.visible_to(request.user).filter(pk=case.order_id).first(),
        "moves": moves,
        "more": more,
        "steps": trace_of(case),
        "looks": case.looks.select_related("user")[:5] if inside else (),
    }
    return render(request, "whistle/accountability.html", page)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request, pk):
    """The file: by POST, with a reason, written down before it is shown, and on that answer alone."""
    case = in_sight(Accountability, request.user, pk, "department", "desk")
    if case.reader(request.user) is None:
        raise PermissionDenied("look")
    sent = (request.POST,) if request.method == "POST" else ()
    form, page = LookForm(*sent), {"case": case}
    if sent and form.is_valid():
        page["sheets"] = case.look(by=request.user, **form.cleaned_data)
    return render(request, "whistle/look.html", page | {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def looks(request):
    """Who opened which file, when and why: for discipline inspection and the audit administrator."""
    if request.user.holds(*READERS_OF_LOOKS) is None:
        raise PermissionDenied("looks")
    rows = AccountabilityLook.objects.visible_to(request.user).select_related("case", "user", "post__grid")
    page = {"page": page_of(request, rows, "-at"), "inside": request.user.holds(Role.DISCIPLINE) is not None}
    return render(request, "whistle/looks.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose_for(request, pk):
    """Put a department that failed a second whistle before discipline inspection."""
    whistle = in_sight(Whistle, request.user, pk, "district", "street")
    if not Accountability(street=whistle.street, district=whistle.district).allows("propose", request.user):
        raise PermissionDenied("propose")
    failed = Accountability.failed_orders(whistle, timezone.now())
    sent = (request.POST,) if request.method == "POST" else ()
    form = ProposeForForm(*sent, user=request.user, failed=failed)
    page = {"form": form, "whistle": whistle, "failed": failed, "template": "whistle/propose_for.html"}
    if not sent or not form.is_valid():
        return render(request, page["template"], page, status=422 if sent else 200)
    case = partial(Accountability.propose_for, whistle, by=request.user, **form.said)
    return takes(request, page, lambda: case().get_absolute_url())


@moves_a(Accountability, VerbForm)
def accept(request, case, said):
    case.accept(**said)


@moves_a(Accountability, VerbForm)
def investigate(request, case, said):
    case.investigate(**said)


@moves_a(Accountability, RecordForm)
def record(request, case, said):
    case.record(**said)


@moves_a(Accountability, DecideForm)
def decide(request, case, said):
    case.decide(**said)


@moves_a(Accountability, VerbForm)
def close(request, case, said):
    case.close(**said)


@moves_a(Accountability, ReasonForm)
def reject(request, case, said):
    case.reject(**said)


@moves_a(Accountability, ReasonForm)
def tolerate(request, case, said):
    case.tolerate(**said)
