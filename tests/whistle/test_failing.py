"""A whistle that failed says so in red, names who failed how, and puts the second whistle first."""

import pytest

from tests.makers import blow_whistle, order_in, scores, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from whistle.models import Whistle
from whistle.models.whistle.failing import Failure

TUESDAY = MONDAY + 24 * HOUR


def page(client, who, whistle):
    client.force_login(who)
    return client.get(whistle.get_absolute_url())


def buttons(answer):
    return [(url.split("/")[-2], tone) for url, _label, tone in answer.context["moves"]]


def test_nobody_came_and_blowing_again_is_the_one_primary_button(client, town):
    whistle = blow_whistle(town)
    answer = page(client, town.party_secretary, whistle)
    none, failures = answer.context["failure"]
    assert (none, [(failure, len(departments)) for failure, departments in failures]) == (True, [(Failure.ABSENT, 2)])
    assert buttons(answer) == [("blow_again", "primary")]
    assert "callout-danger" in answer.content.decode()


def test_a_whistle_that_goes_well_is_not_flagged(client, town):
    whistle = blow_whistle(town, at=just_now())
    answer = page(client, town.party_secretary, whistle)
    assert answer.context["failure"] is None
    assert "callout-danger" not in answer.content.decode()
    assert buttons(answer) == []


def test_others_read_that_it_failed_but_get_no_button(client, town):
    answer = page(client, town.clerk, blow_whistle(town))
    assert answer.context["failure"]
    assert buttons(answer) == []


def test_to_rate_comes_before_to_blow_again(client, town):
    order = order_in(town, "rework", assisting=(), at=just_now() - 2 * HOUR)
    order.reply(by=town.clerk, accepted_at=MONDAY, talked_to="李四", measures="已拆除。", solve_by=MONDAY.date())
    order.confirm_result(by=town.operator)
    answer = page(client, town.party_secretary, Whistle.objects.get())
    assert buttons(answer) == [("rate", "primary"), ("blow_again", "secondary")]


def test_each_department_is_named_with_what_it_failed_at(town):
    order = order_in(town, "rework", assisting=())
    assert Whistle.objects.get().failures(MONDAY + HOUR) == [(Failure.RETURNED, [order.department])]


@pytest.mark.parametrize(("hours", "failed"), [(1, False), (24, True)])
def test_the_list_asks_the_same_question(town, hours, failed):
    whistle, at = blow_whistle(town), MONDAY + hours * HOUR
    assert Whistle.objects.with_failed(at).get().failed is failed
    assert whistle.has_failed(at) is failed


def test_closed_unsolved_is_a_failure_and_closed_late_is_past(client, town):
    whistle = whistle_in(town, "finished")
    whistle.rate(by=town.party_secretary, scores=scores(whistle), solved=False, note="又被倾倒。", at=MONDAY + 3 * HOUR)
    assert page(client, town.party_secretary, whistle).context["failure"] == (False, [])


def test_the_list_flags_it_until_it_is_blown_again(client, town):
    blow_whistle(town)
    client.force_login(town.leader)
    assert client.get("/whistles/").context["page"].rows[0].failed
