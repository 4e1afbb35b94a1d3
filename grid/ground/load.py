"""Loads areas by their codes, all or nothing; loading the same file again changes nothing."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from shapely import to_wkb

from grid.ground.cells import default_kind, fields_of
from grid.ground.files import Row, read
from grid.ground.polygons import geojson_of, square_metres
from grid.ground.problems import Problem, Refused
from grid.models.territory import BEGINNING, Boundary, Grid, GridLevel
from grid.pinyin import sort_key

COLUMNS = ["kind", "name", "valid_from", "valid_to", "area_km2", "households", "buildings", "doors"]


@dataclass
class Outcome:
    """What a loading did, or would have done: counts of areas, and what stopped it."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list = field(default_factory=list)


def load(paths, crs="WGS-84", dry_run=False):
    """Load areas from CSV and GeoJSON files and return the Outcome.

    One problem anywhere, and nothing at all is written. A dry run goes the whole way, to the
    database's own checks, and is then rolled back.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for path in paths:
        found, wrong = read(path)
        rows, problems = rows + found, problems + wrong
    loading = Loading(rows, crs)
    problems += loading.problems
    if problems:
        return Outcome(problems=problems)
    try:
        with transaction.atomic():
            outcome = loading.write()
            transaction.set_rollback(dry_run)
    except IntegrityError as error:
        reason = str(error).splitlines()[0]
        sentence = _("The database refuses these areas: %(reason)s") % {"reason": reason}
        return Outcome(problems=[Problem(_("all files"), 0, "", sentence)])
    return outcome


class Loading:
    """The areas that some rows ask for, held against the areas there are."""

    def __init__(self, rows, crs):
        self.problems: list[Problem] = []
        self.wanted: dict[str, dict] = {}
        self.first: dict[str, Row] = {}
        for row in rows:
            self._try(row, lambda row: self._take(row, fields_of(row, crs)))
        self.known = Grid.objects.in_bulk(self._mentioned(), field_name="code")
        for code, row in self.first.items():
            self._try(row, lambda row, code=code: self._stands(self.wanted[code]))

    def _try(self, row, step):
        try:
            step(row)
        except Refused as refused:
            self.problems.append(refused.at(row.file, row.row))

    def _take(self, row, fields):
        """Rows of several files may describe one area together; within one file a code stands once."""
        before = self.wanted.setdefault(fields["code"], {})
        if row.file in before.get("files", ()):
            raise Refused("code", _("This code stands twice in the file."))
        self.first.setdefault(fields["code"], row)
        before |= fields | {"files": {*before.get("files", ()), row.file}}

    def _mentioned(self):
        above = {code[: level.digits] for code in self.wanted for level in GridLevel}
        return above | {code for fields in self.wanted.values() for code in fields.get("replaces", ())}

    def _stands(self, fields):
        """Raise Refused unless the area has a name, a parent, a time and what it replaces."""
        code, there = fields["code"], self.known.get(fields["code"])
        if not there and "name" not in fields:
            raise Refused("name", _("A new area needs a name."))
        if fields["level"] > GridLevel.DISTRICT and not self._is_known(self._parent(fields)):
            raise Refused("parent", _("There is no area %(code)s above it.") % {"code": self._parent(fields)})
        begins = fields.get("valid_from") or (there.valid_from if there else BEGINNING)
        ends = fields.get("valid_to") or (there.valid_to if there else None)
        if ends and ends <= begins:
            raise Refused("valid_to", _("An area ends after it begins."))
        for old in fields.get("replaces", ()):
            self._may_replace(old, code, begins)

    def _may_replace(self, old, code, begins):
        if len(old) != len(code) or old == code:
            raise Refused("replaces", _("An area replaces others of its own level."))
        if not self._is_known(old):
            raise Refused("replaces", _("There is no area %(code)s to replace.") % {"code": old})
        there = self.known[old].valid_from if old in self.known else BEGINNING
        since = self.wanted.get(old, {}).get("valid_from", there)
        if begins <= since:
            raise Refused("valid_from", _("Say from which day it replaces %(code)s.") % {"code": old})

    def _is_known(self, code):
        return code in self.known or code in self.wanted

    def _parent(self, fields):
        """The code of the area above; None for a city, and for a district without one."""
        if fields["level"] == GridLevel.CITY:
            return None
        above = fields["code"][: GridLevel(fields["level"] - 1).digits]
        return above if fields["level"] > GridLevel.DISTRICT or self._is_known(above) else None

    # --- Writing -------------------------------------------------------------------------------

    def write(self):
        """Write the areas inside the caller's transaction and count them."""
        changed = {code for code in self.wanted.keys() & self.known if self._adopt(self.known[code], self.wanted[code])}
        new = [self._new(fields) for code, fields in self.wanted.items() if code not in self.known]
        Grid.objects.bulk_create(new, batch_size=1000)
        self.known |= {area.code: area for area in new}
        Grid.objects.bulk_update(
            [self.known[code] for code in changed], [*COLUMNS, "pinyin", "parent"], batch_size=1000
        )
        changed |= self._draw() | self._succeed()
        created = {area.code for area in new}
        updated = changed - created
        return Outcome(len(created), len(updated), len(self.wanted) - len(created) - len(updated))

    def _new(self, fields):
        area = Grid(code=fields["code"], level=fields["level"], parent_id=self._parent(fields))
        area.kind = default_kind(area.code)
        self._adopt(area, fields)
        return area

    def _adopt(self, area, fields):
        """Set the area's columns to what the file gives; True if any of them differs now."""
        given = {name: fields[name] for name in COLUMNS if name in fields}
        given["parent_id"] = self._parent(fields)
        if "polygon" in fields:
            given.setdefault("area_km2", Decimal(str(round(square_metres(fields["polygon"]) / 1e6, 6))))
        if fields.get("name", area.name) != area.name or not area.pinyin:
            given["pinyin"] = sort_key(fields.get("name", area.name))
        differing = {name: value for name, value in given.items() if getattr(area, name) != value}
        for name, value in differing.items():
            setattr(area, name, value)
        return bool(differing)

    def _draw(self):
        """Write the boundaries that are new or different; return the codes of their areas."""
        drawn = {self.known[code].pk: fields for code, fields in self.wanted.items() if "polygon" in fields}
        there = dict(Boundary.objects.filter(pk__in=drawn).values_list("pk", "wkb"))
        there = {pk: bytes(wkb) for pk, wkb in there.items()}
        fresh = {pk: boundary_of(pk, fields) for pk, fields in drawn.items()}
        fresh = {pk: boundary for pk, boundary in fresh.items() if there.get(pk) != boundary.wkb}
        names = [column.name for column in Boundary._meta.fields if not column.primary_key]
        Boundary.objects.bulk_create(
            fresh.values(), batch_size=500, update_conflicts=True, unique_fields=["grid"], update_fields=names
        )
        return {drawn[pk]["code"] for pk in fresh}

    def _succeed(self):
        """Note who replaces whom, and end what is replaced on the day its successor begins."""
        pairs = [(code, old) for code, fields in self.wanted.items() for old in fields.get("replaces", ())]
        through = Grid.replaces.through.objects.filter(from_grid__code__in=self.wanted)
        noted = set(through.values_list("from_grid", "to_grid"))
        changed = set()
        for code, old in pairs:
            successor, before = self.known[code], self.known[old]
            if (successor.pk, before.pk) not in noted:
                successor.replaces.add(before)
                Grid.objects.filter(pk=before.pk, valid_to=None).update(valid_to=successor.valid_from)
                changed.add(code)
        return changed


def boundary_of(pk, fields):
    polygon = fields["polygon"]
    west, south, east, north = polygon.bounds
    return Boundary(
        grid_id=pk,
        geometry=geojson_of(polygon),
        wkb=to_wkb(polygon),
        min_lng=west,
        min_lat=south,
        max_lng=east,
        max_lat=north,
        source_crs=fields["source_crs"],
    )
