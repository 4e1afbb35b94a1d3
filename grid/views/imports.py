"""Importing a list of tickets: upload, look, confirm; who may are the centre and the streets' operators."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grid.forms.imports import ImportForm
from grid.imports import writing
from grid.imports.checking import IMPORTERS
from grid.imports.columns import COLUMNS
from grid.imports.filing import file_rows
from grid.imports.preview import Preview
from grid.models import ImportDraft

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 3  # seconds: so long a page files rows itself, what is left is filed in the background


def for_importers(view):
    """Only for those who may import; all others are told that it is not their move."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.holds(*IMPORTERS) is None:
            raise PermissionDenied("import")
        return view(request, *args, **kwargs)

    return guarded


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Choose a file; what is read of it is shown before anything is filed."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, user=request.user)
    if sent and form.is_valid():
        return redirect(form.save())
    return render(request, "grid/import.html", {"form": form, "columns": COLUMNS}, status=422 if sent else 200)


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, pk):
    """The rows of one's list. POST confirms it; confirmed again, it files only what is not yet filed."""
    kept = get_object_or_404(ImportDraft.objects.visible_to(request.user).select_related("district", "owner"), pk=pk)
    if request.method == "POST":
        kept.confirm()
        file_rows(kept, AT_ONCE)
        return redirect(kept)
    return render(request, "grid/import_draft.html", {"draft": kept, "seen": Preview(kept, request.GET, request.user)})


@for_importers
@require_safe
def wrong(request, pk):
    """The wrong rows with the reasons, to be put right and imported again."""
    kept = get_object_or_404(ImportDraft.objects.visible_to(request.user), pk=pk)
    return download(writing.wrong_rows(kept), "text/csv; charset=utf-8", _("wrong rows") + ".csv")


@for_importers
@require_safe
def template(request):
    """An empty list with its columns."""
    return download(writing.template(), XLSX, _("list of tickets") + ".xlsx")


def download(content, kind, name):
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer
