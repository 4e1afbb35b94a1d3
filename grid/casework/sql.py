"""Set-based writing: many rows, each with values of its own, in one statement."""

import contextlib

from django.db import connection, transaction


def update_from(model, rows, fields):
    """Update `fields` of `rows` (instances of `model`) in one statement, ``UPDATE … FROM unnest``."""
    if not rows:
        return
    columns = [model._meta.get_field(name) for name in ("pk", *fields) if name != "pk"]
    keys = [row.pk for row in rows]
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in columns]
    names = [connection.ops.quote_name(field.column) for field in columns]
    casts = ", ".join(f"%s::{field.rel_db_type(connection) or field.db_type(connection)}[]" for field in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    sets = ", ".join(f"{name} = new.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            # Names come from our own models, values are parameters.
            f"UPDATE {table} AS old SET {sets} FROM unnest(%s::bigint[], {casts}) AS new(id, {', '.join(names)})"  # noqa: S608
            " WHERE old.id = new.id",
            [keys, *values],
        )


def write_nearest_due(case, clock_model):
    """Write the nearest running clock's due moment (none: the field's default) on the case's row, and return it.

    The clock of a part of the case (stage item/3) rings for itself and is not the case's limit.
    """
    table, clocks = (connection.ops.quote_name(model._meta.db_table) for model in (type(case), clock_model))
    never = case._meta.get_field("due_at").default
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET due_at = COALESCE((SELECT min(due_at) FROM {clocks}"  # noqa: S608 our own tables
            " WHERE case_id = %s AND stopped_at IS NULL AND suspended_at IS NULL AND strpos(stage, '/') = 0), %s)"
            " WHERE id = %s RETURNING due_at",
            [case.pk, never, case.pk],
        )
        return cursor.fetchone()[0]


def stop_running(case, clock_model, stages, at, verdict):
    """Stop the case's running clocks of these stages (none: all) at `at`, late or on time unless a verdict is given."""
    table = connection.ops.quote_name(clock_model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET stopped_at = %s, alarm_at = NULL, suspended_at = NULL,"  # noqa: S608 our own table
            " verdict = COALESCE(%s, CASE WHEN due_at < COALESCE(suspended_at, %s) THEN 'late' ELSE 'on_time' END)"
            " WHERE case_id = %s AND stopped_at IS NULL AND (stage = ANY(%s) OR %s)",
            [at, verdict, at, case.pk, list(stages), not stages],
        )


def is_anything_due(clock_model, keys, at):
    """Whether a clock of these cases has something to do at `at`: asked by every verb, so in the plainest way."""
    table = connection.ops.quote_name(clock_model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {table} WHERE case_id = ANY(%s) AND alarm_at <= %s)",  # noqa: S608 our own table
            [list(keys), at],
        )
        return cursor.fetchone()[0]


def database_now():
    """The database's clock: the only one by which anything becomes due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@contextlib.contextmanager
def snapshot(patience="300s"):
    """One view of the whole database until the block ends; gives the moment of that view.

    Within a transaction that has already begun it is that transaction's view. `patience` is how long
    one statement, or the work between two, may take: long readings take longer than pages do.
    """
    begun = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not begun:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute("SELECT set_config(%s, %s, true), clock_timestamp()", [timeout, patience])
        yield cursor.fetchone()[1]
