"""Loading areas from files: whole or not at all, every wrong row named, no file brings a traceback."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grid.ground.gcj import gcj_to_wgs, wgs_to_gcj
from grid.ground.load import load
from grid.models import Boundary, Grid, GridLevel

pytestmark = pytest.mark.django_db

HEAD = "level,code,name,parent,kind,households,buildings,doors"
GOOD = f"{HEAD}\n3,120106001099,新社区,120106001,,,,\n4,120106001099001,新社区第1网格,120106001099,general,200,3,11\n"


@pytest.fixture
def written(tmp_path):
    """Write a file and return its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def square(west, south, side=0.001):
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def feature(code="120106001002001", coordinates=None, kind="Polygon", **properties):
    geometry = {"type": kind, "coordinates": coordinates or square(117.15, 39.15)}
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry}


def synthetic():
    """A district as large as the one of the news: 1 / 10 / 123 / 992 areas."""
    rows = ["code,name", "120199,示范区"] + [f"120199{street:03},第{street}街道" for street in range(1, 11)]
    communities = [f"120199{no % 10 + 1:03}{no // 10 + 1:03}" for no in range(123)]
    rows += [f"{code},社区{code}" for code in communities]
    rows += [f"{communities[no % 123]}{no // 123 + 1:03},网格{no}" for no in range(992)]
    return "\n".join(rows)


def test_the_numbers_of_a_whole_district_are_loaded(written, town):
    outcome = load([written("district.csv", synthetic())])
    assert (outcome.created, outcome.problems) == (1126, [])
    counts = [Grid.objects.filter(code__startswith="120199").level(level).count() for level in (1, 2, 3, 4)]
    assert counts == [1, 10, 123, 992]


def test_a_file_loaded_again_changes_nothing(written, town):
    path = written("new.csv", GOOD)
    first, second = load([path]), load([path])
    assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)


def test_an_area_is_filled_in(written, town):
    load([written("new.csv", GOOD)])
    grid = Grid.objects.get(code="120106001099001")
    assert (grid.level, grid.parent_id, grid.kind) == (4, "120106001099", "general")
    assert (grid.households, grid.buildings, grid.doors) == (200, 3, 11)
    assert grid.pinyin.startswith("xin she qu")


def test_a_changed_row_changes_its_area_only(written, town):
    outcome = load([written("change.csv", "code,name,households\n120106001002001,改名网格,99\n120106001002002,,\n")])
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 1)
    grid = Grid.objects.get(code="120106001002001")
    assert (grid.name, grid.households) == ("改名网格", 99)


def test_a_column_that_the_file_leaves_empty_stays_as_it_is(written, town):
    load([written("one.csv", "code,name,doors\n120106001002001,,12\n")])
    assert (town.grid.name, Grid.objects.get(pk=town.grid.pk).name) == ("增产里社区第1网格",) * 2


def test_a_dry_run_keeps_nothing(written, town):
    outcome = load([written("new.csv", GOOD)], dry_run=True)
    assert outcome.created == 2
    assert not Grid.objects.filter(code__startswith="120106001099").exists()


def test_one_wrong_row_and_nothing_is_loaded(written, town):
    outcome = load([written("bad.csv", GOOD + "4,120106001099002,好网格,,general,many,,\n")])
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(4, "households")]
    assert not Grid.objects.filter(code__startswith="120106001099").exists()


def test_chinese_headings_and_a_spreadsheet_s_encoding_are_read(written, town):
    content = "级别,编码,名称,上级编码,类别\n街道,120106077,新街道,120106,\n".encode("gb18030")
    assert load([written("表.csv", content)]).created == 1


def test_two_files_describe_an_area_together(written, town):
    names = written("names.csv", "code,name\n120106001002003,第三网格\n")
    lands = written("lands.geojson", collection(feature("120106001002003")))
    assert load([names, lands]).created == 1
    assert Boundary.objects.get(grid__code="120106001002003").min_lng == 117.15


def test_a_redrawn_grid_names_what_it_replaces_and_ends_it(written, town):
    content = "code,name,valid_from,replaces\n120106001002003,重划网格,2026-06-01,120106001002001 120106001002002\n"
    path = written("redrawn.csv", content)
    assert load([path]).created == 1
    assert set(Grid.objects.get(code="120106001002003").replaces.all()) == {town.grid, town.second_grid}
    assert Grid.objects.get(pk=town.grid.pk).valid_to == date(2026, 6, 1)
    assert load([path]).unchanged == 1


ROWS = {  # a wrong row: the column that is to be named
    "4,,名,,,,,": "code",
    "4,12010600100207,名,,,,,": "code",
    "4,120106001002000,名,,,,,": "code",
    "4,１２０１０６,名,,,,,": "code",
    "3,120106001002077,名,,,,,": "level",
    "4,120106001002077,名,120106001004,,,,": "parent",
    "4,120106001077001,名,,,,,": "parent",
    "4,120106001002077,,,,,,": "name",
    "4,120106001002077,名\x00,,,,,": "name",
    "4,120106001002077,名\u202e,,,,,": "name",
    f"4,120106001002077,{'长' * 61},,,,,": "name",
    "4,120106001002077,名,,round,,,": "kind",
    "4,120106001002077,名,,dedicated,,,": "kind",
    "4,120106001002801,名,,general,,,": "kind",
    "2,120106077,名,,general,,,": "kind",
    "4,120106001002077,名,,,-1,,": "households",
    "4,120106001002077,名,,,1e9,,": "households",
    "4,120106001002077,名,,,,99999999999999,": "buildings",
    "4,120106001002077,名,,,,,٣": "doors",
    "4,120106001002077,名": "",
}


@pytest.mark.parametrize(("row", "column"), ROWS.items())
def test_a_wrong_row_is_named_by_its_column(row, column, written, town):
    problems = load([written("bad.csv", f"{HEAD}\n{row}\n")]).problems
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [("bad.csv", 2, column)]
    assert problems[0].sentence


MORE = {
    "valid_from\n120106001002077,名,2026-13-01": "valid_from",
    "valid_to\n120106001002077,名,1999-01-01": "valid_to",
    "area_km2\n120106001002077,名,0": "area_km2",
    "area_km2\n120106001002077,名,NaN": "area_km2",
    "replaces\n120106001002077,名,120106001": "replaces",
    "replaces\n120106001002077,名,120106001002078": "replaces",
    "replaces\n120106001002077,名,120106001002001": "valid_from",
}


@pytest.mark.parametrize(("rows", "column"), MORE.items())
def test_wrong_times_and_successors_are_named(rows, column, written, town):
    problems = load([written("bad.csv", f"code,name,{rows}\n")]).problems
    assert [problem.column for problem in problems] == [column]


def test_a_code_stands_once_in_a_file(written, town):
    problems = load([written("twice.csv", "code,name\n120106001002077,甲\n120106001002077,乙\n")]).problems
    assert [(problem.row, problem.column) for problem in problems] == [(3, "code")]


def test_coordinates_of_chinese_web_maps_are_converted_once(written, town):
    west, south = wgs_to_gcj(117.15, 39.15)
    load([written("gcj.geojson", collection(feature(coordinates=square(west, south), crs="GCJ-02")))])
    boundary = Boundary.objects.get(pk=town.grid.pk)
    assert boundary.source_crs == "GCJ-02"
    assert (boundary.min_lng, boundary.min_lat) == pytest.approx((117.15, 39.15), abs=2e-7)


def test_the_shift_of_chinese_web_maps_is_undone_to_a_millimetre():
    for lng, lat in [(117.155, 39.165), (113.28, 23.133), (127.5, 50.25)]:
        assert gcj_to_wgs(*wgs_to_gcj(lng, lat)) == pytest.approx((lng, lat), abs=1e-8)
        assert abs(wgs_to_gcj(lng, lat)[0] - lng) > 0.004


def test_the_option_says_what_the_coordinates_are(written, town):
    path = written("gcj.geojson", collection(feature()))
    call_command("load_ground", str(path), crs="gcj02", stdout=StringIO())
    assert Boundary.objects.get(pk=town.grid.pk).min_lng < 117.146


def test_the_area_follows_from_the_boundary(written, town):
    load([written("land.geojson", collection(feature(coordinates=square(117.15, 39.15, 0.01))))])
    assert float(Grid.objects.get(pk=town.grid.pk).area_km2) == pytest.approx(0.8643 * 1.1103, rel=2e-3)


def deep(depth):
    return "[" * depth + "]" * depth


POLYGONS = {
    "a point": feature(kind="Point", coordinates=[117.1, 39.1]),
    "a collection": {"type": "Feature", "properties": {"code": "1201"}, "geometry": {"type": "GeometryCollection"}},
    "a crs of its own": feature() | {"geometry": {"type": "Polygon", "crs": {}, "coordinates": square(117.1, 39.1)}},
    "an open ring": feature(coordinates=[square(117.1, 39.1)[0][:4] + [[117.0, 39.0]]]),
    "three points": feature(coordinates=[[[117, 39], [117.1, 39], [117, 39]]]),
    "a bow tie": feature(coordinates=[[[117, 39], [117.1, 39.1], [117.1, 39], [117, 39.1], [117, 39]]]),
    "no land": feature(coordinates=[[[117, 39], [117, 39], [117, 39], [117, 39]]]),
    "latitude first": feature(coordinates=square(39.15, 117.15)),
    "metres": feature(coordinates=square(4329000, 512000)),
    "texts": feature(coordinates=[[["117", "39"]] * 4]),
    "truths": feature(coordinates=[[[True, False]] * 4]),
    "one number": feature(coordinates=[[[117]] * 4]),
    "five numbers": feature(coordinates=[[[117, 39, 0, 0, 0]] * 4]),
    "too deep": feature(coordinates=[[[[[[117, 39]]]]]]),
    "too flat": feature(coordinates=[117, 39]),
    "nothing": feature(coordinates=[[]]),
    "too many points": feature(coordinates=[[[117 + no / 1e6, 39] for no in range(5001)]]),
    "a hole outside": feature(coordinates=square(117.1, 39.1) + square(118.1, 39.1)),
}


@pytest.mark.parametrize("wrong", POLYGONS.values(), ids=POLYGONS)
def test_a_boundary_that_is_no_sane_polygon_is_refused(wrong, written, town):
    outcome = load([written("bad.geojson", collection(wrong))])
    assert [problem.row for problem in outcome.problems] == [1]
    assert not outcome.created


FILES = {
    "empty.csv": b"",
    "nothing.geojson": b"",
    "unknown.csv": "code,surprise\n120106,x\n",
    "doubled.csv": "code,code\n120106,120106\n",
    "headless.csv": "120106,name\n",
    "quote.csv": 'code,name\n"120106,x\n',
    "cell.csv": "code,name\n120106," + "x" * 200_000,
    "binary.csv": bytes(range(256)) * 10,
    "large.csv": b"code,name\n" + b"120106001002001,x\n" * 300_000,
    "long.csv": "code\n" + "120106001002001\n" * 30_001,
    "names.xlsx": b"PK",
    "list.geojson": "[]",
    "text.geojson": '"Feature"',
    "null.geojson": "null",
    "cut.geojson": collection(feature())[:-5],
    "nan.geojson": collection(feature()).replace("117.15", "NaN"),
    "endless.geojson": collection(feature()).replace("117.15", "1e400"),
    "huge.geojson": collection(feature()).replace("117.15", "9" * 5000),
    "deep.geojson": '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":' + deep(10_000) + "}]}",
    "deeper.geojson": deep(200_000),
    "bomb.geojson": collection(feature(coordinates=[[[117.1, 39.1]] * 1_000_000])),
    "crs.geojson": collection(feature(), crs={"type": "name"}),
    "features.geojson": '{"type":"FeatureCollection","features":{"0":1}}',
    "none.geojson": '{"type":"FeatureCollection","features":[null,1,"x",[]]}',
    "bare.geojson": '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}',
    "listed.geojson": collection({"type": "Feature", "properties": {"code": ["120106"]}, "geometry": None}),
    "surrogate.geojson": collection({"type": "Feature", "properties": {"code": "120106", "name": "\ud800"}}),
    "escaped.geojson": '{"features":[{"type":"\\u0046eature"}]}',
    "crs_of.geojson": collection(feature(crs="BD-09")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_or_hostile_file_is_refused_with_sentences(name, written, town):
    outcome = load([written(name, FILES[name])])
    assert outcome.problems
    assert all(problem.file == name and problem.sentence for problem in outcome.problems)
    assert not outcome.created + outcome.updated


def test_a_file_that_is_not_there_is_a_sentence(town, tmp_path):
    assert len(load([tmp_path / "nowhere.csv", tmp_path]).problems) == 2


def test_the_command_tells_every_wrong_row_and_fails(written, town):
    errors = StringIO()
    path = written("bad.csv", f"{HEAD}\n4,1,x,,,,,\n4,2,x,,,,,\n")
    with pytest.raises(CommandError):
        call_command("load_ground", str(path), stderr=errors)
    assert len(errors.getvalue().splitlines()) == 2


def test_the_command_says_what_it_did(written, town):
    out = StringIO()
    call_command("load_ground", str(written("new.csv", GOOD)), dry_run=True, stdout=out)
    assert "2" in out.getvalue()
    assert not Grid.objects.level(GridLevel.COMMUNITY).filter(code="120106001099").exists()
