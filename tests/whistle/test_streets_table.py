"""The streets' own table: every number opens as many whistles, orders, incidents or entries as it says."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine

from tests.makers import incident_in
from tests.whistle.makers import draft_whistle, finished_whistle, order_in, scores, whistle_in
from tests.whistle.years import AFTER, CLOSED, SPRING, YEAR, last_year, rated_whistle
from whistle.models import Assessment, Order, PointEntry, Whistle
from whistle.models.assessment.double import OF_ORDERS, OF_WHISTLES
from whistle.views.sums import STREET_NUMBERS

ADDRESS = f"/assessment/{YEAR}/streets/"
NUMBERS = re.compile(r'data-count="([^"]+)" href="([^"]+)"')
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(AFTER, tick=False):
        yield


def busy_year(town):
    """Last year with every kind of carelessness on town.street; the case of the year, being counted."""
    case = last_year(town)
    whistle_in(town, "withdrawn", at=SPRING + DAY)
    whistle_in(town, "followed", at=SPRING + DAY)
    returned(town, SPRING + DAY)
    recalled(town, SPRING + DAY)
    checked_and_rated_late(town, SPRING + DAY)
    overruled(town)
    for no in range(3):
        incident_in(town, "accepted", at=SPRING + no * DAY)
    said = {"kind": "other", "reason": "慎用吹哨", "by": town.centre, "at": SPRING, "points": Decimal("0.5")}
    PointEntry.objects.create(district=town.district, street=town.street, year=YEAR, **said)
    return case


def returned(town, at):
    order_in(town, "objected", at=at).uphold_objection(
        by=town.centre, note="不属该局。", department=town.third_department, at=at + timedelta(hours=1)
    )


def recalled(town, at):
    whistle = draft_whistle(town, at=at)
    whistle.blow(by=town.party_secretary, at=at, report_in_at=at + timedelta(hours=4))
    whistle.orders.get(lead=False).recall(by=town.party_secretary, note="无需到场。", at=at)


def checked_and_rated_late(town, at):
    order_in(town, "replied", at=at, assisting=()).confirm_result(by=town.operator, at=at + 20 * DAY)
    whistle = finished_whistle(town, at=at)
    whistle.rate(by=town.party_secretary, scores=scores(whistle), at=at + 30 * DAY)


def overruled(town):
    order = rated_whistle(town, town, SPRING + DAY, town.clerk, street_says="late").orders.get()
    order.dispute_attendance(by=town.head, note="有签到。", at=SPRING + DAY)
    order.rule_attendance(by=town.supervisor, ruling="on_time", note="核查属实。", at=SPRING + 2 * DAY)


def opened(client, user, address=ADDRESS):
    client.force_login(user)
    return client.get(address)


def listed(client, user, url):
    """How many rows the page behind a number lists, and how many it says."""
    answer = opened(client, user, unescape(url))
    assert answer.status_code == 200, url
    if "seen" in answer.context:
        return answer.context["seen"].total, len(answer.context["page"].rows)
    return answer.context["total"], len(answer.context["page"].rows)


@pytest.mark.parametrize(("who", "streets"), [("centre", 2), ("operator", 1)])
def test_every_number_of_every_street_opens_as_many(client, town, who, streets):
    busy_year(town)
    user = getattr(town, who)
    numbers = NUMBERS.findall(opened(client, user).content.decode())
    assert len(numbers) == streets * (len(STREET_NUMBERS) + 1)
    for count, url in numbers:
        assert listed(client, user, url) == (int(count), int(count)), url


def test_each_number_counts_what_it_says(town):
    (row, *_others) = busy_year(town).annual()["streets"]
    told = {name: row[name] for name in (*OF_WHISTLES, *OF_ORDERS, "accepted", "rate", "extra")}
    assert told == {
        "blown": 10, "misused": 2, "withdrawn": 1, "second": 1, "late_ratings": 1, "objected": 1, "recalled": 1,
        "late_confirmations": 1, "overruled": 1, "rated": 5, "accepted": 3, "rate": "3333.33", "extra": "0.50",
    }  # fmt: skip


def test_the_keys_behind_a_number_are_of_cases_of_that_street(town):
    for row in busy_year(town).annual()["streets"]:
        for model, names in (Whistle, OF_WHISTLES), (Order, OF_ORDERS):
            keys = {key for name in names for key in row["behind"][name]}
            assert model.objects.filter(pk__in=keys, street__code=row["code"]).count() == len(keys)


def test_in_a_frozen_year_a_number_opens_what_it_counted_then(client, town):
    case = busy_year(town)
    case.publish(by=town.centre, at=AFTER)
    Assessment.objects.filter(pk=case.pk).update(status="closing")
    Assessment.objects.get().freeze(by=town.centre, at=CLOSED)
    Whistle.objects.filter(status="blown").first().withdraw(by=town.party_secretary, note="情况已消除。", at=CLOSED)
    assert listed(client, town.centre, f"{ADDRESS}{town.street.code}/withdrawn/") == (1, 1)


def test_points_open_the_entries_they_are_made_of(client, town):
    busy_year(town)
    page = opened(client, town.centre, f"{ADDRESS}{town.street.code}/points/")
    assert "慎用吹哨" in page.content.decode()


@pytest.mark.parametrize("where", ["nowhere/blown/", "120106001/nothing/"])
def test_there_is_no_list_behind_what_is_no_number(client, town, where):
    last_year(town)
    assert opened(client, town.centre, f"{ADDRESS}{where}").status_code == 404


def test_a_street_opens_its_own_numbers_only(client, town):
    last_year(town)
    assert opened(client, town.next_street.operator, f"{ADDRESS}{town.street.code}/blown/").status_code == 404
    assert opened(client, town.clerk, f"{ADDRESS}{town.street.code}/blown/").status_code == 403
