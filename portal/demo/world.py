"""What every life of the demonstration needs, read once a process."""

from functools import cached_property

from grid.models import Category, Department, calendar_now

from .album import Album
from .cast import Cast
from .ground import Ground


class World:
    """The district with its people, places, types and pictures."""

    def __init__(self):
        self.cast, self.ground, self.album = Cast(), Ground(), Album()
        self.calendar = calendar_now()
        self.bureaus = Department.objects.in_bulk(field_name="code")
        types = Category.objects.types().select_related("default_department").order_by("code")
        self.types = {kind.code: kind for kind in types}

    @cached_property
    def district(self):
        return self.ground.district

    def community(self, name):
        """A community by its name without the ending: 增产里."""
        return next(grid for grid in self.ground.grids.values() if grid.name == f"{name}社区")

    def base_of(self, community, number=1):
        """A base grid of a community; numbers beyond its last begin again with the first."""
        grids = [grid for grid in self.ground.base if grid.parent is community]
        return grids[(number - 1) % len(grids)]
