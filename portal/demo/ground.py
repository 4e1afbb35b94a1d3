"""Points on the ground of the demonstration: somewhere within a base grid."""

import shapely

from grid.models import Boundary, Grid, GridLevel


class Ground:
    """All base grids with their places above them and their outlines, read once."""

    def __init__(self):
        grids = {grid.code: grid for grid in Grid.objects.all()}
        for grid in grids.values():
            if grid.parent_id:
                grid.parent = grids[grid.parent_id]
        self.grids, self.district = grids, next(grid for grid in grids.values() if grid.level == GridLevel.DISTRICT)
        self.base = [grid for grid in grids.values() if grid.level == GridLevel.BASE]
        for grid in self.base:
            grid.lineage = [grid.parent.parent.parent, grid.parent.parent, grid.parent, grid]
        rows = Boundary.objects.filter(grid__level=GridLevel.BASE).values_list("grid", "wkb")
        self.polygons = {key: shapely.from_wkb(bytes(wkb)) for key, wkb in rows}

    def point_in(self, key, chance):
        """A point (longitude, latitude in degrees) within the base grid of this key."""
        polygon = self.polygons[key]
        west, south, east, north = polygon.bounds
        for _try in range(40):
            point = shapely.Point(chance.uniform(west, east), chance.uniform(south, north))
            if polygon.contains(point):
                return round(point.x, 6), round(point.y, 6)
        inside = polygon.representative_point()
        return round(inside.x, 6), round(inside.y, 6)
