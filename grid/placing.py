"""Where a matter belongs that somebody else wrote down: by its point, by a code, or by the words of its address."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.maps import Ground
from grid.models import Grid, GridKind, GridLevel

# Left away when people write an address.
SPARED = ("社区", "街道", "街")


class Gazetteer:
    """The areas of a district as they stand now, read once; for one report or for a list of thousands."""

    def __init__(self, district):
        self.district = district

    @cached_property
    def areas(self):
        """Streets, communities and base grids by their codes."""
        areas = Grid.objects.active().within(self.district).filter(level__gte=GridLevel.STREET)
        return {area.code: area for area in areas.order_by("code")}

    @cached_property
    def ground(self):
        return Ground.now()

    @cached_property
    def by_key(self):
        return {area.pk: area for area in self.areas.values()}

    @cached_property
    def names(self):
        """(area, its name, the name without its last word) of every area."""
        return [(area, area.name, shortened(area.name)) for area in self.areas.values()]

    def place(self, *, lng=None, lat=None, code="", address=""):
        """The base grid that a report names: its point first, then its code, then its address.

        `code` is that of a base grid or of a community; a community, and an address in which nothing nearer
        is named, stand for the community's first general grid until the desk has looked. Raises
        ValidationError by the parameter ("lat", "code" or "address") that leads nowhere in the district.
        """
        if lng is not None and lat is not None:
            return self.by_point(lng, lat)
        if code:
            return self.by_code(code)
        return self.by_words(address)

    def by_point(self, lng, lat):
        grid = self.by_key.get(self.ground.holding(lng, lat))
        if grid is None:
            raise ValidationError({"lat": _("The point lies outside %(district)s.") % {"district": self.district}})
        return grid

    def by_code(self, code):
        area = self.areas.get(code)
        if area is None or area.level < GridLevel.COMMUNITY:
            said = _("%(district)s has no base grid or community %(code)s.")
            raise ValidationError({"code": said % {"district": self.district, "code": code}})
        return self.base_of(area, "code")

    def by_words(self, address):
        """The area of the longest name found in the address, if that is one area only."""
        if not address.strip():
            raise ValidationError({"address": _("Say where: a point, a code of a grid or community, or an address.")})
        named = [(self.length(full, short, address), area) for area, full, short in self.names]
        streets = {area.code for length, area in named if length and area.level == GridLevel.STREET}
        found = {}
        for length, area in named:
            if length and area.level > GridLevel.STREET:
                near = not streets or area.code[: GridLevel.STREET.digits] in streets
                found.setdefault((near, length), []).append(area)
        best = found[max(found)] if found else []
        if len(best) != 1:
            said = _("No community or grid of %(district)s can be made out from the address.")
            raise ValidationError({"address": said % {"district": self.district}})
        return self.base_of(best[0], "address")

    @staticmethod
    def length(full, short, address):
        """How many characters of the address are this name, in full or shortened."""
        if short not in address:
            return 0
        return len(full) if full in address else len(short)

    def base_of(self, area, parameter):
        if area.level == GridLevel.BASE:
            return area
        below = (grid for code, grid in self.areas.items() if code.startswith(area.code))
        first = next((grid for grid in below if grid.kind == GridKind.GENERAL), None)
        if first is None:
            raise ValidationError({parameter: _("%(area)s has no general grid.") % {"area": area}})
        return first


def shortened(name):
    """增产里社区 → 增产里; never shorter than two characters."""
    end = next((end for end in SPARED if name.endswith(end)), "")
    short = name.removesuffix(end)
    return short if len(short) > 1 else name
