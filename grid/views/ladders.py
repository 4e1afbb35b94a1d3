"""Ladders: drawn for whoever reads the rules, a table of rungs for the system administrator who keeps them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from grid.casework.access import takes
from grid.forms.ladders import LadderForm, NewLadderForm
from grid.forms.limits import RemoveForm
from grid.models import Ladder, RuleChange
from grid.models.stages import KINDS
from grid.rules import KEEPER, drawn, keeps, reads, removal, spoken

LADDER, REMOVE = "grid/ladder.html", "grid/ladder_remove.html"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@form_page
def ladder(request, pk):
    """A ladder drawn, the stages that climb it, its changes; and its rungs as a table for whoever keeps it."""
    reads(request.user)
    row = get_object_or_404(Ladder.objects.select_related("basis"), pk=pk)
    page = {"ladder": row, "marks": drawn(row.rungs.order_by("position")), "template": LADDER, "users": users_of(row)}
    page |= {"changes": spoken(RuleChange.objects.about("ladder", row.ref)[:50])}
    if request.method != "POST" and not request.user.holds(KEEPER):
        return render(request, LADDER, page)
    return kept(request, LadderForm, page, ladder=row)


@login_required
@form_page
def add(request):
    """One more ladder (`?after=<key>`: it begins as that one); limits may then be given it."""
    keeps(request.user)
    key = request.GET.get("after", "")
    after = get_object_or_404(Ladder, pk=key) if key.isascii() and key.isdigit() and len(key) < 10 else None
    page = {"template": LADDER, "after": after, "marks": drawn(after.rungs.order_by("position")) if after else ()}
    return kept(request, NewLadderForm, page, ladder=Ladder(), after=after)


def kept(request, form_class, page, **about):
    """The form of a ladder, shown or taken, by whoever keeps the rules."""
    post, sent = keeps(request.user), [request.POST] if request.method == "POST" else []
    page["form"] = form_class(*sent, user=request.user, post=post, **about)
    if sent and page["form"].is_valid():
        return takes(request, page, page["form"].save)
    return render(request, LADDER, page, status=422 if sent else 200)


@login_required
@form_page
def remove(request, pk):
    """Take out a ladder that no limit climbs."""
    post = keeps(request.user)
    row = get_object_or_404(Ladder, pk=pk)
    if row.time_limits.exists():
        raise Http404
    return removal(request, row, RemoveForm, post, {"ladder": row, "template": REMOVE}, reverse("grid:limits"))


def users_of(row):
    """[(address, words)] of the stages that climb this ladder, none twice."""
    pairs = sorted(set(row.time_limits.values_list("kind", "stage")))
    return [
        (f"{reverse('grid:limits')}?kind={kind}", f"{KINDS[kind].label} · {KINDS[kind].stage_label(stage)}")
        for kind, stage in pairs if kind in KINDS
    ]  # fmt: skip
