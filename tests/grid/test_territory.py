"""The tree of areas: wrong codes, levels and parents cannot be stored, whatever wrote them."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from grid.models import Boundary, Grid, GridKind, GridLevel, Zone, ZoneStreet

pytestmark = pytest.mark.django_db

STREET, COMMUNITY = "120106001", "120106001002"

REFUSED = {
    "a district of seven digits": ("1201069", 1, None, ""),
    "a district with a letter": ("12010A", 1, None, ""),
    "a street on the community's level": ("120106077", 3, "120106", ""),
    "a street without a parent": ("120106077", 2, None, ""),
    "a street under another district": ("120107077", 2, "120106", ""),
    "a street numbered 000": ("120106000", 2, "120106", ""),
    "a community right under a district": ("120106001077", 3, "120106", ""),
    "a community under another street": ("120106001077", 3, "120106004", ""),
    "a base grid right under a street": ("120106001002077", 4, STREET, "general"),
    "a base grid under the next community": ("120106001002077", 4, "120106001004", "general"),
    "a base grid under nothing": ("120106001002077", 4, None, "general"),
    "a base grid numbered 000": ("120106001002000", 4, COMMUNITY, "general"),
    "a base grid of no kind": ("120106001002077", 4, COMMUNITY, ""),
    "a general grid numbered like a dedicated one": ("120106001002800", 4, COMMUNITY, "general"),
    "a micro-grid numbered like a dedicated one": ("120106001002999", 4, COMMUNITY, "micro"),
    "a dedicated grid numbered like a general one": ("120106001002799", 4, COMMUNITY, "dedicated"),
    "a street of a kind": ("120106077", 2, "120106", "general"),
    "a fifth level": ("120106001002077", 5, COMMUNITY, "general"),
    "a city under something": ("1201", 0, "120106", ""),
    "fullwidth digits": ("１２０１０６", 1, None, ""),
    "a code with a line's end": ("120107\n", 1, None, ""),
}
ALLOWED = {
    "a city": ("1202", 0, None, ""),
    "a district without a city": ("120107", 1, None, ""),
    "a street": ("120106077", 2, "120106", ""),
    "a community": ("120106001077", 3, STREET, ""),
    "the last general grid": ("120106001002799", 4, COMMUNITY, "general"),
    "a micro-grid": ("120106001002078", 4, COMMUNITY, "micro"),
    "the first dedicated grid": ("120106001002800", 4, COMMUNITY, "dedicated"),
}


def insert(code, level, parent, kind):
    """Straight SQL, as an import script of somebody else would write."""
    sql = """INSERT INTO grid_grid (code, level, parent_id, kind, name, pinyin, valid_from)
             VALUES (%s, %s, %s, %s, '某地', '', '2020-01-01')"""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(sql, [code, level, parent, kind])


@pytest.mark.parametrize("row", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(row, town):
    with pytest.raises(IntegrityError):
        insert(*row)


@pytest.mark.parametrize("row", ALLOWED.values(), ids=ALLOWED)
def test_the_database_takes(row, town):
    insert(*row)
    assert Grid.objects.get(code=row[0]).level == row[1]


def test_a_parent_that_does_not_exist_is_refused(town):
    insert("120106088001", 3, "120106088", "")
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_code_stands_once(town):
    with pytest.raises(IntegrityError):
        insert(STREET, 2, "120106", "")


def test_a_code_is_never_changed(town):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Grid.objects.filter(pk=town.grid.pk).update(code="120106001002777")


def test_an_area_with_areas_below_cannot_be_deleted(town):
    with pytest.raises(ProtectedError):
        town.community.delete()


@pytest.mark.parametrize("change", [{"name": ""}, {"area_km2": 0}, {"households": -1}, {"valid_to": date(2000, 1, 1)}])
def test_a_senseless_area_is_refused(change, town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Grid.objects.filter(pk=town.grid.pk).update(**change)


@pytest.mark.parametrize(
    "change", [{"max_lng": 117.0}, {"min_lat": 60}, {"max_lat": float("nan")}, {"source_crs": "BD-09"}]
)
def test_a_senseless_boundary_is_refused(change, town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Boundary.objects.filter(pk=town.grid.pk).update(**change)


def test_an_area_is_active_from_its_first_day_until_the_day_before_its_last(town):
    Grid.objects.filter(pk=town.grid.pk).update(valid_from=date(2026, 3, 1), valid_to=date(2026, 4, 1))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [town.grid in Grid.objects.active(day) for day in days] == [False, True, True, False]


def test_within_takes_the_area_and_all_below_it_and_nothing_else(town):
    inside = Grid.objects.within(town.street)
    assert town.grid in inside
    assert town.street in inside
    assert town.next_street.street not in inside
    assert {area.code[:9] for area in inside} == {town.street.code}


def test_the_chain_of_a_base_grid_names_all_four(town):
    place = town.grid.chain()
    assert place == {"district": town.district, "street": town.street, "community": town.community, "grid": town.grid}


def test_the_chain_of_a_street_ends_at_the_street(town):
    place = town.street.chain()
    assert place == {"district": town.district, "street": town.street, "community": None, "grid": None}


def test_a_city_above_the_district_is_no_part_of_a_case_s_place(town):
    city = Grid.objects.create(code="1201", level=GridLevel.CITY, name="天津市")
    Grid.objects.filter(code="120106").update(parent=city)
    assert town.grid.chain()["district"].code == "120106"
    assert town.street.full_name == "天津市红桥区西于庄街道"


def test_the_full_name_says_no_name_twice(town):
    assert town.grid.full_name == "红桥区西于庄街道增产里社区第1网格"


def test_the_chain_takes_one_query(town, django_assert_num_queries):
    grid = Grid.objects.get(pk=town.grid.pk)
    with django_assert_num_queries(1):
        assert grid.chain()
        assert grid.full_name


def test_kinds_and_levels_are_those_of_the_trade():
    assert [level.digits for level in GridLevel] == [4, 6, 9, 12, 15]
    assert set(GridKind) == {"general", "dedicated", "micro"}


def test_a_zone_takes_streets_of_two_districts(town):
    Grid.objects.create(code="120107", level=1, name="另一区")
    other = Grid.objects.create(code="120107100", level=2, parent_id="120107", name="某镇")
    zone = Zone.objects.create(code="ZJD", name="江东新区")
    ZoneStreet.objects.bulk_create([ZoneStreet(zone=zone, street=street) for street in (town.street, other)])
    assert zone.streets.count() == 2


def test_a_zone_takes_streets_only(town):
    zone = Zone.objects.create(code="ZJD", name="江东新区")
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneStreet.objects.create(zone=zone, street=town.community)


def test_a_street_is_in_one_zone_at_once(town):
    one, two = Zone.objects.create(code="Z1", name="一"), Zone.objects.create(code="Z2", name="二")
    ZoneStreet.objects.create(zone=one, street=town.street)
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneStreet.objects.create(zone=two, street=town.street)


def test_a_zone_s_code_is_never_taken_for_an_area_s():
    with pytest.raises(IntegrityError), transaction.atomic():
        Zone.objects.create(code="441604", name="江东新区")
