"""A recount killed in its middle changes nothing, the next one does it all, once; two confirmations are one."""

from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from tests.fault.processes import hands, looking_at

ORDERS = 30
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
MOVED = "SELECT count(*), count(DISTINCT clock) FROM grid_recountedclock WHERE stage = 'sign'"
VERSION = "SELECT number FROM grid_calendarversion WHERE subject = 'calendar'"


def next_working_day(ask):
    """The day on which the orders just blown fall due to be signed."""
    return ask("SELECT (due_at AT TIME ZONE 'Asia/Shanghai')::date FROM whistle_orderclock WHERE stage = 'sign'")[0][0]


@pytest.fixture
def declared(cloned_database):
    """Orders under way, and the day they are due on declared a day off; nothing is recounted yet."""
    with hands(cloned_database, ["make"], ["declare", "system.hongqiao"]) as (maker, admin):
        maker.ask(ORDERS)
        with looking_at(cloned_database) as ask:
            # Due tomorrow at the earliest, whatever the hour of this test.
            assert admin.ask(f"{next_working_day(ask)} {ask(VERSION)[0][0]}") == "won"
    return cloned_database


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_each_clock_moves_once(declared, until):
    with looking_at(declared) as ask, hands(declared, ["recount"], ["recount"]) as (worker, heir):
        running = ask("SELECT count(*) FROM whistle_orderclock WHERE stage = 'sign' AND stopped_at IS NULL")[0][0]
        with holding_the_lines(declared):
            worker.tell(7)
            until(lambda: ask(WAITING) == [(1,)])
            worker.kill()
        until(lambda: ask(WAITING) == [(0,)])
        assert ask(MOVED) == [(0, 0)]
        heir.ask(7)
        moved = ask(MOVED)[0]
        assert moved[0] == moved[1] <= running
        assert ask("SELECT count(*) FROM grid_recomputation WHERE finished_at IS NULL") == [(0,)]


@pytest.mark.slow
def test_two_recounts_at_once_move_each_clock_once(declared):
    with looking_at(declared) as ask, hands(declared, ["recount"], ["recount"]) as workers:
        for worker in workers:
            worker.tell(5)
        for worker in workers:
            worker.answer()
        workers[0].ask(5)
        total, different = ask(MOVED)[0]
        assert total == different > 0
        assert ask("SELECT count(*) FROM grid_recomputation WHERE finished_at IS NULL") == [(0,)]


@pytest.mark.slow
def test_two_confirmations_at_once_are_one(cloned_database):
    day = timezone.localdate() + timedelta(days=40)
    with looking_at(cloned_database) as ask:
        seen = ask(VERSION)[0][0]
        with hands(cloned_database, *[["declare", "system.hongqiao"]] * 2) as admins:
            for admin in admins:
                admin.tell(f"{day} {seen}")
            assert sorted(admin.answer() for admin in admins) == ["RulesChanged", "won"]
        assert ask("SELECT count(*) FROM grid_recomputation") == [(1,)]


def holding_the_lines(address):
    """A connection in whose open transaction nobody else can write what a recount moved."""
    connection = psycopg.connect(address.replace("postgres://", "postgresql://", 1))
    connection.execute("LOCK TABLE grid_recountedclock IN SHARE MODE")
    return connection
