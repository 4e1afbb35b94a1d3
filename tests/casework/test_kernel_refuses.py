"""Orders, whistles and slips: what raw SQL may not do to them either."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from tests.makers import order_in, supervise
from tests.town import MONDAY

STATEMENTS = (
    "UPDATE whistle_orderstep SET at = at + interval '1 second'",
    "UPDATE whistle_whistlestep SET by_id = NULL WHERE seq = 2",
    "UPDATE whistle_supervisionstep SET data = '{}'",
    "DELETE FROM whistle_orderstep WHERE seq = (SELECT max(seq) FROM whistle_orderstep)",
    "DELETE FROM whistle_whistlestep",
    "DELETE FROM whistle_supervisionstep",
    "TRUNCATE whistle_orderstep CASCADE",
    "TRUNCATE whistle_whistlestep CASCADE",
    "TRUNCATE whistle_supervisionstep CASCADE",
    "DELETE FROM whistle_order",
    "DELETE FROM whistle_whistle",
    "DELETE FROM whistle_orderclock",
    "DELETE FROM grid_user WHERE id IN (SELECT by_id FROM whistle_whistlestep)",
    "UPDATE whistle_orderalarm SET rang_at = fell_due_at - interval '1 second'",
    "INSERT INTO whistle_orderalarm (clock_id, cycle, rung, effect, fell_due_at, rang_at, step_seq)"
    " SELECT clock_id, cycle, rung, effect, fell_due_at, rang_at, step_seq FROM whistle_orderalarm",
    "UPDATE whistle_orderclock SET verdict = 'on_time' WHERE stopped_at IS NOT NULL",
    "UPDATE whistle_orderclock SET stopped_at = NULL, verdict = NULL WHERE stopped_at IS NOT NULL",
    "UPDATE whistle_orderclock SET verdict = 'late' WHERE stopped_at IS NULL",
    "UPDATE whistle_order SET version = last_seq + 1",
    "UPDATE whistle_order SET last_hash = ''",
    "UPDATE whistle_order SET status = 'reported_in'",
    "UPDATE whistle_order SET lead = true",
    "UPDATE whistle_order SET department_id = (SELECT min(department_id) FROM whistle_order)",
    "UPDATE whistle_order SET cost = -0.01",
    "UPDATE whistle_order SET number = (SELECT min(number) FROM whistle_order)",
    "UPDATE whistle_whistle SET blower_id = NULL",
    "UPDATE whistle_whistle SET report_in_at = NULL",
    "UPDATE whistle_whistle SET lead_id = NULL",
    "UPDATE whistle_supervision SET level = 4",
    "UPDATE whistle_supervision SET department_id = NULL",
    "UPDATE whistle_supervision SET desk_id = street_id",
    "INSERT INTO whistle_whistleclock (case_id, stage, cycle, started_at, start_seq, due_at, calendar_version, turns,"
    " ladder, rung) SELECT id, stage, 1, now(), 1, now(), 0, '[]', '[]', 0 FROM whistle_whistle,"
    " (VALUES ('rate'), ('rate')) AS twice (stage)",
)


@pytest.fixture
def slip(town):
    """One order signed in time, its neighbour not: the office that supervises has a slip of it."""
    order = order_in(town, "signed")
    return supervise(order.whistle.orders.get(lead=False), MONDAY + timedelta(hours=3))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses(slip, statement):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_lets_an_honest_reminder_pass(slip):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE whistle_orderclock SET rung = rung + 1 WHERE stopped_at IS NULL")
        assert cursor.rowcount > 0
