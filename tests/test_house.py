"""The house keeps its own rules: floors, sizes, words, guards, languages."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, get_resolver

from grid.casework.case import Case
from grid.casework.reasons import TEXTS
from grid.models.notice import SENTENCES

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "disputes", "whistle", "grid")
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
KINDS = [model for model in apps.get_models() if issubclass(model, Case)]
MOVES = [(model, move) for model in KINDS for move in model.FLOW.values()]


def names(pairs):
    return [f"{model.KIND}-{move.verb}" for model, move in pairs]


def lines_of(path):
    return path.read_text().count("\n")


def functions(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_300_lines():
    everything = SOURCES + sorted((ROOT / "tests").rglob("*.py"))
    assert [str(path) for path in everything if lines_of(path) > 300] == []


def test_no_template_is_longer_than_80_lines():
    assert [str(path) for path in (ROOT / "templates").rglob("*.html") if lines_of(path) > 80] == []


def test_no_function_is_longer_than_25_lines():
    long = [(path.name, node.name) for path in SOURCES for node in functions(path) if span(node) > 25]
    assert long == []


def span(node):
    """Lines of a function's body, its docstring aside."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno - body[0].lineno + 1) if body else 0


def test_nothing_is_imported_inside_a_function():
    late = [
        f"{path.relative_to(ROOT)}:{sub.lineno}"
        for path in SOURCES
        for node in functions(path)
        for sub in ast.walk(node)
        if isinstance(sub, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def test_nobody_works_around_a_floor_with_type_checking():
    assert [path.name for path in SOURCES if "TYPE_CHECKING" in path.read_text()] == []


FORBIDDEN = {
    r"\beta=|\bcountdown=": "a task never carries a deadline of a case",
    r"fields = \"__all__\"": "forms name their fields",
    r"filter\(\*\*request": "parameters pass a form first",
    r"mark_safe\(|\|safe\b|autoescape off": "user text never becomes markup",
    r"csrf_exempt": "every form is guarded",
    r"user\.role\b": "rights follow posts",
}
# Where it is right, and why: whoever asks at this door sends a key each time, and no cookie speaks for them.
ALLOWED = {"grid/open311/door.py": r"csrf_exempt"}


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=FORBIDDEN.values())
def test_no_source_or_template_does_it(pattern):
    files = SOURCES + sorted((ROOT / "templates").rglob("*.html"))
    found = [str(path.relative_to(ROOT)) for path in files if re.search(pattern, path.read_text())]
    assert [name for name in found if ALLOWED.get(name) != pattern] == []


def test_every_lock_says_what_it_locks_and_how():
    calls = [call for path in SOURCES for call in re.findall(r"select_for_update\(([^\n]*)", path.read_text())]
    assert [call for call in calls if "of=" not in call or "no_key=True" not in call] == []


def test_scripts_never_write_markup():
    scripts = sorted((ROOT / "static/js").rglob("*.js"))
    assert [path.name for path in scripts if re.search(r"innerHTML|bindPopup\([`'\"]|eval\(", path.read_text())] == []


def test_pages_carry_no_inline_style_or_handler():
    pages = sorted((ROOT / "templates").rglob("*.html"))
    inline = re.compile(r"<[^>]+\s(style|on[a-z]+)=", re.I)
    assert [str(page.relative_to(ROOT)) for page in pages if inline.search(page.read_text())] == []


def test_a_status_is_assigned_in_the_kernel_only():
    writers = [path for path in SOURCES if re.search(r"\.status = |update\([^)]*status=", path.read_text())]
    assert {str(path.relative_to(ROOT)) for path in writers} <= {"grid/casework/case.py"}


@pytest.mark.parametrize(("model", "move"), MOVES, ids=names(MOVES))
def test_every_human_verb_has_its_method(model, move):
    if move.is_human:
        assert callable(getattr(model, move.verb, None))


def urls(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback
        else:
            yield from urls(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


@pytest.mark.parametrize(("model", "move"), MOVES, ids=names(MOVES))
def test_every_human_verb_on_a_case_has_its_url(model, move):
    guarded = {(view.model, view.verb) for _name, view in urls() if hasattr(view, "verb")}
    if move.is_human and any(move.sources):
        assert (model, move.verb) in guarded
    else:
        assert (model, move.verb) not in guarded


@pytest.mark.parametrize(("model", "move"), MOVES, ids=names(MOVES))
def test_every_verb_is_tested_by_name(model, move):
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert re.search(rf"\b{move.verb}\b|/{move.verb}/", tests)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.KIND)
def test_the_printed_flow_is_the_table(model, tmp_path):
    call_command("flow_pages", folder=tmp_path)
    page = f"{model.KIND}.md"
    assert (ROOT / "docs/flows" / page).read_text() == (tmp_path / page).read_text()


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


INDEXES = (ROOT / "docs/indexes.txt").read_text().splitlines()


@pytest.mark.django_db
def test_the_indexes_of_cases_are_the_listed_ones():
    tables = [model._meta.db_table for kind in KINDS for model in (kind, kind.steps.rel.related_model)]
    tables += [kind.clocks.rel.related_model._meta.db_table for kind in KINDS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = ANY(%s)", [tables])
        found = sorted(row[0] for row in cursor.fetchall())
    listed = sorted(line.split()[0] for line in INDEXES if line and not line.startswith("#"))
    assert found == listed


@pytest.mark.parametrize("catalogue", sorted((ROOT / "locale").rglob("*.po")), ids=lambda path: path.parts[-3])
def test_nothing_is_left_untranslated(catalogue):
    entries = polib.pofile(str(catalogue))
    assert [entry.msgid for entry in entries.untranslated_entries() + entries.fuzzy_entries()] == []


@pytest.mark.parametrize("catalogue", sorted((ROOT / "locale").rglob("*.po")), ids=lambda path: path.parts[-3])
def test_sentences_told_later_were_collected_too(catalogue):
    collected = {entry.msgid for entry in polib.pofile(str(catalogue))}
    assert {*SENTENCES.values(), *TEXTS.values()} - collected == set()


@pytest.mark.parametrize("catalogue", sorted((ROOT / "locale").rglob("*.po")), ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_says_the_same(catalogue):
    assert words(polib.mofile(str(catalogue.with_suffix(".mo")))) == words(polib.pofile(str(catalogue)))


def words(entries):
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr or tuple(entry.msgstr_plural.values())
        for entry in entries
        if not entry.obsolete and entry.msgid
    }
