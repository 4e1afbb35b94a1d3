"""The outbox of text messages: what waits, went out or failed, for the centre and the system administrator."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from grid.casework.access import in_sight
from grid.casework.lists import page_of
from grid.casework.sql import database_now
from grid.filters import ANY
from grid.models import Role, Text, TextState
from grid.models.text import READERS
from grid.rules import held
from grid.texting import said

TROUBLES = {"no phone": _("nobody there has a phone number"), "too old to be sent": _("too old to be sent")}


@login_required
@require_safe
def index(request):
    """The texts, newest first, by state (`?status=failed`); what they say is read by the centre only."""
    held(request.user, *READERS)
    texts = Text.objects.visible_to(request.user)
    counted = dict(texts.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("status", "")
    rows = texts.filter(state=state) if state in TextState.values else texts
    page = page_of(request, rows.select_related("grid", "department"), "-at", size=50)
    reads_cases = request.user.holds(Role.CENTRE)
    for row in page.rows:
        row.said = said(row) if reads_cases else row.kind
        row.trouble = TROUBLES.get(row.error, row.error)
    tabs = [("", ANY, sum(counted.values())), *((each, each.label, counted.get(each, 0)) for each in TextState)]
    return render(request, "grid/texts.html", {"page": page, "tabs": tabs, "current": state})


@login_required
@require_POST
def retry(request, pk):
    """Send a text that failed once more."""
    in_sight(Text, request.user, pk).retry(database_now())
    return redirect("grid:texts")
