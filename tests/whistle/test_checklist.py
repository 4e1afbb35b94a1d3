"""The checklist of a slip: added by the office, done by the answering side, struck off by the office."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from grid.casework.refusals import NotNow
from grid.casework.sweep import sweep
from grid.models import Notice
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from tests.whistle.slips import DAY, SAID, on_file, replied, sent_out
from tests.whistle.verbs import press, status_of
from whistle.models import Supervision, SupervisionAlarm

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


def overdue_told(town, who="clerk"):
    return Notice.objects.visible_to(getattr(town, who)).filter(kind="supervision.item.overdue").count()


def test_an_overdue_item_is_told_its_owners_seat_once(town):
    slip, _item = with_item(town)
    for hours in (0, 1, 2):
        sweep(Supervision, at=MONDAY + 3 * DAY + hours * HOUR)
    assert [overdue_told(town, who) for who in ("clerk", "head", "supervisor", "other_clerk")] == [1, 1, 1, 0]
    alarm = SupervisionAlarm.objects.get(clock__stage="item/1")
    assert alarm.fell_due_at == MONDAY + 3 * DAY - 9 * HOUR
    assert slip.steps.filter(verb="overdue", data__stage="item/1").count() == 1


def test_a_verb_rings_it_first_and_the_sweep_no_more(town):
    slip = sent_out(town)
    item = slip.add_item(by=town.supervisor, at=MONDAY + HOUR, **ITEM | {"due_on": MONDAY.date()})
    slip.finish_item(by=town.clerk, item=item, at=MONDAY + DAY)
    sweep(Supervision, at=MONDAY + DAY)
    assert overdue_told(town) == 1
    assert slip.clocks.get(stage="item/1").verdict == "late"


def test_what_is_done_in_time_is_not_told(town):
    slip, item = with_item(town)
    slip.finish_item(by=town.clerk, item=item, at=MONDAY + 2 * HOUR)
    sweep(Supervision, at=MONDAY + 9 * DAY)
    assert overdue_told(town) == 0
    assert slip.clocks.get(stage="item/1").verdict == "on_time"


def test_an_item_is_not_the_limit_of_its_slip(town):
    slip = sent_out(town)
    due = slip.due_at
    slip.add_item(by=town.supervisor, at=MONDAY + HOUR, **ITEM | {"due_on": MONDAY.date()})
    slip.refresh_from_db()
    assert slip.due_at == due


def test_an_item_of_a_covert_slip_is_told_only_once_it_is_sent(town):
    slip, _item = with_item(town, on_file(town))
    sweep(Supervision, at=MONDAY + 3 * DAY)
    assert overdue_told(town) == 0
    slip.notify(by=town.supervisor, at=MONDAY + 3 * DAY)
    sweep(Supervision, at=MONDAY + 3 * DAY + HOUR)
    assert overdue_told(town) == 1


def test_the_clock_of_an_open_item_goes_up_with_it(town):
    slip, _item = with_item(town)
    slip.escalate(by=town.supervisor, note="措施不实", at=MONDAY + 2 * HOUR)
    sweep(Supervision, at=MONDAY + 3 * DAY)
    assert overdue_told(town) == 1
    assert slip.clocks.get(stage="item/1").verdict == "void"


def test_what_was_told_below_is_not_told_above(town):
    slip, _item = with_item(town, sent_out(town, items=[("张贴公示", "设施科", MONDAY.date())]))
    sweep(Supervision, at=MONDAY + DAY)
    slip.escalate(by=town.supervisor, note="措施不实", at=MONDAY + DAY)
    sweep(Supervision, at=MONDAY + DAY + HOUR)
    assert overdue_told(town) == 1
    assert Supervision.objects.get(level=2).clocks.filter(stage__startswith="item").count() == 1


def test_after_a_withdrawal_no_item_is_told(town):
    slip, _item = with_item(town)
    slip.withdraw(by=town.supervisor, note="误录", at=MONDAY + 2 * HOUR)
    sweep(Supervision, at=MONDAY + 9 * DAY)
    assert overdue_told(town) == 0


def test_list_ledger_and_sheet_show_it_red(client, town):
    slip, _item = with_item(town)
    client.force_login(town.supervisor)
    for name in ("supervisions", "supervision_ledger"):
        rows = client.get(reverse(f"whistle:{name}")).context
        assert [row.n_late for row in (rows.get("rows") or rows["page"].rows)] == [1]
    assert 'class="late"' in client.get(slip.get_absolute_url()).content.decode()
    assert 'class="late"' in client.get(reverse("whistle:supervision_sheet", args=[slip.pk])).content.decode()


def test_items_may_be_listed_before_the_slip_is_sent(town):
    slip, _item = with_item(town, on_file(town))
    assert slip.items.count() == 1
