"""Looks whether the areas tile their parents: no gaps, no overlaps (条例: boundaries clear, no overlap, no gap)."""

from collections import defaultdict
from dataclasses import dataclass

import shapely
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.ground.polygons import square_metres
from grid.models.territory import Grid, GridLevel

TOUCH = 1e-6  # degrees: what counts as lying beside a gap


class Fault(models.TextChoices):
    """What can be wrong between areas."""

    OVERLAP = "overlap", gettext_lazy("Overlap")
    GAP = "gap", gettext_lazy("Gap")
    OUTSIDE = "outside", gettext_lazy("Outside its parent")
    UNDRAWN = "undrawn", gettext_lazy("Without a boundary")
    EMPTY = "empty", gettext_lazy("Without areas below")


@dataclass(frozen=True)
class Finding:
    """A fault: under which parent, between which codes, how many square metres, around which point."""

    fault: Fault
    parent: str
    codes: tuple
    square_metres: float = 0
    point: tuple = ()

    def __str__(self):
        text = _("%(fault)s in %(parent)s: %(codes)s")
        if self.point:
            text = _("%(fault)s in %(parent)s: %(codes)s; %(area)d m² near %(lng).5f, %(lat).5f")
        place = dict(zip(("lng", "lat"), self.point, strict=False))
        names = {"fault": self.fault.label, "parent": self.parent or "-", "codes": ", ".join(self.codes) or "-"}
        return text % (names | place | {"area": self.square_metres})


def findings(tolerance, at=None):
    """Yield what is wrong with the ground in force at `at`; pieces up to `tolerance` m² are let pass."""
    areas = Grid.objects.active(at).order_by("code").values_list("code", "level", "parent_id", "boundary__wkb")
    polygons, children, levels = {}, defaultdict(list), {}
    for code, level, parent, wkb in areas:
        polygons[code] = wkb and shapely.from_wkb(bytes(wkb))
        children[parent].append(code)
        levels[code] = level
    deepest = max(levels.values(), default=GridLevel.BASE)
    for code, level in levels.items():
        if level < deepest and not children[code]:
            yield Finding(Fault.EMPTY, code, ())
    for parent, codes in list(children.items()):
        yield from among(parent, polygons.get(parent), {code: polygons[code] for code in codes}, tolerance)


def among(parent, land, children, tolerance):
    """Yield the faults of siblings among each other and against their parent's land."""
    drawn = {code: polygon for code, polygon in children.items() if polygon}
    if drawn or land:
        undrawn = tuple(code for code in children if code not in drawn)
        yield from [Finding(Fault.UNDRAWN, parent, undrawn)] if undrawn else []
    if drawn:
        yield from overlaps(parent, drawn, tolerance)
    if drawn and land:
        together = shapely.union_all(list(drawn.values()))
        for piece in pieces(land.difference(together), tolerance):
            yield finding(Fault.GAP, parent, beside(piece, drawn), piece)
        for piece in pieces(together.difference(land), tolerance):
            yield finding(Fault.OUTSIDE, parent, beside(piece, drawn), piece)
    if drawn and parent and not land:
        yield Finding(Fault.UNDRAWN, parent, (parent,))


def overlaps(parent, drawn, tolerance):
    codes, polygons = list(drawn), list(drawn.values())
    one, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    for first, second in sorted((a, b) for a, b in zip(one, other, strict=True) if a < b):
        for piece in pieces(polygons[first].intersection(polygons[second]), tolerance):
            yield finding(Fault.OVERLAP, parent, (codes[first], codes[second]), piece)


def pieces(land, tolerance):
    """The polygons of a remainder that are larger than the tolerance."""
    return [piece for piece in shapely.get_parts(land) if square_metres(piece) > tolerance]


def beside(piece, drawn):
    near = piece.buffer(TOUCH)
    return tuple(code for code, polygon in drawn.items() if polygon.intersects(near))


def finding(fault, parent, codes, piece):
    point = piece.representative_point()
    return Finding(fault, parent, codes, square_metres(piece), (point.x, point.y))
