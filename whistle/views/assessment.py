"""The pages of the annual assessment (下考上): the years, the ranking, a department's sheet, the streets."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grid.casework.access import in_sight
from grid.models import Grid, Role
from grid.models.people import DEPARTMENTAL, STREET_STAFF
from whistle.models import Appeal, Assessment, AssessmentScheme
from whistle.models.assessment.year import OFFICES
from whistle.models.hands import BLOWERS
from whistle.models.scheme import year_of
from whistle.views.parts import clocks_of, moves_of, trace_of
from whistle.views.sums import Reader, named, ratings_by_street, street_table, sum_lines, votes_told

SCHEMERS = frozenset({Role.CENTRE, Role.SYSTEM_ADMIN})
READERS = OFFICES | STREET_STAFF | DEPARTMENTAL


def seen_by(request, *roles):
    """Who reads, holding one of these posts; 403 for everybody else."""
    post = request.user.holds(*(roles or READERS))
    if post is None:
        raise PermissionDenied("assessment")
    return Reader(request.user, post, Grid.objects.get(code=post.district_code))


def seen_year(request, year):
    """The assessment of that year, if this person may see it; otherwise 404."""
    return get_object_or_404(Assessment.objects.visible_to(request.user).select_related("district"), year=year)


@login_required
@require_safe
def index(request):
    """The years of the district, and what may be entered for the running one and the next."""
    reader = seen_by(request, *READERS, *SCHEMERS)
    years = Assessment.objects.visible_to(request.user).order_by("-year")
    schemes, next_year = AssessmentScheme.objects.filter(district=reader.district), year_of(timezone.now()) + 1
    page = {
        "years": list(years),
        "schemes": schemes,
        "may_scheme": request.user.holds(*SCHEMERS) is not None,
        "may_score": request.user.holds(Role.CENTRE) is not None,
        "may_vote": request.user.holds(*BLOWERS) is not None,
        "next_year": next_year,
        "next_written": any(scheme.year == next_year for scheme in schemes),
    }
    return render(request, "whistle/assessment/index.html", page)


@login_required
@require_safe
def year(request, year):
    """A year: the ranking for the offices (and the departments, if the scheme says so); a street's own marks."""
    reader, case = seen_by(request), seen_year(request, year)
    annual = case.annual()
    moves, more = moves_of(case, request.user)
    page = {
        "case": case, "reader": reader, "annual": annual, "rows": reader.rows(annual), "moves": moves, "more": more,
        "clocks": clocks_of(case.clocks.filter(stopped_at=None)),
        "appeals": Appeal.objects.visible_to(request.user).filter(assessment=case).select_related("department"),
        "steps": trace_of(case), "asking": f"year={year}",
    }  # fmt: skip
    return render(request, "whistle/assessment/year.html", page)


@login_required
@require_safe
def case(request, pk):
    """Where the case of a year leads."""
    return redirect("whistle:assessment", in_sight(Assessment, request.user, pk).year)


def own_sheet(request, year, code):
    """(reader, case, annual, sheet) of a department's sheet, for the offices and the department itself; else 404."""
    reader, case = seen_by(request), seen_year(request, year)
    annual = case.annual()
    sheet = next((sheet for sheet in annual["departments"] if sheet["code"] == code), None)
    if sheet is None or not reader.may_open(sheet):
        raise Http404
    return reader, case, annual, sheet | {"name": named(sheet)}


@login_required
@require_safe
def department(request, year, code):
    """The annual sheet of a department: every number, what it is made of, and the lists behind it."""
    reader, case, annual, sheet = own_sheet(request, year, code)
    if reader.street:
        raise Http404
    own = reader.heads(code)
    page = {
        "case": case, "reader": reader, "sheet": sheet, "scheme": annual["scheme"],
        "lines": sum_lines(sheet, annual, reader),
        "may_appeal": own and not Appeal.too_late(case, own, timezone.now()),
        "appeals": Appeal.objects.visible_to(request.user).filter(assessment=case, department__code=code),
        "streets": ratings_by_street(sheet, reader), "count": len(annual["departments"]), "votes": votes_told(sheet),
    }  # fmt: skip
    return render(request, "whistle/assessment/department.html", page)


@login_required
@require_safe
def ratings(request, year, code):
    """The ratings behind a number of a sheet, one line each; `street` narrows them."""
    reader, case, _annual, sheet = own_sheet(request, year, code)
    asked = request.GET.get("street", "")
    streets = [street for street in ratings_by_street(sheet, reader) if asked in ("", street["code"])]
    page = {"case": case, "sheet": sheet, "streets": streets, "narrowed": asked, "reader": reader}
    page["total"] = sum(len(street["rows"]) for street in streets)
    return render(request, "whistle/assessment/ratings.html", page)


@login_required
@require_safe
def streets(request, year):
    """The same table for those who blow; the offices see all streets, a street itself."""
    reader, case = seen_by(request, *OFFICES, *STREET_STAFF), seen_year(request, year)
    page = {"case": case, "reader": reader, "rows": street_table(case.annual(), reader), "asking": f"year={year}"}
    return render(request, "whistle/assessment/streets.html", page)
