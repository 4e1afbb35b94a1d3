"""A reporter's contact in full: one field at a time, by POST, with a reason, and written down first."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grid.casework.access import in_sight
from grid.forms.reveal import RevealForm
from grid.models import Incident, Reveal


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request, pk):
    """Only those who work on the matter; the value is on the answer to the POST and nowhere else."""
    case = in_sight(Incident, request.user, pk)
    if not Reveal.is_open_to(request.user, case):
        raise PermissionDenied("reveal")
    sent = (request.POST,) if request.method == "POST" else ()
    form, page = RevealForm(*sent, case=case), {"case": case}
    if sent and form.is_valid():
        page["value"] = Reveal.look(by=request.user, incident=case, **form.cleaned_data)
    return render(request, "grid/reveal.html", page | {"form": form}, status=422 if form.errors else 200)
