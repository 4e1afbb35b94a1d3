"""The list of prompts, the page of one, and its verbs."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import in_sight, moves_a, takes
from grid.casework.lists import page_of
from grid.forms.hot import HotForm, PromptForm, PromptReplyForm
from grid.forms.incidents import SayWhyForm
from grid.hot import sentence
from grid.models import Prompt
from grid.models.prompt.flow import SENDERS
from grid.prompt_filter import PromptFilter
from grid.views.parts import clocks_of, moves_of, trace_of

FORM = "grid/prompt_send.html"


@login_required
@require_safe
def index(request):
    """The prompts within sight, newest first."""
    seen = PromptFilter(request.GET, Prompt.objects.visible_to(request.user), user=request.user)
    page = page_of(request, seen.tab.select_related("department", "desk"), "-created_at")
    return render(request, "grid/prompts.html", {"page": page, "seen": seen})


@login_required
@require_safe
def prompt(request, pk):
    """One prompt: the figures as they were, what was asked, the reply."""
    case = in_sight(Prompt, request.user, pk, "department", "desk", "street", "district")
    page = {
        "case": case,
        "words": sentence(case.figures),
        "moves": moves_of(case, request.user)[0],
        "clocks": clocks_of(case.clocks.order_by("pk")),
        "steps": trace_of(case),
    }
    return render(request, "grid/prompt.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request):
    """Put the hot issue that the address names to a department."""
    if request.user.holds(*SENDERS) is None:
        raise PermissionDenied("send")
    hot = HotForm(request.GET, user=request.user)
    subject = hot.subject(request.GET.get("kind", ""), request.GET.get("key", ""))
    if subject is None:
        raise Http404("no such hot issue")
    sent = (request.POST,) if request.method == "POST" else ()
    form = PromptForm(*sent, user=request.user, hot=hot, subject=subject)
    page = {"form": form, "subject": subject, "template": FORM}
    if not sent or not form.is_valid():
        return render(request, FORM, page, status=422 if sent else 200)
    return takes(request, page, lambda: form.submit().get_absolute_url())


@moves_a(Prompt, PromptReplyForm)
def reply(request, case, said):
    case.reply(**said)


@moves_a(Prompt)
def close(request, case, said):
    case.close(**said)


@moves_a(Prompt, SayWhyForm)
def send_back(request, case, said):
    case.send_back(**said)
