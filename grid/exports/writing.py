"""Writing an export: all rows of one moment, in one file that is there whole or not at all."""

import contextlib
import logging
import shutil
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import translation

from grid.casework.sql import database_now, snapshot
from grid.models.export import Export, ExportError

from .files import FILES
from .ledger import LEDGERS, Names

CHUNK = 500  # rows read and noted at a time
log = logging.getLogger(__name__)


class Unwanted(Exception):
    """The export was cancelled, or another process has taken it over."""


class Refused(Exception):
    """There is nothing to write; the argument is an ExportError."""


class Notes:
    """The writer's sign of life, on a connection of its own: what it reads is one long view of the database."""

    def __init__(self, export):
        self.export = export

    def __enter__(self):
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)
        return self

    def __exit__(self, *_error):
        self.connection.close()

    def __call__(self, written, total):
        """Note how far the writing is; raises Unwanted when nobody waits for it any more."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE grid_export SET written = %s, total = %s, seen_at = clock_timestamp()"
                " WHERE id = %s AND state = 'running' AND tries = %s",
                [written, total, self.export.pk, self.export.tries],
            )
            if not cursor.rowcount:
                raise Unwanted


def run_next():
    """Write the export that has waited longest; False when there is nothing to do."""
    export = Export.objects.claim(database_now())
    if export is None:
        return False
    with Notes(export) as note:
        write(export, note)
    return True


def write(export, note=lambda written, total: None):
    """Write an export that this process has begun; it is done, failed, or somebody else's afterwards."""
    try:
        with translation.override(export.language), drafts(export) as folder:
            _publish(export, *_written(export, folder, note))
    except Unwanted:
        return
    except Refused as refused:
        export.fail(refused.args[0], database_now())
    except Exception:  # whatever it was, the person is told and the next export is written
        log.exception("export %s", export.pk)
        export.fail(ExportError.BROKEN, database_now())


@contextlib.contextmanager
def drafts(export):
    """A folder for this try; what earlier tries left is removed first."""
    place = Path(default_storage.path(export.folder))
    shutil.rmtree(place, ignore_errors=True)
    folder = place / f"draft-{export.tries}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(export, folder, note):
    """Read and write all rows as of one moment: (path, posts, total). Sight is what it is now."""
    path = folder / f"rows.{export.format}"
    with snapshot() as as_of:
        user = get_user_model().objects.get(pk=export.user_id)
        ledger, posts = LEDGERS.get(export.what), user.posts_at(as_of) if user.is_active else []
        if not ledger or not posts:
            raise Refused(ExportError.NO_POST if ledger else ExportError.NO_LIST)
        seen = ledger.seen(export.query, user)
        total = seen.tab.count()
        file = FILES[export.format](path, ledger.about(seen, total, user, as_of), ledger.columns)
        with contextlib.closing(file):
            if total != _fill(file, ledger, seen, lambda written: note(written, total)):
                raise AssertionError("a list must not have other rows than it counts")
    return path, [post.pk for post in posts], total


def _fill(file, ledger, seen, note):
    """Write the rows of a list; how many there were."""
    names, columns, written = Names(), [column.value for column in ledger.columns], 0
    for row in ledger.rows(seen).iterator(chunk_size=CHUNK):
        if written % CHUNK == 0:
            note(written)
        file.row([value(row, names) for value in columns])
        written += 1
    return written


def _publish(export, path, posts, total):
    """Put the file where it is fetched from and say so; what nobody waits for any more is removed again."""
    with path.open("rb") as draft:
        name = default_storage.save(f"{export.folder}/{export.tries}.{export.format}", File(draft))
    size = path.stat().st_size
    if not export.finish(database_now(), posts=posts, total=total, file=name, size=size):
        default_storage.delete(name)
