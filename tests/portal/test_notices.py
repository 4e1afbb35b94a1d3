"""The bell: notices of my seats, what I have read of them, page by page."""

from datetime import timedelta

import pytest

from grid.models import Notice, Role, User
from tests import makers
from tests.town import MONDAY


def told(town, count=1, role=Role.COMMUNITY_OPERATOR):
    """So many notices for a seat of the community, a minute apart."""
    seat = [(role, "grid", town.community.pk)]
    for number in range(count):
        at = MONDAY + timedelta(minutes=number)
        about = {"number": f"E{number}", "category": "暴露垃圾", "place": "西于庄"}
        Notice.objects.tell(Notice.to(seat, "incident.reported", key=f"k{number}", at=at, url="/incidents/1/", **about))


def signed_in(client, user):
    client.force_login(User.objects.get(pk=user.pk))
    return client


def rows(client, where="/notices/"):
    return client.get(where).context["page"].rows


def test_a_notice_is_read_by_whoever_holds_the_seat_and_nobody_else(town, client):
    makers.file_incident(town)
    assert len(rows(signed_in(client, town.community_operator))) == 1
    for other in (town.next_door.community_operator, town.operator, town.stranger):
        assert rows(signed_in(client, other)) == []


def test_reading_one_leaves_the_others_unread(town, client):
    told(town, 3)
    signed_in(client, town.community_operator)
    newest = rows(client)[0]
    client.post("/notices/read/", {"notice": newest.pk})
    assert [notice.is_read for notice in rows(client)] == [True, False, False]
    assert newest not in rows(client, "/notices/?unread=1")


def test_opening_a_notice_reads_it_and_leads_to_its_page(town, client):
    told(town)
    signed_in(client, town.community_operator)
    answer = client.post("/notices/read/", {"notice": rows(client)[0].pk, "open": "1"})
    assert answer.url == "/incidents/1/"
    assert rows(client)[0].is_read


def test_all_are_read_at_once_and_the_bell_falls_silent(town, client):
    told(town, 3)
    signed_in(client, town.community_operator)
    assert client.get("/notices/").context["unread"] == 3
    client.post("/notices/read/")
    assert client.get("/notices/").context["unread"] == 0


def test_what_one_holder_reads_stays_unread_for_the_other(town, client):
    told(town)
    signed_in(client, town.community_operator).post("/notices/read/")
    assert Notice.objects.visible_to(town.community_operator).unread_by(town.secretary).count() == 1


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999999999999999999", "1;drop"])
def test_a_notice_that_is_not_mine_changes_nothing(town, client, asked):
    told(town)
    signed_in(client, town.worker)
    assert client.post("/notices/read/", {"notice": asked, "open": "1"}).url == "/notices/"
    assert Notice.objects.unread_by(town.worker).count() == 1


def test_get_marks_nothing(town, client):
    told(town)
    assert signed_in(client, town.community_operator).get("/notices/read/").status_code == 405
    assert not rows(client)[0].is_read


def test_pages_follow_each_other_without_gap_or_repetition(town, client):
    told(town, 35)
    first = signed_in(client, town.community_operator).get("/notices/").context["page"]
    second = client.get("/notices/" + first.next).context["page"]
    assert [notice.params["number"] for notice in first.rows + second.rows] == [f"E{n}" for n in range(34, -1, -1)]


def test_a_hundred_notices_cost_as_many_questions_as_one(town, client, django_assert_num_queries):
    rows(signed_in(client, town.community_operator))
    told(town)
    with django_assert_num_queries(6):
        client.get("/notices/")
    told(town, 100)
    with django_assert_num_queries(6):
        client.get("/notices/")
