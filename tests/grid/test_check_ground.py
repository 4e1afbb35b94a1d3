"""Gaps and overlaps between areas are found and named by code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import box

from grid.ground.check import Fault, findings
from grid.ground.load import boundary_of
from grid.models import Boundary, Grid
from tests.town import SIDE, SOUTH, WEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def tiled(town):
    """The town without its half-empty district: every area is tiled by those below it."""
    Boundary.objects.filter(grid=town.district).update(**drawn(0, 0, 4, 2))
    return town


def drawn(west, south, east, north):
    """The columns of a boundary, in sides of a base grid."""
    land = box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)
    boundary = boundary_of(None, {"polygon": land, "source_crs": "WGS-84"})
    return {name: getattr(boundary, name) for name in ("geometry", "wkb", "min_lng", "min_lat", "max_lng", "max_lat")}


def faults(tolerance=50):
    return [(finding.fault, finding.parent, finding.codes) for finding in findings(tolerance)]


def test_a_well_tiled_ground_has_no_faults(tiled):
    assert faults(tolerance=0.1) == []


def test_a_gap_is_told_by_the_parent_and_the_grids_beside_it(tiled):
    Boundary.objects.filter(grid=tiled.grid).update(**drawn(0, 0, 0.9, 1))
    assert faults() == [(Fault.GAP, tiled.community.code, (tiled.grid.code, tiled.second_grid.code))]
    assert next(findings(50)).square_metres == pytest.approx(0.1 * 345.4 * 444.1, rel=0.01)


def test_an_overlap_is_told_by_both_codes(tiled):
    Boundary.objects.filter(grid=tiled.grid).update(**drawn(0, 0, 1.1, 1))
    assert faults() == [(Fault.OVERLAP, tiled.community.code, (tiled.grid.code, tiled.second_grid.code))]


def test_an_area_that_leaves_its_parent_is_told(tiled):
    Boundary.objects.filter(grid=tiled.grid).update(**drawn(-0.1, 0, 1, 1))
    assert faults() == [(Fault.OUTSIDE, tiled.community.code, (tiled.grid.code,))]


def test_a_missing_boundary_is_told(tiled):
    Boundary.objects.filter(grid=tiled.grid).delete()
    assert (Fault.UNDRAWN, tiled.community.code, (tiled.grid.code,)) in faults()


def test_a_community_without_grids_is_told(tiled):
    Grid.objects.create(code="120106001099", level=3, parent_id="120106001", name="空社区")
    assert (Fault.EMPTY, "120106001099", ()) in faults()


def test_a_piece_within_the_tolerance_is_let_pass(tiled):
    Boundary.objects.filter(grid=tiled.grid).update(**drawn(0, 0, 0.9999, 1))
    assert faults(tolerance=50) == []
    assert len(faults(tolerance=1)) == 1


def test_areas_that_ended_are_not_looked_at(tiled):
    Boundary.objects.filter(grid=tiled.grid).update(**drawn(0, 0, 1.1, 1))
    Grid.objects.filter(pk=tiled.second_grid.pk).update(valid_to="2020-01-01")
    assert Fault.OVERLAP not in [fault for fault, *_codes in faults()]


def test_the_command_prints_the_codes_and_fails(tiled):
    Boundary.objects.filter(grid=tiled.grid).update(**drawn(0, 0, 1.1, 1))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_ground", stdout=out)
    assert tiled.grid.code in out.getvalue()
    assert tiled.second_grid.code in out.getvalue()


def test_the_command_passes_a_well_tiled_ground(tiled):
    call_command("check_ground", stdout=StringIO())
