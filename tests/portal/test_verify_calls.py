"""`verify` agrees with whistles and orders wherever they are in their lives, and notices what was tampered with."""

from datetime import date, timedelta

import pytest
from django.db import connection

from grid.casework.sweep import sweep
from portal.verify import broken
from portal.verify.calls import (
    ends_are_ends,
    examples_whole,
    lead_done_last,
    one_leads,
    orders_counted,
    rounds_named,
)
from tests.makers import ASIDE, order_in, photo, scores, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from whistle.models import Order, WhistleStatus

SOON, LATER = MONDAY + timedelta(minutes=50), MONDAY + timedelta(minutes=70)


def test_nothing_is_broken_while_whistles_are_at_every_stage(town):
    for status in WhistleStatus.values:
        whistle_in(town, status)
    sweep(Order, at=LATER)
    assert broken(LATER) == {}


def test_nothing_is_broken_while_orders_are_beside_the_usual_way(town):
    for status in ASIDE.keys() - {"absent"}:
        order_in(town, status)
    assert broken(SOON) == {}


def test_an_agreed_date_that_moves_counts_as_an_extension(town):
    order = order_in(town, "reported_in", kind="key_task")
    for day in (20, 25, 25):
        order.agree(by=town.operator, plan="两周内完工。", plan_due=date(2026, 3, day), at=SOON)
    assert order.extension_count == 1
    assert list(orders_counted(SOON)) == []


def published(town):
    """A typical case; its lead was done after its helper."""
    order = order_in(town, "done")
    order.whistle.rate(by=town.party_secretary, scores=scores(order.whistle), at=MONDAY + HOUR)
    pictures = [photo(town.party_secretary, kind) for kind in ("before", "after")]
    order.whistle.publish(by=town.party_secretary, story="两家合力清运。", photos=pictures, at=MONDAY + HOUR)


def disputed(town):
    order = order_in(town, "reported_in")
    order.confirm_attendance(by=town.operator, attendance="late", at=SOON)


SCENES = {
    "signed": lambda town: order_in(town, "signed"),
    "rerouted": lambda town: order_in(town, "rerouted"),
    "followed": lambda town: order_in(town, "followed"),
    "disputed": disputed,
    "published": published,
}


@pytest.mark.parametrize(("scene", "tampering", "check"), [
    ("signed", "whistle_order SET lead = false", one_leads),
    ("signed", "whistle_order SET status = 'rerouted' WHERE lead", one_leads),
    ("followed", "whistle_whistle SET status = 'closed' WHERE round = 1", rounds_named),
    ("followed", "whistle_whistle SET round = 3 WHERE round = 2", rounds_named),
    ("followed", "whistle_order SET status = 'replied' WHERE status = 'followed' AND lead", ends_are_ends),
    ("signed", "whistle_order SET status = 'withdrawn'", ends_are_ends),
    ("rerouted", "whistle_order SET created_at = created_at - interval '1 day'", ends_are_ends),
    ("signed", "whistle_order SET extension_count = 1", orders_counted),
    ("followed", "whistle_order SET rework_count = 0", orders_counted),
    ("signed", "whistle_order SET suspension_count = 1", orders_counted),
    ("disputed", "whistle_order SET attendance_disputed = true", orders_counted),
    ("disputed", "whistle_order SET attendance_disputed = true, attendance_ruling = 'on_time'", orders_counted),
    ("published", "whistle_paper SET kind = 'on_site' WHERE kind = 'before'", examples_whole),
    ("published", "whistle_order SET status = 'replied' WHERE NOT lead", lead_done_last),
])  # fmt: skip
def test_tampering_is_noticed(town, scene, tampering, check):
    SCENES[scene](town)
    assert list(check(SOON)) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"UPDATE {tampering}")
    assert list(check(SOON)) != []


def test_each_promise_asks_a_few_questions_however_many_there_are(town, django_assert_max_num_queries):
    for status in ("signed", "replied", "done"):
        order_in(town, status)
    for check in (one_leads, rounds_named, ends_are_ends, orders_counted, examples_whole, lead_done_last):
        with django_assert_max_num_queries(4):
            assert list(check(SOON)) == []
