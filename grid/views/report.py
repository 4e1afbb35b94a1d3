"""Filing a report."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from grid.casework.access import takes
from grid.forms.report import ReportForm
from grid.models.incident.flow import FILERS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """Photos, place, type, one sentence; without any script as well."""
    if request.user.holds(*FILERS) is None:
        raise PermissionDenied("report")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, user=request.user)
    page = {"form": form, "template": "grid/report.html"}
    if sent and form.is_valid():
        return takes(request, page, lambda: form.submit().get_absolute_url())
    return render(request, "grid/report.html", page, status=422 if sent else 200)
