"""The list of whistles and the page of one."""

import pytest
from django.urls import reverse

from tests.makers import blow_whistle, draft_whistle, finished_whistle

LIST = reverse("whistle:whistles")
FRAME = 5  # the session, the person and the posts; the bell and the menu


def test_the_list_shows_what_a_street_has_blown(client, town):
    whistle = blow_whistle(town)
    client.force_login(town.operator)
    page = client.get(LIST)
    assert page.status_code == 200
    assert whistle.number in page.content.decode()


def test_the_next_street_sees_nothing_of_it(client, town):
    whistle = blow_whistle(town)
    client.force_login(town.next_street.operator)
    assert whistle.number not in client.get(LIST).content.decode()
    assert client.get(whistle.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "other_head", "centre", "leader", "supervisor"])
def test_departments_called_and_the_districts_offices_see_it(client, town, who):
    client.force_login(getattr(town, who))
    assert client.get(blow_whistle(town).get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "system_admin", "mediator", "former_secretary"])
def test_nobody_else_sees_it(client, town, who):
    client.force_login(getattr(town, who))
    assert client.get(blow_whistle(town).get_absolute_url()).status_code == 404


def test_a_department_not_called_does_not_see_it(client, town):
    client.force_login(town.other_clerk)
    assert client.get(blow_whistle(town, assisting=[]).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("tab", ["", "draft", "answering", "on_site", "finished", "closed", "late", "supervised"])
def test_every_tab_counts_what_it_lists(client, town, tab):
    draft_whistle(town), blow_whistle(town), finished_whistle(town)
    client.force_login(town.leader)
    page = client.get(LIST, {"status": tab})
    counts = {value: count for value, _label, count in page.context["seen"].tabs}
    assert len(page.context["page"].rows) == counts[tab] == page.context["seen"].total


def test_the_list_asks_as_often_for_a_hundred_rows_as_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.leader)
    blow_whistle(town), client.get(LIST)  # the first page of a session notes when it was seen
    with django_assert_max_num_queries(FRAME + 4) as one:
        client.get(LIST)
    for _each in range(20):
        blow_whistle(town)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(LIST).context["page"].rows) == 21


def test_the_page_asks_no_more_for_two_departments_than_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.leader)
    alone, both = blow_whistle(town, assisting=[]), blow_whistle(town)
    client.get(LIST)
    with django_assert_max_num_queries(FRAME + 11) as one:
        client.get(alone.get_absolute_url())
    with django_assert_max_num_queries(len(one)):
        client.get(both.get_absolute_url())


def test_a_title_finds_its_whistle(client, town):
    blow_whistle(town)
    client.force_login(town.leader)
    assert client.get(LIST, {"q": "渣土"}).context["seen"].total == 1
    assert client.get(LIST, {"q": "倒伏"}).context["seen"].total == 0


@pytest.mark.parametrize("broken", ["since=yesterday", "street=999999999", "after=x", "kind=loud", "status=none"])
def test_a_broken_address_is_no_failure(client, town, broken):
    client.force_login(town.leader)
    assert client.get(f"{LIST}?{broken}").status_code == 200
