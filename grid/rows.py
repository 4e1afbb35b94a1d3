"""Rows of a file written into a table: only what is new or different, and all of them or none."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from grid.ground.problems import Problem, Refused


@dataclass(frozen=True)
class Loaded:
    """How many rows were new, changed, or already there; with problems nothing was written."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[Problem, ...] = ()


def texts(row, *columns):
    """The row's cells of these columns, trimmed; a missing one is empty."""
    return {column: (row.get(column) or "").strip() for column in columns}


def known(row, column, keys):
    """The key of what the cell names; None when it is empty. Raises Refused for an unknown name."""
    name = texts(row, column)[column]
    if name and name not in keys:
        raise Refused(column, _("There is no “%(name)s”.") % {"name": name[:40]})
    return keys.get(name)


def load_rows(file, rows, build, key, built=None, kept=()):
    """Build every row, then write.

    `key` names the attributes that tell a row's identity, `kept` those that the file says nothing
    of and that stay as they are; `built` receives the rows in the order of the file.
    """
    built, problems = [] if built is None else built, []
    seen: set[tuple] = set()
    for number, row in enumerate(rows, 2):
        try:
            built.append(_clean(build(row), key, seen))
        except Refused as refused:
            problems.append(refused.at(file, number))
    return Loaded(problems=tuple(problems)) if problems or not built else _write(built, key, kept)


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


def _write(things, key, kept):
    """Write what differs, in as few statements as the tables' history allows."""
    model = type(things[0])
    fields = [
        field.attname for field in model._meta.concrete_fields if not (field.primary_key or field.attname in kept)
    ]
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
