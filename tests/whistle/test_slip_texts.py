"""Text messages about slips: of an emergency they come at night, of anything else never."""

from datetime import timedelta

import pytest

from grid.casework.sweep import sweep
from grid.models import Incident, Text
from grid.models.calendar import calendar_now
from grid.models.text import within_hours
from tests.makers import blow_again, incident_in, order_in, supervise
from tests.town import MONDAY
from tests.whistle.calls import HOUR, MINUTE
from tests.whistle.slips import sent_out
from whistle.models import Supervision, Whistle

WEEKS = MONDAY + timedelta(days=30)


def tick(at):
    sweep(Supervision, at=at)
    Supervision.objects.register(at=at)


def slip_of(town, kind, at=MONDAY):
    """The slip of an order of this kind of whistle that nobody signed."""
    return supervise(order_in(town, "dispatched", at=at, assisting=[], kind=kind), at=at + 3 * HOUR)


def urgencies(kind="supervision."):
    """What is said of the texts about slips: (kind of notice, whether urgent)."""
    return set(Text.objects.filter(kind__startswith=kind).values_list("kind", "urgent"))


@pytest.mark.parametrize(("kind", "urgent"), [("emergency", True), ("enforcement", False), ("routine", False)])
def test_the_kind_of_the_whistle_decides_for_every_text_of_the_chain(town, kind, urgent):
    slip_of(town, kind)
    for day in range(10):
        tick(MONDAY + timedelta(days=day))
    said = urgencies()
    levels = {f"supervision.registered.{level}" for level in (1, 2, 3)}
    assert levels | {"supervision.reply.remind", "supervision.reply.escalate"} <= {word for word, _urgent in said}
    assert {each for _word, each in said} == {urgent}


@pytest.mark.parametrize(("urgency", "urgent"), [("critical", True), ("urgent", True), ("normal", False)])
def test_a_late_incident_decides_by_its_urgency(town, urgency, urgent):
    incident_in(town, "handling", urgency=urgency)
    sweep(Incident, at=WEEKS)
    Supervision.objects.register(at=WEEKS)
    assert {each for _word, each in urgencies("supervision.registered.1")} == {urgent}


def test_a_slip_by_hand_about_nothing_urgent_waits_for_the_morning(town):
    sent_out(town, at=MONDAY + 12 * HOUR)
    assert {each for _word, each in urgencies()} == {False}


def test_a_slip_by_hand_about_an_emergency_order_does_not(town):
    order = order_in(town, "dispatched", kind="emergency", assisting=[])
    sent_out(town, order=order, at=MONDAY + HOUR / 4)
    assert {each for _word, each in urgencies()} == {True}


def test_at_night_only_the_emergency_goes_out(town):
    night = MONDAY + 12 * HOUR
    slip_of(town, "emergency", at=night)
    supervise(order_in(town, "dispatched", at=MONDAY, assisting=[]), at=night + 3 * HOUR)
    texts = Text.objects.filter(kind="supervision.registered.1")
    assert {(text.urgent, text.send_after == text.at) for text in texts} == {(True, True), (False, False)}
    assert all(text.urgent or within_hours(calendar_now(), text.send_after) for text in texts)


@pytest.mark.parametrize(("kind", "urgent"), [("emergency", True), ("enforcement", False)])
def test_a_leader_called_to_an_emergency_is_woken(town, kind, urgent):
    first = Whistle.objects.get(pk=order_in(town, "rework", assisting=(), kind=kind).whistle_id)
    blow_again(town, first, at=MONDAY + 14 * HOUR, report_in_at=MONDAY + 14 * HOUR + 15 * MINUTE)
    sweep(Whistle, at=WEEKS)
    assert {each for _word, each in urgencies("whistle.leader")} == {urgent}


@pytest.mark.parametrize("count", [1, 12])
def test_looking_at_the_matter_costs_no_statement_a_slip(town, django_assert_max_num_queries, count):
    for _slip in range(count):
        slip_of(town, "emergency")
    with django_assert_max_num_queries(30):
        sweep(Supervision, at=MONDAY + timedelta(days=2))
