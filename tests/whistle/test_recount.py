"""An independent script reckons every annual sheet a second time, and `verify` notices what was tampered with."""

import ast
import re
from pathlib import Path

import pytest
from django.db import connection

from grid.models import Department
from portal.verify import broken
from portal.verify.assessments import numbers_of
from tests.whistle.makers import MINUTES
from tests.whistle.years import (
    AFTER,
    CLOSED,
    YEAR,
    closing,
    frozen,
    last_year,
    overruled,
    point,
    published,
    rated_whistle,
)
from tools import recount_assessment
from tools.recount_assessment import recount

NUMBER = re.compile(r"\d+\.\d\d")


def recounted(district="120106"):
    with connection.cursor() as cursor:
        return recount(cursor, district, YEAR)


def shown(case):
    """Every number of every department's sheet, as its page has it."""
    return {sheet["code"]: numbers_of(sheet) for sheet in case.annual()["departments"]}


def numbers_in(text):
    return set(NUMBER.findall(re.sub(r"<[^>]*>", " ", text)))


def test_the_script_knows_nothing_of_the_portal():
    tree = ast.parse(Path(recount_assessment.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert names == {"json", "sys", "collections", "fractions", "psycopg"}


def test_the_script_prints_a_line_for_every_department(town, capsys):
    codes = Department.objects.filter(district=town.district, is_active=True).values_list("code", flat=True)
    recount_assessment.main(connection.connection.info.dsn, "120106", str(YEAR))
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == sorted(codes)


def test_every_sheet_equals_the_recount(town):
    case = last_year(town)
    assert recounted() == shown(case)
    assert len(shown(case)) > 3


def test_the_recount_knows_every_number_with_decimals_of_every_page(town, client):
    case, again = last_year(town), recounted()
    client.force_login(town.leader)
    for code, figures in again.items():
        page = client.get(f"/assessment/{YEAR}/departments/{code}/")
        main = page.content.decode().partition("<main")[2].partition('id="points"')[0]
        known = {*figures.values(), *case.annual()["scheme"].values()}
        assert numbers_in(main) <= {str(each).lstrip("-") for each in known}


def test_every_sheet_equals_the_recount_after_a_ruling_and_an_odd_third(town):
    case = published(town)
    for no in range(4, 7):
        rated_whistle(town, town.next_street, AFTER.replace(year=2025, month=no), town.third_clerk, handling=11 + no)
    overruled(town, "not_present", AFTER + MINUTES)
    point(town, town.third_department, "-0.01")
    assert recounted() == shown(case)


def test_a_year_without_anything_is_recounted_too(town):
    assert {sheet["total"] for sheet in recounted().values()} == {None}


@pytest.mark.parametrize("until", [last_year, published, closing, frozen])
def test_nothing_is_broken_in_any_state_of_a_year(town, until):
    until(town)
    found = broken(CLOSED if until in (closing, frozen) else AFTER + MINUTES)
    assert found == {}


FORGED = [
    ("UPDATE whistle_rating SET timeliness = timeliness - 1, total = total - 1", "ratings say what their orders tell"),
    ("UPDATE whistle_orderclock SET verdict = 'late' WHERE stage = 'sign'", "ratings say what their orders tell"),
    ("UPDATE whistle_assessmentscheme SET frozen_at = NULL", "schemes were frozen before they counted"),
    ("UPDATE whistle_rating SET handling = handling - 3, total = total - 3", "ratings say what their orders tell"),
    ("UPDATE whistle_rating SET total = total - 1", "annual sheets equal a recount from the trace"),
]


def forge(statement, table):
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize(("statement", "promise"), FORGED)
def test_a_forged_rating_or_scheme_is_noticed(town, statement, promise):
    published(town)
    forge(statement, statement.split()[1])
    assert promise in broken(AFTER + MINUTES)


@pytest.mark.parametrize("statement", [
    "UPDATE whistle_frozenfigure SET figures = jsonb_set(figures, '{total}', '\"99.00\"') WHERE kind = 'department'",
    "DELETE FROM whistle_frozenfigure WHERE kind = 'street'",
    "UPDATE whistle_assessment SET digest = repeat('a', 64)",
])  # fmt: skip
def test_a_forged_frozen_year_is_noticed(town, statement):
    frozen(town)
    forge(statement, statement.replace("DELETE FROM", "UPDATE").split()[1])
    assert "frozen years equal their digests" in broken(CLOSED)
