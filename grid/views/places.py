"""Places: which grid holds a point, and where an area's border runs."""

from math import isfinite

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grid import maps
from grid.models import Boundary


@login_required
@require_safe
def locate(request):
    """The base grid at ?lng=&lat= (WGS-84 degrees): {id, code, name, grid, full}; {} outside all grids."""
    try:
        lng, lat = (float(request.GET.get(name, "")) for name in ("lng", "lat"))
    except ValueError:
        lng = lat = float("nan")
    if not (isfinite(lng) and isfinite(lat) and abs(lng) <= 180 and abs(lat) <= 90):
        return JsonResponse({"error": _("Give longitude and latitude in degrees.")}, status=400)
    grid = maps.locate(lng, lat)
    return JsonResponse(named(grid) if grid else {})


def named(grid):
    """A base grid as the phone names it back: street and community, then the grid itself."""
    street, community = grid.lineage[-3:-1]
    return {
        "id": str(grid.pk),
        "code": grid.code,
        "name": f"{street} · {community}",
        "grid": grid.name.removeprefix(community.name),
        "full": grid.full_name,
    }


@login_required
@require_safe
def outline(request, code):
    """The border of one area as GeoJSON; borders are no secret among those who sign in."""
    drawn = get_object_or_404(Boundary.objects.select_related("grid"), grid__code=code)
    properties = {"code": drawn.grid.code, "name": drawn.grid.name}
    answer = JsonResponse({"type": "Feature", "properties": properties, "geometry": drawn.geometry})
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
