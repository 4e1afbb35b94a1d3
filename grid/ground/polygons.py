"""A strict reader of boundaries: whatever a file says, only a sane polygon comes out of here."""

import json
import re
from math import cos, isfinite, pi, radians, sin, sqrt

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape

from grid.ground.gcj import gcj_to_wgs
from grid.ground.problems import Refused
from grid.models.territory import CHINA

MAX_POINTS = 5_000
MAX_FEATURE = 1_000_000  # characters of one feature
DECIMALS = 7  # of a degree: about a centimetre
DEPTHS = {"Polygon": 0, "MultiPolygon": 1}  # levels of lists above those of a polygon
AXIS, SQUARED_ECCENTRICITY = 6378137.0, 0.00669437999014  # WGS-84; metres


def polygon_of(geometry, crs="WGS-84"):
    """Read a GeoJSON Polygon or MultiPolygon into a Shapely one, in WGS-84 degrees.

    Raises Refused with the reason. `crs` is what the person who loads says ("WGS-84" or "GCJ-02");
    a `crs` member inside the file is never believed.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in DEPTHS:
        raise Refused("geometry", _("Only Polygon and MultiPolygon are read."))
    if "crs" in geometry:
        raise Refused("crs", _("Take the member “crs” out and name the coordinates with --crs."))
    count = Count()
    parts = geometry.get("coordinates")
    parts = parts if DEPTHS[geometry["type"]] else [parts]
    parts = [[ring_of(ring, count, crs) for ring in listed(part)] for part in listed(parts)]
    return whole(
        shape(
            {"type": "MultiPolygon", "coordinates": parts}
            if len(parts) > 1
            else {"type": "Polygon", "coordinates": parts[0]}
        )
    )


class Count:
    """How many points one feature has used up."""

    points = 0

    def one_more(self):
        self.points += 1
        if self.points > MAX_POINTS:
            raise Refused("geometry", _("More than %(number)s points.") % {"number": MAX_POINTS})


def listed(value):
    if not isinstance(value, list) or not value:
        raise Refused("geometry", _("The coordinates are not nested as GeoJSON nests them."))
    return value


def ring_of(ring, count, crs):
    points = [point_of(point, count, crs) for point in listed(ring)]
    if len(points) < 4 or points[0] != points[-1]:
        raise Refused("geometry", _("A ring needs four points or more and ends where it began."))
    return points


def point_of(point, count, crs):
    count.one_more()
    if len(listed(point)) not in (2, 3) or not all(is_number(value) for value in point):
        raise Refused("geometry", _("A point is two numbers, longitude and latitude."))
    lng, lat = point[:2]
    west, south, east, north = CHINA
    if not (west <= lng <= east and south <= lat <= north):
        raise Refused("geometry", _("A point lies outside China: coordinates are degrees, longitude first."))
    if crs == "GCJ-02":
        lng, lat = gcj_to_wgs(lng, lat)
    return round(lng, DECIMALS), round(lat, DECIMALS)


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def whole(polygon):
    if polygon.is_valid and polygon.area > 0:
        return polygon
    place = re.search(r"\[([-0-9.e]+) ([-0-9.e]+)", shapely.is_valid_reason(polygon))
    if place is None:
        raise Refused("geometry", _("The border encloses nothing."))
    raise Refused(
        "geometry", _("The border crosses or touches itself near %(place)s.") % {"place": ", ".join(place.groups())}
    )


def geojson_of(polygon):
    """The polygon as a plain GeoJSON geometry."""
    return json.loads(json.dumps(mapping(polygon)))


def square_metres(polygon):
    """The area of a polygon given in WGS-84 degrees, on the ellipsoid's local plane (areas of a city: 0.1 %)."""
    if polygon.is_empty:
        return 0.0
    latitude = radians(polygon.centroid.y)
    roundness = 1 - SQUARED_ECCENTRICITY * sin(latitude) ** 2
    across = AXIS / sqrt(roundness)
    along = across * (1 - SQUARED_ECCENTRICITY) / roundness
    return polygon.area * across * cos(latitude) * along * (pi / 180) ** 2
