"""What is done to an assessment: the scheme, other scores, the vote, publication, appeals, freezing."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from grid.casework.access import in_sight, moves_a, takes
from grid.casework.refusals import NotNow
from grid.casework.sql import database_now
from grid.models import Department, Role
from whistle.forms.assessment import AppealForm, OtherScoresForm, RefuseForm, SchemeForm, UpholdForm, VoteForm
from whistle.models import Appeal, Assessment, AssessmentScheme, OtherScore, Vote
from whistle.models.assessment.scores import bounds, quarter_of
from whistle.models.hands import BLOWERS
from whistle.models.scheme import year_of
from whistle.scores_file import ScoresFile
from whistle.views.assessment import READERS, SCHEMERS, seen_by, seen_year
from whistle.views.parts import clocks_of, moves_of, trace_of

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def scheme(request, year):
    """The rules of a year as a sheet; a form for it as long as it is not frozen."""
    reader = seen_by(request, *READERS, *SCHEMERS)
    row = AssessmentScheme.objects.of_year(reader.district, year)
    ahead = year in {year_of(database_now()), year_of(database_now()) + 1}
    if row.pk is None and not ahead:
        raise Http404
    may = request.user.holds(*SCHEMERS) is not None and not row.is_frozen
    if request.method == "POST" and not may:
        raise PermissionDenied("scheme")
    form = SchemeForm(request.POST if request.method == "POST" else None, instance=row) if may else None
    if request.method == "POST" and form.is_valid():
        return _scheme_saved(request, form)
    page = {"scheme": row, "form": form, "year": year}
    return render(request, "whistle/assessment/scheme.html", page, status=422 if request.method == "POST" else 200)


def _scheme_saved(request, form):
    form.instance.by = request.user
    row = form.save()
    if request.POST.get("act") == "freeze":
        row.freeze(by=request.user)
    return redirect("whistle:scheme", row.year)


@login_required
@require_http_methods(FORM)
def other_scores(request, year):
    """The other half of the year: one number for each department, and where they come from."""
    reader, case = seen_by(request, Role.CENTRE), seen_year(request, year)
    if case.status != Assessment.Status.DRAFT:
        raise PermissionDenied("other_scores")
    sent = (request.POST,) if request.method == "POST" and "list" not in request.FILES else ()
    form = OtherScoresForm(*sent, user=request.user, year=year, district=reader.district)
    page = {"form": form, "case": case, "template": "whistle/assessment/scores.html"}
    if upload := request.FILES.get("list"):
        page["read"] = form.take_over(ScoresFile(upload, form.departments))
    if sent and form.is_valid():
        return takes(request, page, lambda: _scores_entered(request, case, form))
    return render(request, page["template"], page, status=422 if sent else 200)


def _scores_entered(request, case, form):
    OtherScore.enter(case.year, form.points, source=form.cleaned_data["source"], by=request.user)
    return reverse("whistle:assessment", args=[case.year])


@login_required
@require_http_methods(FORM)
def vote(request):
    """What the street thinks of the departments this quarter; changeable until it ends."""
    reader, now = seen_by(request, *BLOWERS), database_now()
    year, quarter = quarter_of(now)
    sent = (request.POST,) if request.method == "POST" else ()
    street = reader.post.grid
    form = VoteForm(*sent, user=request.user, street=street, at=now, district=reader.district)
    page = {"form": form, "street": street, "year": year, "quarter": quarter, "until": bounds(year, quarter)[1]}
    page["template"] = "whistle/assessment/vote.html"
    if sent and form.is_valid():
        return takes(request, page, lambda: _cast(street, form, request.user))
    return render(request, page["template"], page, status=422 if sent else 200)


def _cast(street, form, user):
    Vote.cast(street, form.points, by=user)
    return reverse("whistle:assessments")


@moves_a(Assessment)
def publish(request, case, said):
    case.publish(**said)


@moves_a(Assessment)
def freeze(request, case, said):
    case.freeze(**said)


@login_required
@require_http_methods(FORM)
def appeal(request, year, code):
    """A department's head says what is wrong with its sheet."""
    reader, case = seen_by(request), seen_year(request, year)
    department = reader.heads(code)
    if department is None:
        get_object_or_404(Department.objects.visible_to(request.user), code=code)
        raise PermissionDenied("appeal")
    sent = (request.POST,) if request.method == "POST" else ()
    form = AppealForm(*sent, user=request.user)
    page = {"form": form, "assessment": case, "department": department, "code": code}
    page["late"] = Appeal.too_late(case, department, database_now())
    page["template"] = "whistle/assessment/appeal_form.html"
    if sent and form.is_valid():
        return takes(request, page, lambda: _appealed(case, department, form, request.user))
    return render(request, page["template"], page, status=422 if sent else 200)


def _appealed(case, department, form, user):
    if why := Appeal.too_late(case, department, database_now()):
        raise NotNow("appeal", case, why)
    return Appeal.appeal(case, department, by=user, text=form.cleaned_data["text"]).get_absolute_url()


@login_required
def appeal_page(request, pk):
    """An appeal: what is wrong, what was decided and why."""
    case = in_sight(Appeal, request.user, pk, "assessment", "department", "entry")
    moves, more = moves_of(case, request.user)
    page = {"case": case, "moves": moves, "more": more, "steps": trace_of(case)}
    page["clocks"] = clocks_of(case.clocks.filter(stopped_at=None))
    return render(request, "whistle/assessment/appeal.html", page)


@moves_a(Appeal, UpholdForm)
def uphold(request, case, said):
    case.uphold(**said)


@moves_a(Appeal, RefuseForm)
def refuse(request, case, said):
    case.refuse(**said)
