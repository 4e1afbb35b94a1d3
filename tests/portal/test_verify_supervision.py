"""`verify` agrees with slips and accountability at every stage, and notices what was tampered with."""

from datetime import timedelta

import pytest
from django.db import connection

from grid.casework.sweep import sweep
from portal.verify import broken
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import SLIPS, case_in, sent_out
from tests.whistle.test_checklist import ITEM, with_item
from whistle.models import Accountability, AccountabilityLook, PointEntry, Supervision

NOON = MONDAY + 9 * HOUR


def tamper(table, sets, key=None):
    """Change a row behind the back of the house, triggers switched off for a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"UPDATE {table} SET {sets}" + (f" WHERE id = {key}" if key else ""))  # noqa: S608
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize("status", SLIPS)
def test_nothing_is_broken_with_a_slip_in_any_state(town, status):
    SLIPS[status](town)
    assert broken(NOON) == {}


@pytest.mark.parametrize("status", Accountability.Status.values)
def test_nothing_is_broken_with_a_case_in_any_state(town, status):
    case_in(town, status).look(by=town.discipline, reason="核查", at=NOON)
    assert broken(NOON) == {}


def test_nothing_is_broken_after_a_long_life(town):
    slip, item = with_item(town)
    for day in range(1, 12):
        sweep(Supervision, at=MONDAY + timedelta(days=day))
        Supervision.objects.register(at=MONDAY + timedelta(days=day))
        Accountability.objects.register(at=MONDAY + timedelta(days=day))
    assert Accountability.objects.count() == 1
    assert broken(MONDAY + timedelta(days=12)) == {}


def test_nothing_is_broken_when_a_struck_slip_was_withdrawn(town):
    slip = sent_out(town)
    due = slip.due_at
    sweep(Supervision, at=due)
    slip.withdraw(by=town.supervisor, note="误", at=due)
    assert broken(due + timedelta(days=9)) == {}


def test_a_level_that_stands_twice_is_noticed(town):
    SLIPS["escalated"](town)
    tamper("whistle_supervision", "level = 3 WHERE level = 1")
    assert "the levels of a slip rise and none stands twice" in broken(NOON)


@pytest.mark.parametrize("sets", ["points = -2", "kind = 'other'"])
def test_points_that_do_not_fit_their_slip_are_noticed(town, sets):
    entry = PointEntry.objects.get(supervision=sent_out(town))
    tamper("whistle_pointentry", f"{sets}, by_id = {town.supervisor.pk}", entry.pk)
    assert "points equal the slips, those withdrawn given back" in broken(NOON)


def test_a_withdrawal_that_gave_back_less_is_noticed(town):
    slip = SLIPS["withdrawn"](town)
    tamper("whistle_pointentry", "points = 0.5", slip.points.exclude(reverses=None).get().pk)
    assert "points equal the slips, those withdrawn given back" in broken(NOON)


def test_an_item_opened_again_is_noticed(town):
    slip = SLIPS["rectifying"](town)
    item = slip.add_item(by=town.supervisor, at=MONDAY, **ITEM)
    slip.strike_item(by=town.supervisor, item=item, at=MONDAY)
    assert broken(NOON) == {}
    tamper("whistle_supervisionitem", "struck_at = NULL", item.pk)
    assert "what is struck off has no open item" in broken(NOON)


def test_an_extension_that_no_step_gave_is_noticed(town):
    tamper("whistle_supervision", "extension_count = 1", sent_out(town).pk)
    assert "what is struck off has no open item" in broken(NOON)


def test_a_proposal_whose_case_is_gone_is_noticed(town):
    tamper("whistle_accountability", "origin = 'x', supervision_id = NULL", case_in(town).pk)
    assert "every red slip proposed has its accountability case" in broken(NOON)


@pytest.mark.parametrize("sets", ["note = '赵某'", 'data = data || \'{"findings": "x"}\''])
def test_a_word_of_the_file_in_the_trace_is_noticed(town, sets):
    tamper("whistle_accountabilitystep", f"{sets} WHERE case_id = {case_in(town, 'decided').pk}")
    assert "no trace of accountability carries its content" in broken(NOON)


def test_points_that_nobody_decided_are_noticed(town):
    tamper("whistle_accountability", "deduction = 9", case_in(town, "decided").pk)
    assert "points equal what was decided" in broken(NOON)


def test_a_look_in_somebody_elses_name_is_noticed(town):
    case_in(town).look(by=town.discipline, reason="核查", at=NOON)
    tamper("whistle_accountabilitylook", f"user_id = {town.supervisor.pk}", AccountabilityLook.objects.get().pk)
    assert "who looked into a file is kept, and might" in broken(NOON)
