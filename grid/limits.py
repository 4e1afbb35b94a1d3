"""Loads the working calendar, the ladders and the time limits from rows of files.

Each loader takes mappings (as `csv.DictReader` gives them), writes only what is new or different,
and may be run again at any time. When a row is wrong nothing is written and every wrong row is told.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from grid.ground.problems import Problem, Refused
from grid.models.calendar import CalendarDay
from grid.models.limits import Ladder, Rung, TimeLimit


@dataclass(frozen=True)
class Loaded:
    """How many rows were new, changed, or already there; with problems nothing was written."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[Problem, ...] = ()


def load_calendar(rows, file="calendar.csv") -> Loaded:
    """Days decided otherwise than the weekend rule.

    Columns: date (2026-10-01), is_working (0: a day off, 1: a weekend day worked instead), name,
    name_en, note, source.
    """
    return _load(file, rows, _calendar_day, ["date"])


def load_ladders(rows, file="ladders.csv") -> Loaded:
    """Ladders, one row a rung; the rungs of a ladder named here become exactly those of its rows.

    Columns: ladder, position (1, 2, …), effect (remind, overdue, supervise, strike:<verb>), basis
    (share, before, after), amount, unit (empty for a share).
    """
    with transaction.atomic():
        rungs = []
        loaded = _load(file, rows, _rung, ["ladder_id", "position"], rungs)
        named = Rung.objects.filter(ladder__in={rung.ladder_id for rung in rungs})
        named.exclude(pk__in=[rung.pk for rung in rungs]).delete()
        transaction.set_rollback(bool(loaded.problems))
    return loaded


def load_time_limits(rows, file="time_limits.csv") -> Loaded:
    """How long a stage may take; ladders and categories must be there already.

    Columns: kind, stage, urgency (empty: any), category (its code; empty: any), amount and unit
    (both empty: set by hand), ladder (a name; empty: nothing rings). Others are not read.
    """
    ladders = dict(Ladder.objects.values_list("name", "pk"))
    model = TimeLimit._meta.get_field("category").related_model
    categories = dict(model.objects.values_list("code", "pk"))

    def build(row):
        return _time_limit(row, ladders, categories)

    return _load(file, rows, build, ["kind", "stage", "urgency", "category_id"])


def _calendar_day(row):
    return CalendarDay(**_texts(row, "date", "is_working", "name", "name_en", "note", "source"))


def _rung(row):
    values = _texts(row, "position", "effect", "basis", "amount", "unit")
    if (values["basis"] == "share") == bool(values["unit"]):
        raise Refused("unit", _("A share has no unit; before and after need one."))
    ladder, _new = Ladder.objects.get_or_create(name=_texts(row, "ladder")["ladder"])
    return Rung(ladder=ladder, **values)


def _time_limit(row, ladders, categories):
    values = _texts(row, "kind", "stage", "urgency", "amount", "unit")
    values["amount"], values["unit"] = values["amount"] or None, values["unit"] or None
    if (values["amount"] is None) != (values["unit"] is None):
        raise Refused("unit", _("An amount and its unit come together."))
    ladder, category = _known(row, "ladder", ladders), _known(row, "category", categories)
    return TimeLimit(ladder_id=ladder, category_id=category, **values)


def _texts(row, *columns):
    return {column: (row.get(column) or "").strip() for column in columns}


def _known(row, column, keys):
    name = _texts(row, column)[column]
    if name and name not in keys:
        raise Refused(column, _("There is no “%(name)s”.") % {"name": name[:40]})
    return keys.get(name)


def _load(file, rows, build, key, built=None):
    """Build every row, then write; `built` receives the rows in the order of the file."""
    built, problems, seen = [] if built is None else built, [], set()
    for number, row in enumerate(rows, 2):
        try:
            built.append(_clean(build(row), key, seen))
        except Refused as refused:
            problems.append(refused.at(file, number))
    return Loaded(problems=tuple(problems)) if problems or not built else _write(built, key)


def _clean(thing, key, seen):
    try:
        # Foreign keys were looked up already; asking for each again would be a query a row.
        thing.clean_fields(exclude=[field.name for field in thing._meta.fields if field.is_relation])
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise Refused(column, " ".join(messages)) from error
    identity = _identity(thing, key)
    if identity in seen:
        raise Refused(key[0], _("This row stands in the file twice."))
    seen.add(identity)
    return thing


def _write(things, key):
    """Write what differs, in as few statements as the tables' history allows."""
    model = type(things[0])
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    there = {_identity(thing, key): thing for thing in model.objects.all()}
    new, changed = [], []
    for thing in things:
        old = there.get(_identity(thing, key))
        if old is None:
            new.append(thing)
            continue
        thing.pk = old.pk
        if any(getattr(thing, name) != getattr(old, name) for name in fields):
            changed.append(thing)
    with transaction.atomic():
        model.objects.bulk_create(new)
        if changed:
            model.objects.bulk_update(changed, fields)
    return Loaded(len(new), len(changed), len(things) - len(new) - len(changed))


def _identity(thing, key):
    return tuple(getattr(thing, name) for name in key)
