"""The list of incidents: exactly what is in sight, narrowed by its address, at a constant price."""

import pytest
from django.urls import reverse

from grid.models import Incident, User
from tests.makers import file_incident, incident_in, self_handled

LIST = reverse("grid:incidents")


@pytest.fixture
def matters(town):
    """Matters of both streets, one for each way they can be seen."""
    incident_in(town, "dispatched"), incident_in(town, "closed"), self_handled(town)
    file_incident(town, by=town.worker, grid=town.next_door.grid)
    file_incident(town, by=town.centre, grid=town.next_street.grid, source="hotline", code="0501")
    file_incident(town, by=town.next_street.worker, grid=town.next_street.second_grid)
    return Incident.objects.prefetch_related("handings")


def in_sight(user, incident):
    """The rule of sight, said slowly for one person and one incident."""
    posts = user.posts_at()
    ground = any(post.sees_territory and incident.grid.code.startswith(post.grid.code) for post in posts)
    handed = {handing.department_id for handing in incident.handings.all()}
    own = incident.author == user and user.holds("worker", "channel")
    return bool(ground or own or handed & {post.department_id for post in posts if post.department_id})


def listed(client, who, **asked):
    client.force_login(who)
    return client.get(LIST, asked)


def rows(page):
    return {case.pk for case in page.context["page"].rows}


def test_everybody_sees_what_the_slow_rule_says_and_nothing_else(client, matters, town):
    for who in User.objects.filter(is_active=True):
        meant = {case.pk for case in matters if in_sight(who, case)}
        assert rows(listed(client, who)) == meant, who.username


@pytest.mark.parametrize("who", ["worker", "community_operator", "operator", "clerk", "centre", "system_admin"])
def test_every_tab_counts_what_it_lists(client, matters, town, who):
    for tab in ("", "waiting", "open", "overdue", "closed"):
        page = listed(client, getattr(town, who), tab=tab)
        counts = {value: count for value, _label, count in page.context["seen"].tabs}
        assert counts[tab] == page.context["seen"].total == len(rows(page))


def test_what_waits_for_me_is_what_i_could_move_now(client, matters, town):
    waiting = rows(listed(client, town.next_door.community_operator, tab="waiting"))
    assert waiting == {case.pk for case in matters if case.moves_for(town.next_door.community_operator)}
    assert waiting


def test_open_work_comes_by_its_clock_and_history_newest_first(client, town):
    late, soon = file_incident(town), incident_in(town, "accepted")
    client.force_login(town.operator)
    open_rows = client.get(LIST, {"tab": "open"}).context["page"].rows
    assert [case.due_at for case in open_rows] == sorted([late.due_at, soon.due_at])
    all_rows = client.get(LIST).context["page"].rows
    assert [case.pk for case in all_rows] == [soon.pk, late.pk]


# What the address says, and which incidents that means.
NARROWED = {
    "category=0501": lambda case: case.category.code == "0501",
    "category=05": lambda case: case.category.code[:2] == "05",
    "source=hotline": lambda case: case.source == "hotline",
    "street=120106004": lambda case: case.street.code == "120106004",
    "community=120106001004": lambda case: case.community.code == "120106001004",
    "department=chengguan": lambda case: case.department and case.department.code == "chengguan",
    "status=closed": lambda case: case.status == "closed",
    "urgency=urgent": lambda case: case.urgency == "urgent",
    "q=便道": lambda case: "便道" in case.text,
    "since=2026-03-02&until=2026-03-02": lambda case: True,
    "since=2026-03-03": lambda case: False,
    "until=2026-03-01": lambda case: False,
}


def test_each_filter_keeps_exactly_its_own(client, matters, town):
    client.force_login(town.centre)
    for said, means in NARROWED.items():
        page = client.get(f"{LIST}?{said}")
        assert page.context["seen"].form.is_valid(), said
        assert rows(page) == {case.pk for case in matters if means(case)}, said


def test_a_number_finds_its_incident(client, matters, town):
    case = matters.first()
    assert rows(listed(client, town.centre, q=case.number.lower())) == {case.pk}


BROKEN = [
    "street=999999999", "street=120106004%00", "category=99", "since=yesterday", "until=9999-12-31", "q=%00",
    "q=" + "x" * 65,
    "since=2026-03-02&until=2026-03-01", "since=2024-01-01&until=2026-01-01", "status=lost", "department=1", "source=1",
]  # fmt: skip


def test_a_broken_filter_is_said_and_the_rest_is_kept(client, matters, town):
    client.force_login(town.centre)
    normal = {case.pk for case in matters if case.urgency == "normal"}
    for broken in BROKEN:
        page = client.get(f"{LIST}?{broken}&urgency=normal")
        assert (page.status_code, bool(page.context["seen"].form.errors)) == (200, True), broken
        assert rows(page) == normal, broken


def test_an_odd_address_is_no_failure(client, matters, town):
    client.force_login(town.centre)
    for odd in ("tab=lost", "after=x", "before=W10=", "after=WzEsMl0=", "page=2", "grid=%27"):
        assert client.get(f"{LIST}?{odd}").status_code == 200, odd


def test_the_choices_reach_no_further_than_sight(client, town):
    form = listed(client, town.operator).context["seen"].form
    assert "street" not in form.fields
    codes = {code for code, _name in form.fields["community"].choices if code}
    assert codes == {town.community.code, town.next_door.community.code}


def test_a_filter_stays_in_the_address_of_the_tabs(client, matters, town):
    page = listed(client, town.centre, source="hotline").content.decode()
    assert "?source=hotline&amp;tab=open" in page


def test_pages_follow_each_other_without_gap_or_repetition(client, town):
    filed = [file_incident(town, by=town.centre, source="hotline").pk for _each in range(55)]
    client.force_login(town.centre)
    first = client.get(LIST).context["page"]
    second = client.get(LIST + first.next).context["page"]
    assert [case.pk for case in first.rows + second.rows] == filed[::-1]
    assert (len(first.rows), second.next) == (50, None)


def test_the_list_asks_as_often_for_a_hundred_rows_as_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.operator)
    file_incident(town), client.get(LIST)  # the first page of a session notes when it was seen
    with django_assert_max_num_queries(12) as one:
        client.get(LIST)
    for _each in range(99):
        file_incident(town, by=town.centre, source="hotline")
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(LIST).context["page"].rows) == 50


def test_without_a_login_there_is_no_list(client):
    assert client.get(LIST).status_code == 302
