"""`verify` recounts the figures of whistles and the leaders' books, and notices what was tampered with."""

from datetime import date, timedelta

import pytest
from django.db import connection

from portal.verify import broken
from tests import makers
from tests.town import MONDAY
from whistle.models import Charge, Visit

SOON = MONDAY + timedelta(minutes=35)
FIGURES, IN_CHARGE = "figures of whistles equal a recount", "one leader answers for one area at a time"
LISTED = "a visit counts the problems it lists"


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values)


@pytest.fixture
def books(town):
    """One leader in charge, one visit with two problems, orders at every stage."""
    Charge.assign(by=town.centre, leader=town.leader, grid=town.street, since=date(2026, 1, 1))
    said = {"area": town.community, "at": MONDAY, "seen": "看。", "problems": ["一", "二"]}
    Visit.record(by=town.leader, leader=town.leader, **said)
    for status in makers.ORDER_WAY:
        makers.order_in(town, status, assisting=())
    return town


def test_nothing_is_broken_in_honest_books(books):
    assert broken(SOON) == {}


@pytest.mark.parametrize("late", [timedelta(hours=3), timedelta(hours=6)])
def test_the_recount_agrees_after_time_has_run_out(books, late):
    assert FIGURES not in broken(MONDAY + late)


@pytest.mark.parametrize("statement", [
    "UPDATE whistle_order SET done_at = done_at - interval '2 years' WHERE done_at IS NOT NULL",
    "UPDATE whistle_order SET signed_at = NULL",
    "UPDATE whistle_order SET created_at = created_at - interval '2 years'",
    "UPDATE whistle_whistle SET blown_at = blown_at - interval '2 years'",
])  # fmt: skip
def test_a_figure_that_the_trace_does_not_tell_is_noticed(books, statement):
    sql(statement)
    assert FIGURES in broken(SOON)


def test_two_leaders_in_charge_at_once_are_noticed(books):
    sql("ALTER TABLE whistle_charge DROP CONSTRAINT charge_one_leader_at_a_time")
    sql("INSERT INTO whistle_charge (leader_id, grid_id, since, by_id, made_at) SELECT leader_id, grid_id,"
        " date '2026-02-01', by_id, made_at FROM whistle_charge")  # fmt: skip
    assert IN_CHARGE in broken(SOON)


def test_somebody_in_charge_who_is_no_leader_is_noticed(books):
    sql("UPDATE whistle_charge SET leader_id = %s", books.clerk.pk)
    assert IN_CHARGE in broken(SOON)


def test_a_base_grid_in_charge_is_noticed(books):
    sql("UPDATE whistle_charge SET grid_id = %s", books.grid.pk)
    assert IN_CHARGE in broken(SOON)


@pytest.mark.parametrize("statement", ["UPDATE whistle_visit SET solved = 195", "DELETE FROM whistle_solvedproblem"])
def test_a_visit_that_counts_what_it_does_not_list_is_noticed(books, statement):
    sql(statement)
    assert LISTED in broken(SOON)
