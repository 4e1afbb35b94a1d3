"""Which incidents tell of the same matter or the same place: near one another, or at the same address.

Rows are found by an index (a street's newest, a grid's newest) within some days and a box of degrees;
the distance itself is reckoned here, over a few hundred rows at most.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.conf import settings
from django.db.models import Q

from grid.addresses import plain

from ..territory import Boundary, GridLevel

DEGREE = 111_320  # metres of one degree of latitude
EARTH = 6_371_000  # metres, the mean radius
HERE = 50  # metres: the same place, whatever is the matter there
HISTORY = timedelta(days=365)
MOST = 300  # rows compared with one matter
NO_MATTER = ("declined", "void", "merged")  # what became of them tells of no matter of its own


@dataclass(frozen=True)
class Spot:
    """Where something happened: a point in WGS-84 degrees (or none) and an address within a community."""

    lng: Any  # a float, or None
    lat: Any
    address: str
    community: int | None

    @classmethod
    def of(cls, case):
        return cls.at(case.lng, case.lat, case.address, case.community_id)

    @classmethod
    def at(cls, lng, lat, address, community):
        """`address` as somebody typed it; `community` is its key."""
        return cls(lng, lat, plain(address), community)

    @property
    def has_point(self):
        return self.lng is not None and self.lat is not None

    def metres_to(self, other):
        """The way as the crow flies in metres; None when one of them has no point."""
        if not (self.has_point and other.has_point):
            return None
        lat, there = radians(self.lat), radians(other.lat)
        half = sin((there - lat) / 2) ** 2 + cos(lat) * cos(there) * sin(radians(other.lng - self.lng) / 2) ** 2
        return 2 * EARTH * asin(min(1, sqrt(half)))

    def is_like(self, other, metres):
        """So near, or the same address in the same community."""
        way = self.metres_to(other)
        same = bool(self.address) and (self.address, self.community) == (other.address, other.community)
        return same or (way is not None and way <= metres)

    def box(self, metres):
        """The condition that a case's point lies in the square around; nothing without a point."""
        if not self.has_point:
            return Q(pk__in=[])
        high, wide = self.reach(metres)
        return Q(lat__range=(self.lat - high, self.lat + high), lng__range=(self.lng - wide, self.lng + wide))

    def reach(self, metres):
        """So many metres in degrees of latitude and of longitude."""
        high = metres / DEGREE
        return high, high / max(cos(radians(self.lat)), 0.01)

    def areas(self, level, metres, within):
        """Keys of the areas of a level whose outline comes so near, below the area with the code `within`."""
        if not self.has_point:
            return []
        high, wide = self.reach(metres)
        near = Boundary.objects.filter(
            grid__level=level, grid__code__startswith=within,
            min_lng__lte=self.lng + wide, max_lng__gte=self.lng - wide,
            min_lat__lte=self.lat + high, max_lat__gte=self.lat - high,
        )  # fmt: skip
        return list(near.values_list("grid", flat=True))


class Likeness:
    """Questions about likeness (mixed into the queryset of incidents)."""

    def similar_to(self, category, place, point, address, at):
        """Incidents that may be the same matter, the nearest first: each with `metres` (None: by its address).

        The same group of types, reported within settings.SIMILAR_DAYS before `at`, within
        settings.SIMILAR_METRES of `point` (lng, lat; or None) or at the same address of the community.
        `place` holds "street", "community" and "district" as `Grid.chain()` does; the street next
        door counts where its border is that near. Two queries.
        """
        lng, lat = point or (None, None)
        spot = Spot(lng, lat, plain(address), place["community"].pk)
        metres = settings.SIMILAR_METRES
        streets = {place["street"].pk, *spot.areas(GridLevel.STREET, metres, place["district"].code)}
        there = spot.box(metres)
        if spot.address:
            there |= Q(community=place["community"]) & ~Q(address="")
        since = at - timedelta(days=settings.SIMILAR_DAYS)
        rows = self.filter(there, street__in=streets, created_at__gte=since, created_at__lte=at)
        rows = rows.exclude(status__in=NO_MATTER).filter(category__code__startswith=category.code[:2])
        return _nearest(rows, spot, metres)

    def like(self, case, at):
        """What may be the same matter as this one."""
        place = {"street": case.street, "community": case.community, "district": case.district}
        point = (case.lng, case.lat) if case.lat is not None else None
        return self.exclude(pk=case.pk).similar_to(case.category, place, point, case.address, at)

    def at_the_place_of(self, case):
        """What was reported there in the year before this case, of any type, newest first: a list. Two queries."""
        spot = Spot.of(case)
        grids = {case.grid_id, *spot.areas(GridLevel.BASE, HERE, case.district.code)}
        there = spot.box(HERE)
        if spot.address:
            there |= Q(community=case.community_id) & ~Q(address="")
        earlier = Q(created_at__gte=case.created_at - HISTORY, created_at__lte=case.created_at) & ~Q(pk=case.pk)
        rows = self.filter(there, earlier, grid__in=grids).select_related("category").order_by("-created_at", "-pk")
        return [row for row in rows[: MOST * 2] if spot.is_like(Spot.of(row), HERE)]

    def alike_around(self, case):
        """The keys of the rows of the same group so near this case, or at the same address; its own too."""
        spot, metres = Spot.of(case), settings.SIMILAR_METRES
        there = spot.box(metres) | Q(pk=case.pk)
        if spot.address:
            there |= Q(community=case.community_id) & ~Q(address="")
        rows = self.filter(there, category__code__startswith=case.category.code[:2])
        told = rows.values_list("pk", "lng", "lat", "address", "community_id")
        return [key for key, *rest in told if key == case.pk or spot.is_like(Spot.at(*rest), metres)]


def _nearest(rows, spot, metres):
    rows = rows.select_related("category", "community").defer("text", "result").order_by("-created_at", "-pk")
    found = []
    for row in rows[:MOST]:
        there = Spot.of(row)
        if spot.is_like(there, metres):
            way = spot.metres_to(there)
            row.metres = round(way) if way is not None and way <= metres else None
            found.append(row)
    # Where only the address is known to be the same, it is right here.
    return sorted(found, key=lambda row: row.metres or 0)
