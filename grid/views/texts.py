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
from grid.models.stages import KINDS
from grid.models.text import READERS
from grid.rules import EFFECTS, held
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
        row.said = said(row) if reads_cases else about(row.kind)
        row.waits = row.send_after > row.at
        row.trouble = TROUBLES.get(row.error, row.error)
    tabs = [("", ANY, sum(counted.values())), *((each, each.label, counted.get(each, 0)) for each in TextState)]
    return render(request, "grid/texts.html", {"page": page, "tabs": tabs, "current": state})


def about(kind):
    """What a text is about, in words that tell nothing of the case: its kind, the stage, what the clock said."""
    word, *rest = kind.split(".")
    known = KINDS.get(word)
    if known is None:
        return kind
    clock = [known.stage_label(rest[0]), effect_of(rest[1])] if len(rest) > 1 and rest[0] in known.stages else []
    return " · ".join(map(str, [known.label, *clock]))


def effect_of(verb):
    return EFFECTS.get(verb) or EFFECTS.get(f"strike:{verb}", verb)


@login_required
@require_POST
def retry(request, pk):
    """Send a text that failed once more."""
    in_sight(Text, request.user, pk).retry(database_now())
    return redirect("grid:texts")
