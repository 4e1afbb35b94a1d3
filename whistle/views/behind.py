"""The lists behind the numbers of the streets' table: exactly what each counts, in a frozen year too."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grid.casework.lists import page_of
from grid.models.people import STREET_STAFF
from whistle.models import Order, Whistle
from whistle.models.assessment.double import OF_WHISTLES
from whistle.models.assessment.year import OFFICES
from whistle.views.assessment import seen_by, seen_year
from whistle.views.sums import STREET_NUMBERS, street_table

POINTS = "points"


@login_required
@require_safe
def behind(request, year, code, what):
    """The whistles, orders or point entries of one number of one street; a street sees its own."""
    reader, case = seen_by(request, *OFFICES, *STREET_STAFF), seen_year(request, year)
    row = next((row for row in street_table(case.annual(), reader) if row["code"] == code), None)
    if row is None or what not in (*row.get("behind", ()), POINTS):
        raise Http404
    page = {"case": case, "row": row, "what": what, "label": STREET_NUMBERS.get(what, "")}
    if what != POINTS:
        rows = cases_of(what, request.user).filter(pk__in=row["behind"][what])
        page |= {"page": page_of(request, rows, "-created_at"), "total": row[what]}
    return render(request, "whistle/assessment/behind.html", page | {"of_whistles": what in OF_WHISTLES})


def cases_of(what, user):
    """The whistles or orders within sight, with all that a line of the list shows."""
    model, shown = (Whistle, ["kind", "lead"]) if what in OF_WHISTLES else (Order, ["whistle__kind", "department"])
    return model.objects.visible_to(user).select_related("street", *shown)
