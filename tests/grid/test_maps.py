"""From a point to its base grid, and the outlines that maps draw."""

from datetime import date, datetime

import pytest
from django.db import transaction

from grid import maps
from grid.models import Boundary, Grid, GridLevel, Role, seats
from tests.town import SHANGHAI, SIDE, SOUTH, WEST, point_in

pytestmark = pytest.mark.django_db


def test_a_point_lies_in_the_grid_around_it(town):
    for grid in Grid.objects.level(GridLevel.BASE).filter(code__startswith="12010600"):
        assert maps.locate(*point_in(grid)) == grid


def test_seats_and_places_are_each_read_from_the_ground(town):
    for _time in (1, 2):
        assert maps.locate(*town.point) == town.grid
        assert seats.roster().seat_of(Role.PARTY_SECRETARY, (Role.WORKER, "grid", town.grid.pk)) is not None


def test_a_point_outside_all_grids_lies_nowhere(town):
    assert maps.locate(113.28, 23.13) is None


@pytest.mark.parametrize("point", [(None, None), (float("nan"), 39.16), (117.14, float("inf")), (500.0, -500.0)])
def test_what_is_no_point_lies_nowhere(point, town):
    assert maps.locate(*point) is None


def test_a_point_on_a_border_belongs_to_the_smallest_code(town):
    between = WEST + SIDE, SOUTH + SIDE / 2
    assert maps.locate(*between) == town.grid
    corner = WEST + 2 * SIDE, SOUTH + SIDE
    assert maps.locate(*corner) == town.second_grid


def test_a_grid_holds_points_only_in_its_time(town):
    Grid.objects.filter(pk=town.grid.pk).update(valid_from=date(2026, 3, 1), valid_to=date(2026, 4, 1))
    assert maps.locate(*town.point, at=date(2026, 3, 31)) == town.grid
    assert maps.locate(*town.point, at=date(2026, 4, 1)) is None
    assert maps.locate(*town.point, at=datetime(2026, 3, 1, 0, 0, tzinfo=SHANGHAI)) == town.grid
    assert maps.locate(*town.point, at=datetime(2026, 2, 28, 23, 59, tzinfo=SHANGHAI)) is None


def test_a_redrawn_grid_is_found_at_once(town):
    assert maps.locate(*town.point) == town.grid
    Boundary.objects.filter(pk=town.grid.pk).delete()
    assert maps.locate(*town.point) is None


def test_what_was_rolled_back_is_not_remembered(town):
    with transaction.atomic():
        Boundary.objects.all().delete()
        assert maps.locate(*town.point) is None
        transaction.set_rollback(True)
    assert maps.locate(*town.point) == town.grid


def test_a_second_look_builds_nothing(town, django_assert_num_queries):
    maps.locate(*town.point)
    with django_assert_num_queries(2):
        maps.locate(*town.point)
    assert maps.Ground.now() is maps.Ground.now()


def test_outlines_carry_code_and_name_and_no_more(town):
    outlines = maps.boundaries(GridLevel.STREET)
    assert outlines["type"] == "FeatureCollection"
    first = outlines["features"][0]
    assert first["properties"] == {"code": "120106001", "name": "西于庄街道"}
    assert first["geometry"]["type"] == "Polygon"


def test_outlines_leave_out_areas_that_ended(town):
    Grid.objects.filter(pk=town.street.pk).update(valid_to=date(2026, 1, 1))
    codes = [
        feature["properties"]["code"] for feature in maps.boundaries(GridLevel.STREET, date(2026, 2, 1))["features"]
    ]
    assert codes == [town.next_street.street.code]
