"""`verify` agrees with an honest house at every stage of its work, and notices what was tampered with."""

from datetime import timedelta

import pytest
from django.db import connection

from grid.casework.sweep import sweep
from grid.models import Incident
from portal.verify import broken
from tests.makers import (
    INCIDENT_WAY,
    ORDER_WAY,
    SIDEWAYS,
    attachment,
    blow_whistle,
    category,
    file_incident,
    incident_in,
    order_in,
    recomputation,
    self_handled,
    supervise,
)
from tests.town import MONDAY
from whistle.models import Supervision

SOON, LATER = MONDAY + timedelta(minutes=35), MONDAY + timedelta(days=9)


def test_nothing_is_broken_while_incidents_are_at_every_stage(town):
    for status in INCIDENT_WAY:
        incident_in(town, status)
    self_handled(town)
    assert broken(SOON) == {}


def test_nothing_is_broken_beside_the_usual_way(town):
    for status in SIDEWAYS:
        incident_in(town, status)
    assert broken(MONDAY + timedelta(hours=1)) == {}


def test_nothing_is_broken_after_a_long_and_odd_life(town):
    case = incident_in(town, "suspended", code="0111")
    case.resume(by=town.community_operator, at=MONDAY + timedelta(hours=1))
    kind = category("0113")
    case.reclassify(by=town.community_operator, category=kind, note="更正。", at=MONDAY + timedelta(hours=2))
    case.consult(by=town.clerk, departments=[town.other_department], text="？", at=MONDAY + timedelta(hours=2))
    part = case.split(by=town.community_operator, category=kind, text="另一处。", at=MONDAY + timedelta(hours=2))
    part.force_close(by=town.centre, note="并入整治。", at=MONDAY + timedelta(hours=3))
    sweep(Incident, at=LATER)
    Supervision.objects.register(LATER)
    case.submit_result(by=town.clerk, result="已完工。", at=LATER)
    assert broken(LATER) == {}


@pytest.mark.parametrize(("told", "promise"), [
    ("extension_count = 1", "an incident counts what its steps tell"),
    ("return_count = 2", "an incident counts what its steps tell"),
])  # fmt: skip
def test_a_count_that_no_step_tells_is_noticed(town, told, promise):
    case = incident_in(town, "handling")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE grid_incident SET {told} WHERE id = %s", [case.pk])  # noqa: S608
    assert promise in broken(SOON)


def test_a_clock_that_stands_still_for_no_reason_is_noticed(town):
    case = incident_in(town, "handling")
    case.clocks.filter(stage="handle").update(suspended_at=MONDAY + timedelta(hours=1), alarm_at=None)
    assert "clocks stand still only while suspended" in broken(SOON)


def test_nothing_is_broken_once_everything_ran_late(town):
    for status in INCIDENT_WAY:
        incident_in(town, status)
    sweep(Incident, at=LATER)
    Supervision.objects.register(LATER)
    assert broken(LATER) == {}


def test_nothing_is_broken_while_orders_are_at_every_stage(town):
    for status in ORDER_WAY:
        order_in(town, status, assisting=())
    assert broken(SOON) == {}


def test_a_late_order_and_its_slip_are_in_order(town):
    supervise(order_in(town, "dispatched", assisting=()), MONDAY + timedelta(hours=3))
    assert broken(MONDAY + timedelta(hours=3)) == {}


def test_what_is_due_and_silent_is_noticed(town):
    file_incident(town)
    assert "nothing is due and silent" in broken(LATER)


def test_a_slip_that_vanished_is_noticed(town):
    supervise(order_in(town, "dispatched", assisting=()), MONDAY + timedelta(hours=3))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE whistle_supervision SET origin = 'order/0/1/1'")
    found = broken(MONDAY + timedelta(hours=6))["every alarm that supervises has its supervision"]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("UPDATE grid_incidentclock SET due_at = due_at + interval '1 day'", "due moments can be recomputed"),
        ("UPDATE grid_incidentclock SET rung = 1", "alarms rang exactly once and never early"),
        ("UPDATE grid_incident SET street_id = (SELECT id FROM grid_grid WHERE code = '120106004')",
         "cases and posts stand on their ground"),
        ("UPDATE grid_photo SET sha256 = 'x'", "photos are whole and carry nothing hidden"),
        ("UPDATE grid_attachment SET sha256 = 'x'", "attached documents are whole"),
        ("UPDATE grid_incidentclock SET ladder = jsonb_set(ladder, '{0,3}', '[\"mayor\"]')",
         "frozen ladders are well formed"),
        ("UPDATE grid_incidentclock SET alarm_at = alarm_at + interval '1 hour'", "frozen ladders are well formed"),
        ("UPDATE grid_recomputation SET finished_at = NULL",
         "a change of the calendar reached every running clock"),
        ("UPDATE grid_incidentclock SET calendar_version = 0",
         "a change of the calendar reached every running clock"),
        ("UPDATE grid_incidentclock SET turns = '[{\"turn\": \"recompute\", \"at\": \"2026-03-02\"}]'",
         "a change of the calendar reached every running clock"),
        ("UPDATE grid_text SET key = 'x'", "one text a seat and key, and at night emergencies only"),
        ("UPDATE grid_text SET state = 'sending', claimed_at = '2026-01-01'",
         "one text a seat and key, and at night emergencies only"),
        ("UPDATE grid_text SET state = 'sent', sent_at = at - interval '1 hour'",
         "one text a seat and key, and at night emergencies only"),
        ("ALTER TABLE grid_incidentstep DISABLE TRIGGER USER", "constraints and triggers are in place"),
        ("INSERT INTO grid_submission (user_id, key, digest, result, at)"
         " SELECT id, gen_random_uuid(), 'x', '', now() FROM grid_user LIMIT 1", "forms taken have their receipt"),
    ],
)  # fmt: skip
def test_tampering_is_noticed(town, statement, promise):
    file_incident(town)
    attachment(town.worker)
    recomputation(town)
    blow_whistle(town)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert promise in broken(SOON)
