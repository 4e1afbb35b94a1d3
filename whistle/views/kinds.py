"""The kinds of whistles: who answers for the rules reads them, the system administrator keeps them."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import takes
from grid.casework.reasons import amount_text
from grid.models import RuleChange, TimeLimit
from grid.models.stages import KINDS
from grid.rules import FIELDS, KEEPER, keeps, reads, removal, spoken
from whistle.forms.kinds import KindForm, NewKindForm, RemoveKindForm
from whistle.models import WhistleKind

KIND, REMOVE = "whistle/kind.html", "whistle/kind_remove.html"
FIELDS.update(
    name_en=_("name in English"), is_emergency=_("an emergency"), by_plan=_("an agreed plan may set the limit"),
    position=_("position in the list"), active=_("in use"),
)  # fmt: skip
form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request):
    """The kinds in their order, how often each was blown, and the last changes."""
    reads(request.user)
    kinds = WhistleKind.objects.annotate(blown=Count("whistles__blown_at"))
    changes = spoken(RuleChange.objects.about("kind")[:20])
    names = {kind.ref: str(kind) for kind in kinds}
    for change in changes:
        change.what = names.get(change.ref) or (change.old or change.new)["name"]
    page = {"kinds": kinds, "changes": changes, "may_edit": request.user.holds(KEEPER) is not None}
    return render(request, "whistle/kinds.html", page)


@login_required
@form_page
def kind(request, code):
    """A kind with its limits and its changes; and its form for whoever keeps it."""
    reads(request.user)
    row = get_object_or_404(WhistleKind, pk=code)
    page = {"kind": row, "limits": limits_of(row), "template": KIND}
    page |= {"changes": spoken(RuleChange.objects.about("kind", row.ref)[:50])}
    if request.method != "POST" and not request.user.holds(KEEPER):
        return render(request, KIND, page)
    return kept(request, KindForm, row, page)


@login_required
@form_page
def add(request):
    """One more kind; the general limits hold for it until it gets its own."""
    last = WhistleKind.objects.aggregate(last=Max("position"))["last"] or 0
    return kept(request, NewKindForm, WhistleKind(position=last + 1), {"template": KIND})


def kept(request, form_class, row, page):
    """The form of a kind, shown or taken, by whoever keeps the rules."""
    post, sent = keeps(request.user), [request.POST] if request.method == "POST" else []
    page["form"] = form_class(*sent, user=request.user, post=post, row=row)
    if sent and page["form"].is_valid():
        return takes(request, page, page["form"].save)
    return render(request, page["template"], page, status=422 if sent else 200)


@login_required
@form_page
def remove(request, code):
    """Delete a kind that nothing rests on."""
    post = keeps(request.user)
    row = get_object_or_404(WhistleKind, pk=code)
    if row.stays:
        raise Http404
    return removal(request, row, RemoveKindForm, post, {"kind": row, "template": REMOVE}, reverse("whistle:kinds"))


def limits_of(row):
    """[(stage in words, [its limits])]: that of the first round (or the general one), that of later ones."""
    rounds = (row.pk, f"{row.pk}/2", "")
    found = TimeLimit.objects.filter(kind__in=("whistle", "order"), urgency__in=rounds).select_related("ladder")
    groups: dict[tuple, list] = {}
    for limit in sorted(found, key=lambda limit: rounds.index(limit.urgency)):
        limit.words, limit.again = amount_text(limit.amount, limit.unit), limit.urgency == rounds[1]
        mine = groups.setdefault((limit.kind, limit.stage), [])
        if limit.urgency or all(other.again for other in mine):
            mine.append(limit)
    order = [(word, stage) for word in ("whistle", "order") for stage in KINDS[word].stages]
    return [(KINDS[word].stage_label(stage), groups[word, stage]) for word, stage in order if (word, stage) in groups]
