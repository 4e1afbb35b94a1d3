"""A worker killed in the middle of a sweep changes nothing, and the next one does it all, once."""

import random
import threading

import psycopg
import pytest

from tests.fault.processes import hands, looking_at

ORDERS = 40
# What a sweep leaves behind: alarms, the trace, the status, the clocks' own place.
TRACES = """
    SELECT (SELECT count(*) FROM whistle_orderalarm), (SELECT count(*) FROM whistle_orderstep),
           (SELECT count(*) FROM whistle_order WHERE status <> 'dispatched'),
           (SELECT count(*) FROM whistle_orderclock WHERE rung > 0), (SELECT max(last_seq) FROM whistle_order)
"""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
ELSEWHERE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
TWICE = "SELECT count(*) FROM whistle_orderalarm GROUP BY clock_id, cycle, rung HAVING count(*) > 1"


@pytest.fixture
def late_orders(cloned_database):
    """Orders whose signing has been overdue for long; nobody has swept yet."""
    with hands(cloned_database, ["make"]) as (maker,):
        maker.ask(ORDERS)
    with looking_at(cloned_database) as ask:
        ask("""UPDATE whistle_orderclock SET alarm_at = now() - interval '1 hour',
               ladder = jsonb_build_array(jsonb_build_array(1, 'supervise', now() - interval '1 hour'))
               WHERE stage = 'sign' RETURNING id""")
    return cloned_database


@pytest.mark.slow
def test_killed_in_the_middle_nothing_has_changed(late_orders, until):
    with looking_at(late_orders) as ask, hands(late_orders, ["ring"]) as (worker,):
        before = ask(TRACES)
        with holding_the_notices(late_orders):
            worker.tell(500)
            until(lambda: ask(WAITING) == [(1,)])  # alarms are written, notices wait for us
            worker.kill()
        until(lambda: ask(WAITING) == [(0,)])
        assert ask(TRACES) == before


@pytest.mark.slow
def test_the_next_sweep_does_it_all_once(late_orders, until):
    with looking_at(late_orders) as ask, hands(late_orders, ["ring"], ["ring"]) as (worker, heir):
        with holding_the_notices(late_orders):
            worker.tell(500)
            until(lambda: ask(WAITING) == [(1,)])
            worker.kill()
        until(lambda: ask(ELSEWHERE) == [(1,)])  # the heir's; the dead worker's connection is gone
        assert heir.ask(500) == ORDERS
        assert ask(TWICE) == []


@pytest.mark.slow
def test_killed_at_any_moment_again_and_again_each_rings_once(late_orders):
    for moment in random.Random(2026).choices(range(5, 120), k=5):
        with hands(late_orders, ["ring"]) as (worker,):
            killer = threading.Timer(moment / 1000, worker.process.kill)
            worker.tell(3)
            killer.start()
            killer.join()
    with looking_at(late_orders) as ask, hands(late_orders, ["ring"]) as (heir,):
        heir.ask(500)
        assert ask(TWICE) == []
        assert ask("SELECT count(*) FROM whistle_orderalarm") == [(ORDERS,)]


def holding_the_notices(address):
    """A connection in whose open transaction nobody else can write a notice."""
    connection = psycopg.connect(address.replace("postgres://", "postgresql://", 1))
    connection.execute("LOCK TABLE grid_notice IN SHARE MODE")
    return connection
