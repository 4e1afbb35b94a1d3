"""Filing a report."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grid.casework.access import takes
from grid.forms.likeness import known_already
from grid.forms.report import ReportForm
from grid.models.incident.flow import FILERS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """Photos, place, type, one sentence; without any script as well. What is known already is said once."""
    if request.user.holds(*FILERS) is None:
        raise PermissionDenied("report")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, user=request.user)
    page = {"form": form, "template": "grid/report.html"}
    if not sent or not form.is_valid():
        return render(request, "grid/report.html", page, status=422 if sent else 200)
    if alike := known_already(form):
        form.keep()
        form.add_error(None, _("Perhaps this has been reported already: please look below and decide."))
        return render(request, "grid/report.html", page | {"alike": alike}, status=422)
    return takes(request, page, lambda: form.submit().get_absolute_url())
