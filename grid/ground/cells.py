"""One row of a file, read into the fields of an area."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from grid.ground.polygons import polygon_of
from grid.ground.problems import Refused
from grid.models.territory import DEDICATED, SHAPES, Grid, GridKind, GridLevel

CRS = {"": None, "wgs84": "WGS-84", "wgs-84": "WGS-84", "gcj02": "GCJ-02", "gcj-02": "GCJ-02"}
LEVELS = {name: level for level in GridLevel for name in (str(level.value), level.name.lower())} | {
    "市": GridLevel.CITY,
    "区": GridLevel.DISTRICT,
    "街道": GridLevel.STREET,
    "社区": GridLevel.COMMUNITY,
    "网格": GridLevel.BASE,
}
KINDS = {kind.value: kind for kind in GridKind} | {
    "综合网格": GridKind.GENERAL,
    "基础网格": GridKind.GENERAL,
    "专属网格": GridKind.DEDICATED,
    "微网格": GridKind.MICRO,
}
MAX_COUNT = 1_000_000
MAX_NAME = Grid._meta.get_field("name").max_length or 0


def fields_of(row, crs):
    """The fields that the row gives, {name: value}; an empty cell gives nothing.

    `crs` holds for geometries that do not name their own. Raises Refused.
    """
    fields = {"code": code_of(row.values.get("code", ""))}
    fields["level"] = GridLevel.of(fields["code"])
    for column, text in row.values.items():
        if text and column in READERS:
            fields[column] = READERS[column](column, text)
    agree(fields, row.values)
    if row.geometry is not None:
        fields["source_crs"] = crs_of(row.values.get("crs", "")) or crs
        fields["polygon"] = polygon_of(row.geometry, fields["source_crs"])
    return fields


def code_of(text):
    level = GridLevel.of(text)
    if level is None or not re.fullmatch(SHAPES[level], text, re.ASCII):
        raise Refused("code", _("A code has 4, 6, 9, 12 or 15 digits, and 000 numbers no area."))
    return text


def agree(fields, values):
    """What level, parent and kind say must be what the code says."""
    code, level = fields["code"], fields["level"]
    if values.get("level") and LEVELS.get(values["level"].lower()) != level:
        raise Refused("level", _("A code of %(digits)s digits is another level.") % {"digits": len(code)})
    parent = values.get("parent")
    if parent and (not level or parent != code[: GridLevel(level - 1).digits]):
        raise Refused("parent", _("The code must begin with the code of its parent."))
    dedicated = level == GridLevel.BASE and bool(re.match(DEDICATED, code))
    if level != GridLevel.BASE and fields.get("kind"):
        raise Refused("kind", _("Only base grids are of a kind."))
    if fields.get("kind") and (fields["kind"] == GridKind.DEDICATED) != dedicated:
        raise Refused("kind", _("Dedicated grids are numbered 800 to 999, other base grids 001 to 799."))


def default_kind(code):
    """The kind of a new area whose file names none."""
    if GridLevel.of(code) != GridLevel.BASE:
        return ""
    return GridKind.DEDICATED if re.match(DEDICATED, code) else GridKind.GENERAL


def name_of(column, text):
    if not text.isprintable():
        raise Refused(column, _("The text holds characters that cannot be printed."))
    if len(text) > MAX_NAME:
        raise Refused(column, _("The text is too long."))
    return text


def kind_of(column, text):
    if text.lower() not in KINDS:
        raise Refused(column, _("Kinds are general, dedicated and micro."))
    return KINDS[text.lower()]


def count_of(column, text):
    if not re.fullmatch("[0-9]{1,7}", text) or int(text) > MAX_COUNT:
        raise Refused(column, _("A whole number from 0 to %(number)s is wanted.") % {"number": MAX_COUNT})
    return int(text)


def area_of(column, text):
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text) or not Decimal(text):
        raise Refused(column, _("A number above 0 with up to six decimals is wanted."))
    return Decimal(text)


def day_of(column, text):
    try:
        if not re.fullmatch("[12][0-9]{3}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(column, _("A date like 2026-01-31 is wanted.")) from error


def codes_of(column, text):
    return sorted({code_of(code) for code in re.split(r"[\s,;，；、]+", text)})


def crs_of(text):
    if text.lower() not in CRS:
        raise Refused("crs", _("Coordinates are WGS-84 or GCJ-02."))
    return CRS[text.lower()]


READERS = {
    "name": name_of,
    "kind": kind_of,
    "households": count_of,
    "buildings": count_of,
    "doors": count_of,
    "area_km2": area_of,
    "valid_from": day_of,
    "valid_to": day_of,
    "replaces": codes_of,
}
