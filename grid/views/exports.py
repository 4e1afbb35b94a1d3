"""One's own exports: asking for one, watching it, fetching it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from grid.casework.access import in_sight
from grid.casework.lists import page_of
from grid.casework.sql import database_now
from grid.exports import LEDGERS, write
from grid.forms.exports import ExportForm
from grid.models import Export

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


@login_required
@require_safe
def index(request):
    """My exports, newest first; what has just become ready may be fetched at once (`ready`)."""
    page = page_of(request, Export.objects.visible_to(request.user), "-asked_at", size=20)
    for export in page.rows:
        export.ledger = LEDGERS.get(export.what)
        export.address = export.ledger and f"{reverse(export.ledger.address)}?{export.query}"
        export.opens = export.is_done and export.opens_for(request.user)
    ready = next((each for each in page.rows if each.opens and str(each.pk) == request.GET.get("ready")), None)
    moving = any(export.is_moving for export in page.rows)
    return render(request, "grid/exports.html", {"page": page, "moving": moving, "ready": ready})


@require_POST
@login_required
def ask(request):
    """A list as a file: a short one is written at once, a long one by the workers."""
    return asked(request, request.POST)


@require_POST
@login_required
def again(request, pk):
    """The same list once more, as it stands now."""
    old = in_sight(Export, request.user, pk)
    return asked(request, {"what": old.what, "query": old.query, "format": old.format})


def asked(request, said):
    form = ExportForm(said, user=request.user)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    try:
        export = form.ask()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("grid:exports")
    if form.is_short() and export.begin(database_now(), at_once=True):
        write(export)
    return redirect(f"{reverse('grid:exports')}?ready={export.pk}" if export.is_done else "grid:exports")


@require_POST
@login_required
def cancel(request, pk):
    """Nobody wants it any more."""
    in_sight(Export, request.user, pk).cancel(database_now())
    return redirect("grid:exports")


@login_required
@require_safe
def file(request, pk):
    """The file, for its owner, and only while the owner holds the posts by which its rows were seen."""
    export = in_sight(Export, request.user, pk)
    if not export.is_done or not export.file.storage.exists(export.file.name):
        raise Http404
    if not export.opens_for(request.user):
        raise PermissionDenied("export")
    how = {"content_type": TYPES[export.format], "headers": {"X-Content-Type-Options": "nosniff"}}
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=export.filename, **how)
