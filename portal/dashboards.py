"""The district's home, and a street's and a community's: figures of what one may see, each with its list."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grid.casework.measures import Period
from grid.maps import ILLUSTRATIVE
from portal import board
from portal.grounds import ground_of
from portal.links import Links
from portal.maps import areas_url
from portal.periods import PeriodForm


@login_required
@require_safe
def district(request):
    """How the reader's ground stands: the same page for district, street, community and department posts."""
    ground = ground_of(request.user)
    if ground is None:
        raise PermissionDenied("district")
    form = PeriodForm(request.GET)
    status = 200 if form.is_valid() else 422
    now = timezone.now()
    page = board.of(request.user, ground, form.period, now)
    page |= {
        "form": form,
        "ground": ground,
        "now": now,
        "layer": areas_url(ground.area, ground.below),
        "outline": areas_url(ground.area, ground.area.level),
        "note": ILLUSTRATIVE,
        "month": Links(Period.last_days(30, now)),
    }
    return render(request, "portal/district.html", page, status=status)
