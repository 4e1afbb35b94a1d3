"""Reads CSV and GeoJSON files of areas into rows; a broken file becomes a sentence, never a traceback."""

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from grid.ground.polygons import MAX_FEATURE
from grid.ground.problems import Refused

MAX_FILE = {".csv": 5_000_000, ".geojson": 50_000_000, ".json": 50_000_000}  # bytes
MAX_ROWS = 30_000
COLUMNS = {
    "level": "级别",
    "code": "编码",
    "name": "名称",
    "parent": "上级编码",
    "kind": "类别",
    "households": "户数",
    "buildings": "楼栋数",
    "doors": "门栋数",
    "area_km2": "面积",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
    "replaces": "替代编码",
}
ENGLISH = {chinese: english for english, chinese in COLUMNS.items()}


@dataclass(frozen=True)
class Row:
    """One area as a file gives it: its place, the texts of its columns, its geometry if any."""

    file: str
    row: int
    values: dict
    geometry: object = None


def read(path):
    """All rows of a file and the problems of those that could not be read: (rows, problems)."""
    path = Path(path)
    try:
        content = content_of(path)
        reader = rows_of_csv if path.suffix.lower() == ".csv" else rows_of_geojson
        rows, problems = reader(path.name, content)
    except Refused as refused:
        return [], [refused.at(path.name, 0)]
    if not rows and not problems:
        problems = [Refused("", _("There is nothing in this file.")).at(path.name, 0)]
    return rows, problems


def content_of(path):
    limit = MAX_FILE.get(path.suffix.lower())
    if limit is None:
        raise Refused("", _("Only .csv, .geojson and .json files are read."))
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise Refused("", _("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from error
    if len(content) > limit:
        raise Refused("", _("The file is larger than %(number)s MB.") % {"number": limit // 1_000_000})
    return decoded(content)


def decoded(content):
    """Text in UTF-8, or in what Chinese spreadsheets write."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("", _("The file is neither UTF-8 nor GB 18030 text."))


def rows_of_csv(file, text):
    reader, rows, problems = csv.reader(io.StringIO(text, newline=""), strict=True), [], []
    try:
        names = headed([cell.strip() for cell in next(reader, [])])
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                sentence = _("%(found)s columns instead of %(wanted)s.") % {"found": len(cells), "wanted": len(names)}
                problems.append(Refused("", sentence).at(file, reader.line_num))
            else:
                rows.append(Row(file, reader.line_num, dict(zip(names, map(str.strip, cells), strict=True))))
            counted(rows)
    except csv.Error as error:
        raise Refused("", _("Not a CSV file, near row %(number)s.") % {"number": reader.line_num}) from error
    return rows, problems


def headed(names):
    """The first line's columns in English; an unknown or doubled column is refused, not skipped."""
    names = [ENGLISH.get(name, name) for name in names]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or len(set(names)) < len(names) or "code" not in names:
        found = "".join(filter(str.isprintable, ", ".join(unknown)))[:80]
        sentence = _("The first line names columns, “code” among them, of: %(known)s. Unknown: %(found)s")
        raise Refused("", sentence % {"known": ", ".join(COLUMNS), "found": found or "-"})
    return names


def counted(rows):
    if len(rows) > MAX_ROWS:
        raise Refused("", _("More than %(number)s rows: split the file.") % {"number": MAX_ROWS})


def rows_of_geojson(file, text):
    rows, problems = [], []
    for number, feature in enumerate(features_of(text), 1):
        try:
            rows.append(row_of(file, number, feature))
        except Refused as refused:
            problems.append(refused.at(file, number))
        counted(rows)
    return rows, problems


def features_of(text):
    # Measured before it is parsed: what lies between two features is one feature.
    marks = [0, *(mark.start() for mark in re.finditer('"Feature"', text)), len(text)]
    if max(after - before for before, after in zip(marks, marks[1:], strict=False)) > MAX_FEATURE:
        raise Refused("geometry", _("A feature is larger than %(number)s MB.") % {"number": MAX_FEATURE // 1_000_000})
    try:
        data = json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise Refused("", _("Not a GeoJSON file.")) from error
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise Refused("", _("Not a GeoJSON FeatureCollection."))
    if "crs" in data:
        raise Refused("crs", _("Take the member “crs” out and name the coordinates with --crs."))
    return data["features"]


def no_number(name):
    raise ValueError(name)


def row_of(file, number, feature):
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refused("", _("Not a GeoJSON feature."))
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise Refused("properties", _("A feature needs properties with a code."))
    named = {ENGLISH.get(name, name): value for name, value in properties.items()}
    values = {name: text_of(name, named[name]) for name in [*COLUMNS, "crs"] if name in named}
    return Row(file, number, values, feature.get("geometry"))


def text_of(column, value):
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused(column, _("A text or a number is wanted."))
    return str(value).strip()
