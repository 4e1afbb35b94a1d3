"""From a point to the base grid that holds it, and the outlines a map draws.

Built from WKB with Shapely's STRtree once a process and again when the ground has changed
(22,000 grids: 0.1 s, 29 MB). All coordinates are WGS-84 degrees.
"""

from math import isfinite

import shapely
from django.utils.translation import gettext_lazy as _

from grid.models.calendar import kept
from grid.models.territory import Boundary, Grid, GridLevel, day_of

# To be printed wherever outlines of the demonstration are drawn.
ILLUSTRATIVE = _("Boundaries are illustrative and no basis for administrative lines")


class Ground:
    """All base grids with boundaries, past and present, in the order of their codes."""

    @classmethod
    def now(cls):
        """The ground as it stands in the database: one small query, and built anew only after changes."""
        return kept("ground", cls)

    def __init__(self, version):
        drawn = Boundary.objects.filter(grid__level=GridLevel.BASE).order_by("grid__code")
        rows = list(drawn.values_list("pk", "grid__valid_from", "grid__valid_to", "wkb"))
        polygons = shapely.from_wkb([bytes(wkb) for *_row, wkb in rows])
        shapely.prepare(polygons)
        self.version, self.tree = version, shapely.STRtree(polygons)
        self.areas = [(pk, begins, ends) for pk, begins, ends, _wkb in rows]

    def holding(self, lng, lat, at=None):
        """The primary key of the base grid that holds the point at the time `at`, or None.

        A point on a border belongs to the grid of the smallest code.
        """
        if lng is None or lat is None or not (isfinite(lng) and isfinite(lat)):
            return None
        day = day_of(at)
        for place in sorted(self.tree.query(shapely.Point(lng, lat), predicate="intersects")):
            pk, begins, ends = self.areas[place]
            if begins <= day and (ends is None or day < ends):
                return pk
        return None


def locate(lng, lat, at=None):
    """The base grid that holds the point (WGS-84 degrees) at the time `at`; None outside all grids.

    For many points ask `Ground.now()` once and then `holding()`: at least 20,000 points a second.
    """
    pk = Ground.now().holding(lng, lat, at)
    return pk and Grid.objects.filter(pk=pk).first()


def boundaries(level, at=None, within=None):
    """The outlines of a level (below an area) as a GeoJSON FeatureCollection; properties are code and name."""
    areas = Grid.objects.level(level).active(at).exclude(boundary=None).order_by("code")
    if within is not None:
        areas = areas.within(within)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry}
            for code, name, geometry in areas.values_list("code", "name", "boundary__geometry")
        ],
    }
