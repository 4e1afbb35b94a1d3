"""On which ground a person stands: the area all pages of figures and maps begin with."""

from dataclasses import dataclass

from grid.models import Grid, GridLevel


@dataclass(frozen=True)
class Ground:
    """An area and the level of the areas compared within it."""

    area: Grid
    below: GridLevel
    deepest: GridLevel  # a department sees no base grids

    @property
    def column(self):
        """The field of a case that holds the areas compared."""
        return {2: "street", 3: "community", 4: "grid"}[self.below]

    @property
    def levels(self):
        """The levels a map of this ground can show."""
        return [level for level in GridLevel if self.area.level < level <= self.deepest or level == self.below]


def ground_of(user):
    """The widest ground of the person's posts that see cases; None for other posts."""
    seeing = [post for post in user.posts_at() if post.sees_territory or post.department_id]
    widest = min(seeing, key=lambda post: _area(post).level, default=None)
    if widest is None:
        return None
    area = _area(widest)
    level = max(area.level, GridLevel.DISTRICT)
    deepest = GridLevel.COMMUNITY if widest.department_id else GridLevel.BASE
    return Ground(area, GridLevel(min(level + 1, GridLevel.BASE)), deepest)


def _area(post):
    return post.grid or post.department.district
