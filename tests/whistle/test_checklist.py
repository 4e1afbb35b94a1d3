"""The checklist of a slip: added by the office, done by the answering side, struck off by the office."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from tests.whistle.slips import SAID, on_file, replied, sent_out
from tests.whistle.verbs import press, status_of
from whistle.models import Supervision

ITEM = {"what": "清运垃圾", "owner": "环卫科", "due_on": date(2026, 3, 4)}
TYPED = {"what": "清运垃圾", "owner": "环卫科", "due_on": (date.today() + timedelta(days=2)).isoformat()}


def with_item(town, slip=None):
    slip = slip or sent_out(town)
    return slip, slip.add_item(by=town.supervisor, at=MONDAY + HOUR, **ITEM)


def live(town, **more):
    """A slip of today with an item, for what is pressed on a page."""
    slip = sent_out(town, at=just_now(), **more)
    item = slip.add_item(by=town.supervisor, at=just_now(), **ITEM | {"due_on": date.today() + timedelta(days=2)})
    return slip, item


def test_add_item_is_the_offices(client, town):
    slip = sent_out(town, at=just_now())
    assert press(client, town.supervisor, slip, "add_item", **TYPED).status_code == 302
    assert press(client, town.head, slip, "add_item", **TYPED).status_code == 403
    assert [item.position for item in slip.items.all()] == [1]


def test_an_item_of_yesterday_comes_back(client, town):
    slip = sent_out(town, at=just_now())
    answer = press(client, town.supervisor, slip, "add_item", **TYPED | {"due_on": "2026-03-01"})
    assert answer.status_code == 422
    assert "due_on" in answer.context["form"].errors


def test_what_an_item_says_is_not_in_the_trace(town):
    slip, _item = with_item(town)
    assert slip.steps.last().data == {"item": 1}


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_finish_item_is_the_answering_sides(client, town, who):
    slip, item = live(town)
    assert press(client, getattr(town, who), slip, "finish_item", item=item.pk).status_code == 302
    item.refresh_from_db()
    assert (item.finished_by, item.struck_at) == (getattr(town, who), None)


def test_strike_item_is_the_offices(client, town):
    slip, item = live(town)
    assert press(client, town.head, slip, "strike_item", item=item.pk).status_code == 403
    assert press(client, town.supervisor, slip, "strike_item", item=item.pk).status_code == 302
    assert press(client, town.supervisor, slip, "strike_item", item=item.pk).status_code == 422


def test_an_item_of_another_slip_is_no_choice(client, town):
    slip, _item = live(town)
    _other, foreign = live(town, title="另一事项")
    assert press(client, town.supervisor, slip, "strike_item", item=foreign.pk).status_code == 422


def test_with_an_open_item_nothing_is_struck_off(client, town):
    slip, item = with_item(town)
    slip.reply(by=town.head, at=MONDAY + 2 * HOUR, **SAID)
    with pytest.raises(NotNow) as refused:
        slip.verify(by=town.supervisor, at=MONDAY + 3 * HOUR)
    assert "1" in str(refused.value)
    slip.strike_item(by=town.supervisor, item=item, at=MONDAY + 3 * HOUR)
    slip.verify(by=town.supervisor, at=MONDAY + 4 * HOUR)
    assert status_of(slip) == "verified"


def test_an_item_makes_nobodys_open_form_stale(client, town):
    slip = replied(town)
    version = slip.version
    slip.add_item(by=town.supervisor, at=MONDAY + HOUR, **ITEM)
    assert slip.version == version


def test_twice_the_same_item_is_done_once(town):
    slip, item = with_item(town)
    slip.finish_item(by=town.clerk, item=item, at=MONDAY + 2 * HOUR)
    with pytest.raises(ValidationError):
        slip.finish_item(by=town.head, item=item, at=MONDAY + 2 * HOUR)


def test_overdue_items_say_so_on_the_page(client, town):
    slip, item = with_item(town)
    client.force_login(town.head)
    assert item.is_overdue
    assert "flag" in client.get(slip.get_absolute_url()).content.decode()


def test_what_is_open_goes_up_with_the_level(town):
    slip, first = with_item(town)
    slip.add_item(by=town.supervisor, at=MONDAY + HOUR, **ITEM | {"what": "建立台账"})
    slip.strike_item(by=town.supervisor, item=first, at=MONDAY + 2 * HOUR)
    slip.escalate(by=town.supervisor, note="措施不实", at=MONDAY + 3 * HOUR)
    orange = Supervision.objects.get(level=2)
    assert [(item.position, item.what) for item in orange.items.all()] == [(1, "建立台账")]


def test_by_the_clock_too(town):
    slip, _item = with_item(town)
    sweep(Supervision, at=slip.due_at)
    Supervision.objects.register(at=slip.due_at)
    orange = Supervision.objects.get(level=2)
    assert (orange.items.count(), orange.inspection, orange.requirement) == (1, "covert", slip.requirement)


def test_items_may_be_listed_before_the_slip_is_sent(town):
    slip, _item = with_item(town, on_file(town))
    assert slip.items.count() == 1
