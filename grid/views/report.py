"""Filing a report: from the page itself, or from the outbox of a phone that had no signal."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grid.casework.access import conflict, takes
from grid.casework.books import Submission, TakenDifferently, digest_of
from grid.casework.refusals import NotYours
from grid.forms.likeness import known_already
from grid.forms.report import ReportForm
from grid.models.incident.flow import FILERS

PAGE = "grid/report.html"


def filing_only(request):
    """Refuse who files no reports, and the outbox of somebody else who was signed in on this phone before."""
    drafted_by = request.headers.get("X-Drafted-By")
    if request.user.holds(*FILERS) is None or drafted_by not in {None, str(request.user.pk)}:
        raise PermissionDenied("report")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """Photos, place, type, one sentence; without any script as well. What is known already is said once."""
    filing_only(request)
    if request.method != "POST":
        return render(request, PAGE, {"form": ReportForm(user=request.user)})
    return from_outbox(request) if "X-Drafted-By" in request.headers else from_page(request)


def from_page(request):
    """A redirect to the incident, or the page again with what was wrong."""
    try:
        if receipt := receipt_of(request):
            return redirect(receipt)
    except TakenDifferently as refusal:
        return conflict(request, {"form": written(request)}, refusal)
    page = {"form": written(request), "template": PAGE}
    if not page["form"].is_valid():
        return render(request, PAGE, page, status=422)
    if alike := known_already(page["form"]):
        page["form"].keep()
        page["form"].add_error(None, _("Perhaps this has been reported already: please look below and decide."))
        return render(request, PAGE, page | {"alike": alike}, status=422)
    return takes(request, page, lambda: page["form"].submit().get_absolute_url())


def from_outbox(request):
    """The same as JSON: 201 {url}, 422 {errors, missing}, 409 {errors, url of what the key filed first}."""
    try:
        if receipt := receipt_of(request):
            return JsonResponse({"url": receipt}, status=201)
        return file_once(request, written(request))
    except TakenDifferently as refusal:
        wrong = {"": [_("This form was already sent with other content.")]}
        return JsonResponse({"errors": wrong, "url": refusal.receipt}, status=409)
    except NotYours:
        raise PermissionDenied from None


def written(request):
    return ReportForm(request.POST, request.FILES, user=request.user)


def receipt_of(request):
    """What this very form became when it was taken, if it was: by now its photos have a report."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Submission.receipt(request.user, key, digest_of(request.POST, request.FILES))


def file_once(request, form):
    """The new incident's address, or what is wrong in the form."""
    if form.is_valid():
        key, digest = form.cleaned_data["key"], digest_of(request.POST, request.FILES)
        try:
            url = Submission.once(request.user, key, digest, lambda: form.submit().get_absolute_url())
            return JsonResponse({"url": url}, status=201)
        except ValidationError as error:
            form.refuse(error)
    return JsonResponse({"errors": form.reproaches, "missing": form.missing}, status=422)
