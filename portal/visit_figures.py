"""The figures of the leaders' visits: how many, and how many problems were solved on the spot (`domain.md` 2-46)."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grid.models import Grid, User
from portal.grounds import ground_of
from portal.links import Links
from portal.periods import YearForm
from portal.tiles import Tile
from whistle.models import Visit


@dataclass(frozen=True)
class Row:
    """Whose visits: (number, its list) of visits and of problems solved."""

    name: str
    visits: tuple
    problems: tuple


@login_required
@require_safe
def figures(request):
    """Visits and problems of a period within one's sight, by leader and by street."""
    if ground_of(request.user) is None:
        raise PermissionDenied("visit_figures")
    form = YearForm(request.GET)
    status = 200 if form.is_valid() else 422
    period, links = form.period, Links(form.period)
    visits = Visit.objects.visible_to(request.user).within(period)
    whole = visits.aggregate(visits=Count("pk"), problems=Sum("solved", default=0))
    page = {
        "form": form,
        "period": period,
        "tiles": [
            Tile(_("Visits"), whole["visits"], "walk", links.visits()),
            Tile(_("Problems solved on the spot"), whole["problems"], "checklist", links.problems()),
        ],
        "leaders": rows(visits, "leader", User.objects, links),
        "streets": rows(visits, "street", Grid.objects, links),
    }
    return render(request, "portal/visit_figures.html", page, status=status)


def rows(visits, field, things, links):
    """[Row] by leader or by street, the most visits first."""
    told = visits.exclude(**{field: None}).order_by().values_list(field).annotate(n=Count("pk"), solved=Sum("solved"))
    counts = {key: (n, solved) for key, n, solved in told}
    names = things.in_bulk(list(counts))
    return [
        Row(str(names[key]), (n, links.visits(**{field: key})), (solved, links.problems(**{field: key})))
        for key, (n, solved) in sorted(counts.items(), key=lambda pair: (-pair[1][0], pair[0]))
    ]
