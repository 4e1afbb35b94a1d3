"""Time limits: everybody who answers for them reads them, the system administrator changes them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import takes
from grid.casework.reasons import amount_text
from grid.forms.limits import LimitForm, RemoveForm, SpecificLimitForm
from grid.models import Ladder, RuleChange, TimeLimit
from grid.models.stages import KINDS
from grid.rules import KEEPER, keeps, reads, spoken

FORM = "grid/limit_form.html"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request):
    """The limits of one kind of case (`?kind=order`), stage by stage, and the last changes of any."""
    reads(request.user)
    kind = KINDS.get(request.GET.get("kind", ""), KINDS["incident"])
    rows = TimeLimit.objects.filter(kind=kind.word).select_related("category", "ladder", "basis")
    page = {
        "kind": kind, "stages": by_stage(kind, rows), "may_edit": request.user.holds(KEEPER) is not None,
        "tabs": [(each.word, each.label, None) for each in KINDS.values()], "ladders": Ladder.objects.all(),
        "changes": named(spoken(RuleChange.objects.about("limit")[:20])),
    }  # fmt: skip
    return render(request, "grid/limits.html", page)


def by_stage(kind, rows):
    """[(stage, label, rows)]: the general row first, then by urgency and type, each with its words."""
    groups, known = {stage: [] for stage in kind.stages}, dict(kind.variants())
    for row in sorted(rows, key=lambda row: (row.urgency, row.category.code if row.category else "")):
        row.words, row.variant = amount_text(row.amount, row.unit), kind.variant_label(row.urgency, known)
        groups.setdefault(row.stage, []).append(row)
    for found in groups.values():
        for row in found:
            row.goes = not row.is_general and any(other.is_general for other in found)
    return [(stage, kind.stage_label(stage), found) for stage, found in groups.items() if found]


def named(changes):
    """Audit lines of limits, each with the limit in words (`what`)."""
    known = {word: dict(kind.variants()) for word, kind in KINDS.items()} if changes else {}
    for change in changes:
        word, stage, *variant, code = change.ref.split("/")
        kind, variant = KINDS.get(word), "/".join(variant)
        label = kind.variant_label(variant, known[word]) if kind else ""
        parts = [kind.label, kind.stage_label(stage), label, code] if kind else [change.ref]
        change.what = " · ".join(str(part) for part in parts if part)
    return changes


@login_required
@form_page
def edit(request, pk):
    """Change how long it may take; clocks that run keep what they were given."""
    post = keeps(request.user)
    limit = get_object_or_404(TimeLimit.objects.select_related("category", "ladder", "basis"), pk=pk)
    return kept(request, LimitForm, post, limit)


@login_required
@form_page
def add(request, kind, stage):
    """A limit of its own for an urgency or a type."""
    post = keeps(request.user)
    if not TimeLimit.objects.filter(kind=kind, stage=stage, amount__isnull=False).exists():
        raise Http404
    return kept(request, SpecificLimitForm, post, TimeLimit(kind=kind, stage=stage))


@login_required
@form_page
def remove(request, pk):
    """Take a specific limit out; the more general one holds again."""
    post = keeps(request.user)
    limit = get_object_or_404(TimeLimit.objects.select_related("category", "ladder", "basis"), pk=pk)
    if not limit.may_go:
        raise Http404
    return kept(request, RemoveForm, post, limit)


def kept(request, form_class, post, limit):
    """The form of one limit, shown or taken."""
    more = {} if form_class is RemoveForm else {"limit": limit}
    form = form_class(*([request.POST] if request.method == "POST" else []), user=request.user, post=post, **more)
    kind = KINDS[limit.kind]
    limit.words, limit.variant = amount_text(limit.amount, limit.unit), kind.variant_label(limit.urgency)
    page = {"form": form, "limit": limit, "kind": kind, "stage": kind.stage_label(limit.stage), "template": FORM}
    page |= {"removes": form_class is RemoveForm, "changes": spoken(RuleChange.objects.about("limit", limit.ref)[:50])}
    if request.method != "POST" or not form.is_valid():
        return render(request, FORM, page, status=422 if request.method == "POST" else 200)
    return takes(request, page, lambda: gone(form, limit) if page["removes"] else form.save())


def gone(form, limit):
    limit.remove(**form.by)
    return f"{reverse('grid:limits')}?kind={limit.kind}"
