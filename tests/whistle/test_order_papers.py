"""An order and a whistle on paper."""

import pytest

from grid.models import User
from tests import makers
from tests.town import MONDAY


def printed(client, user, case):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(f"{case.get_absolute_url()}print/")


def test_the_order_says_what_is_asked_when_where_and_by_whom(town, client):
    order = makers.order_in(town, "signed")
    page = printed(client, town.clerk, order).content.decode()
    whistle = order.whistle
    for said in (order.number, whistle.title, whistle.reason, whistle.report_in_place, "2026-03-02 13:00",
                 str(town.department), str(town.other_department), town.clerk.name):  # fmt: skip
        assert said in page, said


def test_each_limit_says_why_it_ends_then(town, client):
    order = makers.order_in(town, "dispatched")
    clocks = printed(client, town.clerk, order).context["clocks"]
    assert {clock.stage for clock in clocks} == {"sign", "report_in"}
    assert all(clock.lines for clock in clocks)


def test_the_whistle_slip_lists_every_department(town, client):
    whistle = makers.blow_whistle(town, at=MONDAY)
    page = printed(client, town.operator, whistle).content.decode()
    assert whistle.number in page
    assert str(town.department) in page
    assert str(town.other_department) in page


@pytest.mark.parametrize("who", ["third_clerk", "stranger"])
def test_out_of_sight_there_is_no_paper_and_no_code(town, client, who):
    order = makers.order_in(town, "dispatched")
    for case in (order, order.whistle):
        assert printed(client, getattr(town, who), case).status_code == 404
        assert client.get(f"{case.get_absolute_url()}code.svg").status_code == 404


def test_the_code_is_a_picture(town, client):
    order = makers.order_in(town, "dispatched")
    client.force_login(User.objects.get(pk=town.clerk.pk))
    answer = client.get(f"{order.get_absolute_url()}code.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
