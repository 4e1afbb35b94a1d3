"""More time for a slip: asked for in time, with a reason, decided by the supervision office alone."""

import pytest

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from tests.whistle.slips import DAY, SAID, asked, sent_out
from tests.whistle.verbs import press, status_of
from whistle.models import Supervision


def test_one_original_limit_is_added(town):
    slip = asked(town)
    before = slip.due_at
    slip.approve_extension(by=town.supervisor, at=MONDAY + 2 * HOUR)
    assert (slip.status, slip.extension_count) == ("rectifying", 1)
    assert before < slip.due_at == slip.clocks.get().due_at
    assert slip.due_at - before == 2 * DAY  # Wednesday to Friday, two working days


def test_it_is_given_once(town):
    slip = asked(town)
    slip.approve_extension(by=town.supervisor, at=MONDAY + 2 * HOUR)
    with pytest.raises(NotNow):
        slip.request_extension(by=town.head, note="再延", at=MONDAY + 3 * HOUR)


def test_a_refusal_costs_nothing(town):
    slip = asked(town)
    slip.refuse_extension(by=town.supervisor, note="理由不足", at=MONDAY + 2 * HOUR)
    slip.request_extension(by=town.head, note="补充理由", at=MONDAY + 3 * HOUR)
    assert (slip.status, slip.extension_count) == ("extension_pending", 0)


def test_the_clock_runs_on_while_nobody_decides(town):
    slip = asked(town)
    sweep(Supervision, at=slip.due_at)
    assert status_of(slip) == "escalated"


def test_too_late_is_too_late(town):
    slip = sent_out(town)
    with pytest.raises(NotNow):
        slip.request_extension(by=town.head, note="忘了", at=slip.due_at + HOUR)
    assert status_of(slip) == "escalated"


def test_a_reply_is_still_welcome(town):
    slip = asked(town)
    slip.reply(by=town.head, at=MONDAY + 2 * HOUR, **SAID)
    assert slip.status == "replied"


def test_a_red_slip_gets_none(town):
    slip = sent_out(town, level=3)
    with pytest.raises(NotNow):
        slip.request_extension(by=town.head, note="等待配件", at=MONDAY + HOUR)


@pytest.mark.parametrize(("who", "answer"), [("head", 302), ("clerk", 403), ("supervisor", 403), ("centre", 403)])
def test_whose_hand_asks(client, town, who, answer):
    slip = sent_out(town, at=just_now())
    assert press(client, getattr(town, who), slip, "request_extension", note="等待配件").status_code == answer


@pytest.mark.parametrize("verb", ["approve_extension", "refuse_extension"])
@pytest.mark.parametrize(("who", "answer"), [("supervisor", 302), ("centre", 403), ("leader", 403), ("head", 403)])
def test_only_the_supervision_office_decides(client, town, verb, who, answer):
    slip = sent_out(town, at=just_now())
    press(client, town.head, slip, "request_extension", note="等待配件")
    assert press(client, getattr(town, who), slip, verb, note="可").status_code == answer


def test_the_form_shows_what_was_asked(client, town):
    slip = sent_out(town, at=just_now())
    press(client, town.head, slip, "request_extension", note="等待配件到货")
    client.force_login(town.supervisor)
    assert "等待配件到货" in client.get(f"{slip.get_absolute_url()}approve_extension/").content.decode()
