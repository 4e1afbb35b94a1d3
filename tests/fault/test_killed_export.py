"""A list of sixty thousand: all rows of one moment, in little memory, and done once even when its writer is killed."""

import os
from pathlib import Path

import pytest

from grid.models import Export
from tests.fault.processes import hands, looking_at
from tests.grid.exported import numbers, sheets
from tests.processes import clone, look_again

ROWS = 60_000
CLOSED = "SELECT count(*) FROM grid_incident"
LAST = "SELECT state, written, total, tries, file FROM grid_export ORDER BY id DESC LIMIT 1"
FEW = "since=2026-02-24"  # six days of them, one a minute
SILENT = "UPDATE grid_export SET seen_at = now() - interval '10 minutes' WHERE state = 'running' RETURNING id"


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database with so many closed incidents, and a folder for files that its processes share."""
    with pytest.MonkeyPatch.context() as patch, clone(django_db_blocker) as address:
        patch.setenv("MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        with hands(address, ["close"]) as (maker,), looking_at(address) as ask:
            copy(ask, maker.ask(""), 2, ROWS)
        yield address


def copy(ask, key, first, last):
    """Copies of an incident, each with a number and a moment of its own, and its handling clock."""
    columns = all_but(ask, "grid_incident", "id", "number", "created_at")
    fresh = ask(
        f"INSERT INTO grid_incident (number, created_at, {columns})"  # noqa: S608 our own tables
        f" SELECT 'E120106-2026-' || lpad(n::text, 7, '0'), created_at - (n %% 50000) * interval '1 minute', {columns}"
        " FROM grid_incident, generate_series(%s, %s) n WHERE id = %s RETURNING id",
        first, last, key,
    )  # fmt: skip
    columns = all_but(ask, "grid_incidentclock", "id", "case_id")
    ask(
        f"INSERT INTO grid_incidentclock (case_id, {columns}) SELECT fresh, {columns}"  # noqa: S608 our own tables
        " FROM grid_incidentclock, unnest(%s::bigint[]) fresh WHERE case_id = %s AND stage = 'handle' RETURNING id",
        [row[0] for row in fresh], key,
    )  # fmt: skip


def all_but(ask, table, *others):
    written = "attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
    columns = ask(f"SELECT attname FROM pg_attribute WHERE {written}", table)  # noqa: S608 our own words
    return ", ".join(f'"{name}"' for (name,) in columns if name not in others)


def more(ask):
    """What others file while a list is being written."""
    key = ask("SELECT min(id) FROM grid_incident")[0][0]
    many = ask(CLOSED)[0][0]
    copy(ask, key, many + 1, many + 50)


def read(ask, reader):
    """What `reader` finds in the last export's file."""
    return reader(Export(file=ask(LAST)[0][4]))


@pytest.mark.slow
def test_sixty_thousand_rows_are_sixty_thousand_rows_in_little_memory(many, settings):
    settings.MEDIA_ROOT = media()
    with looking_at(many) as ask, hands(many, ["ask", "centre.hongqiao"], ["write"]) as (asker, writer):
        rows = ask(CLOSED)[0][0]
        asker.ask("csv tab=closed"), writer.tell("")
        look_again(lambda: ask(LAST)[0][1] > 0, 60)
        more(ask)
        written, megabytes = writer.answer()
        assert (written, ask(LAST)[0][:3]) == (True, ("done", rows, rows))
        assert megabytes <= 100
        found = read(ask, numbers)
        assert len(set(found)) == len(found) == rows >= ROWS


@pytest.mark.slow
def test_a_workbook_takes_little_memory_too(many, settings):
    settings.MEDIA_ROOT = media()
    with looking_at(many) as ask, hands(many, ["ask", "centre.hongqiao"], ["write"]) as (asker, writer):
        asker.ask(f"xlsx {FEW}")
        written, megabytes = writer.ask("")
        _about, (_head, *lines) = read(ask, sheets).values()
        assert (written, len(lines) > 6000) == (True, True)
        assert len({line[0] for line in lines}) == len(lines)
        assert megabytes <= 60


@pytest.mark.slow
def test_a_killed_writer_leaves_no_file_and_the_next_does_it_all_once(many, settings):
    settings.MEDIA_ROOT = media()
    with looking_at(many) as ask, hands(many, ["ask", "centre.hongqiao"], ["write"], ["write"]) as (asker, *writers):
        asker.ask(f"csv {FEW}"), writers[0].tell("")
        look_again(lambda: ask(LAST)[0][1] > 1000, 60)
        writers[0].kill()
        more(ask), ask(SILENT)
        rows = ask(f"{CLOSED} WHERE created_at >= '2026-02-24 00:00+8'")[0][0]
        assert [writers[1].ask("")[0] for _time in (1, 2)] == [True, False]
        assert ask(LAST)[0][:4] == ("done", rows, rows, 2)
        found = read(ask, numbers)
        assert len(set(found)) == len(found) == rows
        assert [path.name for path in Path(media(), ask(LAST)[0][4]).parent.iterdir()] == ["2.csv"]


@pytest.mark.slow
def test_a_cancelled_one_stops_and_leaves_no_file(many):
    with looking_at(many) as ask, hands(many, ["ask", "centre.hongqiao"], ["write"]) as (asker, writer):
        key = asker.ask("csv tab=closed")
        writer.tell("")
        look_again(lambda: ask(LAST)[0][1] > 0, 60)
        ask("UPDATE grid_export SET state = 'cancelled' WHERE id = %s RETURNING id", key)
        writer.answer()
        assert ask(LAST)[0][0] == "cancelled"
        assert list(Path(media(), "exports", str(key)).iterdir()) == []


def media():
    return os.environ["MEDIA_ROOT"]
