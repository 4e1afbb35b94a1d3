"""The trace of a whistle and of an order: what the system did is folded, whoever acted is named."""

from tests.makers import blow_whistle, order_in, whistle_in
from tests.whistle.calls import just_now
from whistle.models import Whistle


def trace(client, who, case):
    client.force_login(who)
    return client.get(case.get_absolute_url()).context["trace"]


def test_what_the_system_did_is_folded_into_one_line(client, town):
    runs = trace(client, town.party_secretary, blow_whistle(town, at=just_now()))
    folded = [(words, len(steps)) for words, steps in runs if words]
    assert folded == [(["已派单"], 2)]


def test_lateness_and_the_end_stay_in_sight(client, town):
    told = [
        step.verb for words, run in trace(client, town.leader, whistle_in(town, "closed")) if not words for step in run
    ]
    assert told[-2:] == ["rate", "close"]
    late = trace(client, town.clerk, order_in(town, "absent"))
    assert "absent" in [step.verb for words, run in late if not words for step in run]


def test_signing_and_reporting_in_name_their_department(client, town):
    order = order_in(town, "reported_in")
    steps = [step for _words, run in trace(client, town.leader, Whistle.objects.get()) for step in run]
    named = {step.verb: step.whose for step in steps if hasattr(step, "whose")}
    assert named["sign"] == named["report_in"] == order.department
    assert not hasattr(next(step for step in steps if step.verb == "blow"), "whose")
