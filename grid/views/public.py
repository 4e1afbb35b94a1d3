"""The page for everybody: report a matter without a login, and say at the end whether it was solved.

Nothing secret stands in an address, and no cookie but the one that guards forms: receipts and progress
are the answers to a POST, which may be sent again without doing anything twice.
"""

from datetime import timedelta
from functools import wraps
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grid.casework.books import Submission, TakenDifferently, digest_of
from grid.casework.refusals import Refused
from grid.forms.public import UNSENT, ProgressForm, PublicEvaluationForm, PublicReportForm, open_districts
from grid.models import Incident, IncidentStatus, Inquiry, Photo, Word
from grid.turnstile import Turnstile
from grid.views.parts import phases_of
from grid.views.photos import served

REPORTS = Turnstile("report", "PUBLIC_REPORTS_PER_HOUR")
GUESSES = Turnstile("guess", "PUBLIC_GUESSES_PER_HOUR")
PASS = "grid.public.pass"
# So long a page may be used that was opened with a code, a receipt shown again, a kept photo looked at.
SHORT = timedelta(hours=1)
# Only what passed its check is told as a result.
TOLD = {IncidentStatus.FEEDBACK, IncidentStatus.CONTESTED, IncidentStatus.CLOSED, IncidentStatus.ARCHIVED}


def unremembered(view):
    """Kept by no cache and by no search engine."""

    @never_cache
    @wraps(view)
    def kept_out(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return kept_out


def incident_progress_url(request):
    """The address printed on papers, where anybody with a number and a code asks how far a matter is."""
    return request.build_absolute_uri(reverse("grid:public_progress"))


# -- reporting ------------------------------------------------------------------------------------


@unremembered
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """Photos, place, type, one sentence; the answer to a good report is its receipt."""
    channels = open_districts()
    if not channels:
        return render(request, "public/closed.html", page(request), status=503)
    if request.method != "POST":
        return form_page(request, PublicReportForm(channels=channels))
    if not REPORTS.knock(request):
        return form_page(request, PublicReportForm(request.POST, channels=channels), 429)
    form = PublicReportForm(request.POST, request.FILES, channels=channels)
    return sent_before(request, form) or received(request, form)


def received(request, form):
    """File a valid report once; what is wrong comes back with everything typed."""
    if not form.is_valid():
        return form_page(request, form, 422)
    digest, key = digest_of(request.POST, request.FILES), form.cleaned_data["key"]
    try:
        return receipt(request, Submission.once(form.user, key, digest, form.submit), key)
    except ValidationError as error:
        form.refuse(error)
        return form_page(request, form, 422)
    except TakenDifferently:
        return sent_otherwise(request, form)


def sent_before(request, form):
    """The answer to a form whose key is spent: its receipt for a while, or that it is another matter now."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    earlier = Submission.objects.filter(user=form.user, key=key).first()
    if earlier is None:
        return None
    same = earlier.digest == digest_of(request.POST, request.FILES) and earlier.at > timezone.now() - SHORT
    return receipt(request, earlier.result, key) if same else sent_otherwise(request, form)


def sent_otherwise(request, form):
    """This key is spent for other content, or long ago: nothing is filed, and a new key is at hand."""
    form.is_valid()
    form.keep()
    form.data = form.data.copy()
    form.data["key"] = str(uuid4())
    return form_page(request, form, 409)


def receipt(request, number, key):
    """The number, and the code that only whoever holds the form's key is shown."""
    incident = get_object_or_404(Incident.objects.select_related("category", "community", "street"), number=number)
    code = Inquiry.code_of(incident, key)
    said = {
        "incident": incident,
        "code": f"{code[:5]} {code[5:]}",
        "accept": incident.clocks.filter(stage="accept").first(),
        "progress_url": incident_progress_url(request),
    }
    return render(request, "public/receipt.html", page(request) | said)


def form_page(request, form, status=200):
    said = {"form": form, "refused": status, "days": settings.CONTACT_KEPT_DAYS}
    return render(request, "public/report.html", page(request) | said, status=status)


def page(request):
    return {"hotline": settings.PUBLIC_HOTLINE}


@unremembered
@require_safe
def photo(request, signed):
    """A photo of a form not yet sent, for an hour and to whoever was shown this address."""
    try:
        key = signing.loads(signed, salt=UNSENT, max_age=SHORT)
    except signing.BadSignature:
        raise Http404 from None
    channels = open_districts().values()
    answer = served(get_object_or_404(Photo, pk=key, incident=None, author__in=channels).thumbnail)
    del answer.headers["Cache-Control"]
    return answer


# -- asking and evaluating ------------------------------------------------------------------------


@unremembered
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request):
    """How far a matter is, to whoever has its number and code; one answer for both being wrong."""
    if request.method != "POST":
        return ask_page(request, ProgressForm())
    form = ProgressForm(request.POST)
    if not GUESSES.is_open(request):
        return ask_page(request, form, 429)
    found = Inquiry.find(**form.cleaned_data) if form.is_valid() else None
    if found:
        return progress_page(request, found.incident)
    if form.is_valid():
        GUESSES.knock(request)
        form.add_error(None, _("No report has this number and this code. Please look at your receipt again."))
    return ask_page(request, form, 422)


@unremembered
@require_POST
def evaluate(request):
    """The reporter's word, from the page that number and code opened."""
    incident = passed(request.POST.get("pass", ""))
    if incident is None:
        return ask_page(request, ProgressForm(), 422, words=request.POST.get("words", ""))
    form = PublicEvaluationForm(request.POST, user=incident.author)
    if not form.is_valid():
        return progress_page(request, incident, 422, form)
    key, digest = form.cleaned_data["key"], digest_of(request.POST, request.FILES)
    try:
        Submission.once(incident.author, key, digest, lambda: hear(incident, form.said))
    except (Refused, TakenDifferently) as refusal:
        incident.refresh_from_db()
        return progress_page(request, incident, 409, refusal=refusal)
    return progress_page(request, incident, thanks=True)


def hear(incident, said):
    """The one place where a word given by this page reaches the case."""
    word = {"satisfaction": said["satisfaction"], "solved": said["solved"], "note": said["words"]}
    incident.evaluate(by=incident.author, heard=Incident.Heard.LINK, **word)
    return incident.get_absolute_url()


def leading_of(incident):
    """The matter that is worked on: what was reported again is merged into the first report."""
    while incident.merged_into_id:
        incident = incident.merged_into
    return incident


def passed(signed):
    """The incident that a page opened with a code may act on, for an hour; None for any other text."""
    try:
        key = signing.loads(signed, salt=PASS, max_age=SHORT)
    except signing.BadSignature:
        return None
    return Incident.objects.filter(pk=key, inquiry__isnull=False).select_related("author").first()


def ask_page(request, form, status=200, words=None):
    said = {"form": form, "refused": status, "words": words, "expired": words is not None}
    return render(request, "public/ask.html", page(request) | said, status=status)


def progress_page(request, incident, status=200, form=None, **said):
    """Phases, replies and the result, with no name of anybody; the form while the reporter's word is awaited."""
    if incident.status == IncidentStatus.FEEDBACK:
        said["form"] = form or PublicEvaluationForm(user=incident.author)
        said["pass"] = signing.dumps(incident.pk, salt=PASS)
    leading = leading_of(incident)
    said |= {
        "incident": incident,
        "leading": leading,
        "phases": phases_of(leading),
        "result": leading.result if leading.status in TOLD else "",
        "replies": incident.remarks.filter(kind=Word.REPLY).select_related("department"),
    }
    return render(request, "public/progress.html", page(request) | said, status=status)
