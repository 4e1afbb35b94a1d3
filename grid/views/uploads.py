"""Photos that a phone sends before the report that names them, and the worker that keeps the form for the stairwell."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grid.forms.photos import UploadForm
from grid.models import Photo
from grid.views.report import filing_only

# What the form of a report needs to open without a network; the map is not among it.
KEPT = (
    "vendor/tabler.min.css", "css/tokens.css", "css/base.css", "css/shell.css", "css/cards.css", "css/tables.css",
    "css/case.css", "css/forms.css", "css/photos.css", "css/report.css", "css/print.css", "img/favicon.svg",
    "img/chevron.svg", "vendor/icons.svg", "django_htmx/htmx-2.min.js", "js/form.js", "js/outbox.js", "js/photos.js",
    "js/report.js", "js/drafts.js", "js/waiting.js", "js/locate.js",
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request):
    """GET ?sha256=…&sha256=…: which of these have arrived, as {sha256: token}. POST a photo: its token.

    201 for a new photo, 200 for one that was here already, 422 {errors} for what is no photo.
    """
    filing_only(request)
    if request.method != "POST":
        asked = Photo.objects.of(request.user).filter(sent_sha256__in=request.GET.getlist("sha256")[:100])
        return JsonResponse(dict(asked.values_list("sent_sha256", "token")))
    form = UploadForm(request.POST, request.FILES)
    try:
        photo, new = form.take(by=request.user)
    except ValidationError as error:
        return JsonResponse({"errors": {"before": error.messages}}, status=422)
    return JsonResponse({"token": photo.token, "sha256": photo.sent_sha256}, status=201 if new else 200)


@require_safe
def worker(request):
    """The service worker, served from the root so that its reach covers the form; a new list is a new worker."""
    said = {"kept": [static(name) for name in KEPT], "page": reverse("grid:report"), "version": version()}
    script = f"const HOUSE = {json.dumps(said)};\nimportScripts({json.dumps(static('js/worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def version():
    """A digest of everything kept, for where files carry none in their names."""
    read = hashlib.sha256()
    for name in (*KEPT, "js/worker.js"):
        read.update(Path(finders.find(name) or name).read_bytes())
    return read.hexdigest()[:16]
