"""The list of slips and the page of one."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.makers import order_in, supervise
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import own_sent_out, replied, sent_out, withdrawn
from tests.whistle.test_supervision_reply import slip_of

LIST = reverse("whistle:supervisions")
FRAME = 5  # the session, the person and the posts; the bell and the menu
SEES = ["supervisor", "centre", "leader", "head", "clerk", "party_secretary", "director", "operator"]
NOT = ["worker", "secretary", "community_operator", "other_head", "mediator", "audit_admin", "stranger"]


@pytest.mark.parametrize("who", SEES)
def test_whom_it_concerns_sees_the_slip(client, town, who):
    slip = slip_of(town)
    client.force_login(getattr(town, who))
    assert client.get(slip.get_absolute_url()).status_code == 200
    assert slip.number in client.get(LIST).content.decode()


@pytest.mark.parametrize("who", NOT)
def test_others_do_not(client, town, who):
    slip = slip_of(town)
    client.force_login(getattr(town, who))
    assert client.get(slip.get_absolute_url()).status_code == 404
    assert slip.number not in client.get(LIST).content.decode()


def test_the_page_says_which_clock_was_late_and_why_then(client, town):
    slip = slip_of(town)
    client.force_login(town.supervisor)
    page = client.get(slip.get_absolute_url())
    assert page.context["late"].due_at == MONDAY + HOUR
    assert "2026-03-02 10:00" in page.content.decode()


@pytest.mark.parametrize("tab", ["", "open", "rectifying", "late", "replied", "verified", "escalated", "proposed"])
def test_every_tab_counts_what_it_lists(client, town, tab):
    slip_of(town), slip_of(town).escalate(by=town.supervisor, at=MONDAY + 3 * HOUR)
    client.force_login(town.supervisor)
    page = client.get(LIST, {"status": tab})
    counts = {value: count for value, _label, count in page.context["seen"].tabs}
    assert len(page.context["page"].rows) == counts[tab]


def test_a_colour_narrows_the_list_and_its_tabs(client, town):
    slip_of(town), slip_of(town).escalate(by=town.supervisor, at=MONDAY + 3 * HOUR)
    client.force_login(town.supervisor)
    page = client.get(LIST, {"level": "2"})
    assert [slip.level for slip in page.context["page"].rows] == [2]
    assert page.context["seen"].tabs[0][2] == 1
    assert [count for _level, count, _address in page.context["seen"].levels] == [1, 1, 0]


def test_the_list_asks_as_often_for_many_slips_as_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.supervisor)
    slip_of(town), client.get(LIST)
    with django_assert_max_num_queries(FRAME + 4) as one:
        client.get(LIST)
    for _each in range(10):
        slip_of(town)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(LIST).context["page"].rows) == 11


def rows_behind(client, address):
    return len(client.get(address).context["page"].rows)


@pytest.mark.parametrize("asked", ["", "?status=replied", "?inspection=covert&level=2", "?overseen=street"])
def test_every_number_on_top_opens_as_many_rows(client, town, asked):
    withdrawn(town), replied(town), sent_out(town, level=2, title="另一事项"), own_sent_out(town)
    client.force_login(town.supervisor)
    seen = client.get(LIST + asked).context["seen"]
    for _level, count, address in [*seen.levels, *seen.levels_here]:
        assert rows_behind(client, address) == count
    assert rows_behind(client, seen.here) == seen.total


def test_the_numbers_of_the_printed_ledger_open_their_rows(client, town):
    replied(town), sent_out(town, level=2, title="另一事项")
    client.force_login(town.supervisor)
    page = client.get(reverse("whistle:supervision_ledger"), {"inspection": "covert"})
    seen, text = page.context["seen"], page.content.decode()
    assert [count for _level, count, _address in seen.levels_here] == [1, 1, 0]
    for _level, _count, address in seen.levels_here:
        assert escape(address) in text


@pytest.mark.parametrize("broken", ["level=9", "department=x", "type=none", "before=x", "since=32"])
def test_a_broken_address_is_no_failure(client, town, broken):
    client.force_login(town.supervisor)
    assert client.get(f"{LIST}?{broken}").status_code == 200


def test_a_supervised_whistle_says_so_in_the_list_and_on_its_page(client, town):
    order = order_in(town, "dispatched")
    supervise(order, MONDAY + 2 * HOUR)
    client.force_login(town.operator)
    rows = client.get(reverse("whistle:whistles")).context["page"].rows
    assert [whistle.supervised for whistle in rows] == [True]
    assert "督办" in client.get(order.whistle.get_absolute_url()).content.decode()
