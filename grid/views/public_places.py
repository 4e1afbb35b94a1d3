"""Places for the public page: which community holds a point, and the outlines its small map draws."""

import json
from functools import lru_cache
from math import isfinite

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from grid import maps
from grid.forms.public import open_districts
from grid.models import CalendarVersion, Grid, GridLevel


@require_safe
def place(request):
    """The community at ?lng=&lat= (WGS-84 degrees): {code, name}; {} where no open district lies."""
    try:
        lng, lat = (float(request.GET.get(name, "")) for name in ("lng", "lat"))
    except ValueError:
        lng = lat = float("nan")
    if not (isfinite(lng) and isfinite(lat)):
        return JsonResponse({"error": _("Give longitude and latitude in degrees.")}, status=400)
    grid = maps.locate(lng, lat)
    if grid is None or not any(grid.code.startswith(district.code) for district in open_districts()):
        return JsonResponse({})
    street, community = grid.lineage[-3:-1]
    return JsonResponse({"code": community.code, "name": f"{street.name} · {community.name}"})


@gzip_page
@require_safe
def ground(request):
    """The outlines of the communities of all open districts, as GeoJSON."""
    codes = tuple(district.code for district in open_districts())
    text = drawn(connection.settings_dict["NAME"], CalendarVersion.number_of("ground"), codes)
    return HttpResponse(text, content_type="application/json", headers={"Cache-Control": "public, max-age=3600"})


@lru_cache(maxsize=4)
def drawn(_database, _version, codes):
    """The outlines as JSON, made once for each state of the ground: anybody may ask, and often."""
    districts = Grid.objects.filter(code__in=codes)
    layers = [maps.boundaries(GridLevel.COMMUNITY, within=district) for district in districts]
    features = [feature for layer in layers for feature in layer["features"]]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
