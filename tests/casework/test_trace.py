"""The trace cannot be rewritten: not by us, not by raw SQL, not without being noticed."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from grid.casework.sql import update_from
from portal.verify import broken
from tests.makers import file_incident
from tests.town import MONDAY


@pytest.fixture
def case(town):
    case = file_incident(town, at=MONDAY)
    case.accept(by=town.community_operator, at=MONDAY + timedelta(hours=1))
    return case


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE grid_incidentstep SET note = 'other'",
        "DELETE FROM grid_incidentstep",
        "TRUNCATE grid_incidentstep CASCADE",
        "UPDATE grid_incidentclock SET verdict = 'late' WHERE stopped_at IS NOT NULL",
        "INSERT INTO grid_incidentstep (case_id, seq, verb, old, new, at, note, data, hash)"
        " SELECT case_id, seq, verb, old, new, at, note, data, hash FROM grid_incidentstep",
        "UPDATE grid_incident SET version = last_seq + 1",
        "UPDATE grid_incident SET last_hash = ''",
        "UPDATE grid_incident SET number = NULL, status = 'dispatched'",
        "UPDATE grid_incident SET status = 'declined'",
        "UPDATE grid_incident SET status = 'closed'",
        "UPDATE grid_incident SET grid_id = NULL",
        "UPDATE grid_incident SET lng = 200, lat = 10",
        "UPDATE grid_incident SET lng = 117",
        "UPDATE grid_incident SET cost = -1",
        "UPDATE grid_incidentclock SET stopped_at = now() WHERE stopped_at IS NULL",
        "UPDATE grid_incidentclock SET due_at = started_at - interval '1 hour' WHERE stopped_at IS NULL",
        "UPDATE grid_incidentclock SET amount = NULL WHERE stopped_at IS NULL",
        "UPDATE grid_incidentclock SET suspended_at = now() WHERE stopped_at IS NULL",
        "UPDATE grid_post SET valid_to = valid_from",
        "UPDATE grid_post SET department_id = (SELECT min(id) FROM grid_department)",
        "UPDATE grid_post SET role = 'clerk' WHERE role = 'worker'",
        "UPDATE grid_post SET role = 'audit_admin' WHERE role = 'system_admin';"
        "INSERT INTO grid_post (user_id, role, grid_id, acting, is_primary, valid_from)"
        " SELECT user_id, 'security_admin', grid_id, false, false, valid_from FROM grid_post"
        " WHERE role = 'audit_admin'",
        "UPDATE grid_grid SET code = '999' WHERE level = 4",
        "UPDATE grid_grid SET parent_id = NULL WHERE level = 3",
        "UPDATE grid_grid SET level = 2 WHERE level = 3",
        "UPDATE grid_timelimit SET unit = NULL WHERE unit IS NOT NULL",
    ],
)
def test_the_database_refuses(case, statement):
    with pytest.raises(Error):
        write(statement)


@transaction.atomic
def write(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_verify_finds_nothing_in_an_honest_house(case):
    assert broken(MONDAY + timedelta(hours=1)) == {}


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"note": "other"}, "steps are chained"),
        ({"at": MONDAY}, "steps are chained"),
        ({"new": "handling"}, "the state is what the steps replay to"),
        ({"seq": 7}, "steps are gapless"),
    ],
)
def test_verify_sees_a_step_that_was_changed_behind_its_back(case, change, promise):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    step = case.steps.last()
    for name, value in change.items():
        setattr(step, name, value)
    update_from(type(step), [step], list(change))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
    assert promise in broken(MONDAY + timedelta(hours=1))


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("status = 'closed', closed_at = now()", "the state is what the steps replay to"),
        ("due_at = now()", "cases show their nearest due moment"),
        ("last_seq = last_seq + 1", "steps are gapless"),
        ("number = 'X1'", "numbers are given once, in their form"),
        ("stuck_at = now()", "nothing is due and silent"),
        ("accepted_at = now()", "the state is what the steps replay to"),
    ],
)
def test_verify_sees_a_case_that_was_changed_behind_its_back(case, change, promise):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE grid_incident SET {change}")  # noqa: S608
    assert promise in broken(MONDAY + timedelta(hours=1))
