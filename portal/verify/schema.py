"""The database's own guards: every constraint valid, every trigger in place and enabled."""

import pgtrigger
from django.db import connection


def guards_in_place(at):
    """Constraints are validated, and every trigger the models declare is installed and switched on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass, conname FROM pg_constraint WHERE NOT convalidated")
        yield from (f"constraint {name} on {table} is not validated" for table, name in cursor.fetchall())
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        installed = {row[0] for row in cursor.fetchall()}
    for model, trigger in pgtrigger.registered():
        if trigger.get_pgid(model) not in installed:
            yield f"trigger {trigger.name} on {model._meta.db_table} is missing or switched off"
