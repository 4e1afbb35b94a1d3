"""The library of rules: everybody with a post reads it, the district centre and the system administrator keep it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import in_sight, takes
from grid.casework.lists import page_of
from grid.forms.library import DocumentForm
from grid.library import DocumentFilter
from grid.models import Document, RuleChange
from grid.models.document import KEEPERS
from grid.models.stages import KINDS
from grid.rules import READERS, keeps, spoken

FORM = "grid/document_form.html"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request):
    """The documents, newest first; what is no longer in force says so."""
    documents = Document.objects.visible_to(request.user).prefetch_related("attachments")
    seen, today = DocumentFilter(request.GET, documents), timezone.localdate()
    page = page_of(request, seen.qs, "-issued_on", size=30)
    for row in page.rows:
        row.holds = row.holds_on(today)
    may = {"may_keep": bool(request.user.holds(*KEEPERS)), "reads_rules": bool(request.user.holds(*READERS))}
    return render(request, "grid/library.html", {"page": page, "seen": seen, **may})


@login_required
@require_safe
def document(request, pk):
    """One document: what it says, its files, what it superseded, and the rules that rest on it."""
    row = in_sight(Document, request.user, pk, "supersedes")
    row.holds = row.holds_on(timezone.localdate())
    page = {"document": row, "attachments": row.attachments.all(), "may_keep": bool(request.user.holds(*KEEPERS))}
    if request.user.holds(*READERS):
        page |= {"rests": resting(row), "changes": spoken(RuleChange.objects.about("document", row.ref)[:50])}
    return render(request, "grid/document.html", page)


def resting(row):
    """(address, words) of every rule that names this document as its basis."""
    limits = row.time_limits.select_related("category")
    found = [
        (
            f"{reverse('grid:limits')}?kind={limit.kind}",
            f"{KINDS[limit.kind].label} · {KINDS[limit.kind].stage_label(limit.stage)}",
        )
        for limit in limits
    ]
    found += [(ladder.get_absolute_url(), str(ladder)) for ladder in row.ladders.all()]
    rules = row.routing_rules.select_related("category", "territory__parent")
    return list(dict.fromkeys(found)) + [(reverse("grid:routing"), str(rule)) for rule in rules]


@login_required
@form_page
def add(request):
    """A new document."""
    return kept(request, keeps(request.user, *KEEPERS), Document())


@login_required
@form_page
def edit(request, pk):
    """Correct a document, add files, or end it."""
    post = keeps(request.user, *KEEPERS)
    return kept(request, post, in_sight(Document, request.user, pk))


def kept(request, post, row):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*sent, user=request.user, post=post, document=row)
    page = {"form": form, "document": row, "template": FORM}
    if not sent or not form.is_valid():
        return render(request, FORM, page, status=422 if sent else 200)
    return takes(request, page, form.save)
