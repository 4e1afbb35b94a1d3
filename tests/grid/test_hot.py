"""Hot issues: what is reported more than its own past lets expect; every number is a list of as many."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from grid.hot import Rise, Window, rises, sentence, spots, tail
from grid.models import Incident
from tests.makers import category, file_incident
from tests.town import MONDAY

DAY = timedelta(days=1)
FRAME = 5  # the session, the person and the posts; the bell and the menu
NOW = MONDAY + timedelta(hours=8)


@pytest.fixture(autouse=True)
def monday_evening():
    with time_machine.travel(NOW, tick=False):
        yield


def report(town, ago=0, **more):
    """A report so many days ago, told by somebody on the phone."""
    return file_incident(
        town, at=MONDAY - ago * DAY, source="public", by=more.pop("by", town.community_operator), **more
    )


def look(client, who, **asked):
    client.force_login(who)
    return client.get(reverse("grid:hot"), asked)


def rows(page, kind="category"):
    return dict(page.context["tables"])[kind]


@pytest.mark.parametrize(("now", "before", "rising"), [
    (12, 18, True), (3, 0, True), (2, 0, False), (3, 4, False), (6, 4, True), (10, 40, False), (130, 400, True),
    (1620, 6000, True), (1505, 6000, False), (5, 100, False),
])  # fmt: skip
def test_small_numbers_are_guarded_and_large_ones_need_no_doubling(now, before, rising):
    assert Rise(1, now, before, 4, 1, 0).is_rising is rising


def test_without_a_past_nothing_rises():
    assert not Rise(1, 100, 0, 0, 1, 0).is_rising


@pytest.mark.parametrize(("bases", "now", "rising"), [(1, 3, False), (1, 7, True), (2, 4, False), (2, 5, True)])
def test_a_short_past_proves_less(bases, now, rising):
    assert Rise(1, now, 0, bases, 1, 0).is_rising is rising


def test_the_probability_of_many():
    assert tail(0, 9, 0.2) == pytest.approx(1)
    assert tail(3, 3, 0.2) == pytest.approx(0.008)
    assert tail(12, 30, 0.2) == pytest.approx(0.00949, abs=0.00001)
    assert tail(420, 2001, 0.2) == pytest.approx(tail(420, 2000, 0.2), abs=0.01)


def test_a_window_has_as_many_before_it_as_there_is_past(town):
    report(town, ago=80)
    window = Window.of(30, NOW, Incident.objects.all())
    assert (window.period.days, window.bases, window.base.days) == (30, 1, 30)
    assert window.base.last + DAY == window.period.first


def test_it_is_told_in_words():
    told = {"now": 12, "days": 30, "mean": "4.5", "bases": 4, "change": 167}
    for word in ("30", "12", "4.5", "167"):
        assert word in sentence(told)
    assert sentence(told | {"mean": None}) != sentence(told | {"change": None}) != sentence(told)


@pytest.fixture
def past(town):
    """Waste: one report in each of four earlier weeks and six in this one; something else is steady."""
    for week in range(1, 5):
        report(town, ago=7 * week), report(town, ago=7 * week, code="0201")
    report(town, ago=36)
    report(town, code="0201")
    return [report(town, ago=no % 6, reporter_phone=f"1380000000{no % 4}") for no in range(6)]


def test_what_rises_comes_first_with_its_figures(client, town, past):
    first, second = rows(look(client, town.leader, days=7))
    assert (first["name"].code, first["rise"].is_rising) == ("0110", True)
    assert (first["rise"].now, first["rise"].before, first["rise"].bases, first["rise"].people) == (6, 4, 4, 4)
    assert (str(first["rise"].mean), first["rise"].change) == ("1.0", 500)
    assert (second["rise"].now, second["rise"].is_rising) == (1, False)


@pytest.mark.parametrize("days", [7, 30])
def test_every_number_opens_a_list_of_as_many(client, town, past, days):
    past[0].decline(by=town.community_operator, reason="untrue", at=NOW)
    past[1].merge(by=town.community_operator, into=past[2], at=NOW)
    page = look(client, town.operator, days=days)
    numbers = []
    for kind in ("category", "community"):
        for row in rows(page, kind):
            numbers += [(row["rise"].now, row["lists"]["now"]), (row["rise"].again, row["lists"]["again"])]
            numbers += [(row["rise"].before, row["lists"]["before"])] if row["lists"]["before"] else []
    numbers += [(spot["now"], spot["list"]) for spot in page.context["spots"]]
    assert [(n, client.get(url).context["seen"].total) for n, url in numbers] == [(n, n) for n, _url in numbers]
    assert sum(n for n, _url in numbers)


def test_what_was_reported_again_is_a_share(client, town, past):
    past[1].merge(by=town.community_operator, into=past[2], at=NOW)
    first = rows(look(client, town.operator, days=7))[0]["rise"]
    assert (first.now, first.again, str(first.repeats)) == (6, 2, "33.3%")


def test_it_reaches_no_further_than_sight(client, town, past):
    assert rows(look(client, town.next_street.operator, days=7)) == []
    assert rows(look(client, town.operator, days=7, street=town.next_street.street.code))[0]["rise"].now == 6
    assert rows(look(client, town.centre, days=7, street=town.next_street.street.code)) == []


@pytest.mark.parametrize("asked", [{"days": "x"}, {"days": "8"}, {"street": "1"}, {"days": "", "street": "\x00"}])
def test_nonsense_is_thirty_days_of_everything(client, town, past, asked):
    assert look(client, town.centre, **asked).context["seen"].length == 30


@pytest.mark.parametrize(("who", "answer"), [
    ("leader", 200), ("supervisor", 200), ("centre", 200), ("operator", 200), ("party_secretary", 200),
    ("director", 200), ("worker", 403), ("community_operator", 403), ("clerk", 403), ("stranger", 403),
])  # fmt: skip
def test_who_may_look(client, town, who, answer):
    assert look(client, getattr(town, who)).status_code == answer


def test_a_spot_is_three_of_a_group_near_each_other_or_at_one_address(town):
    lng, lat = town.point
    near = [report(town, lng=lng, lat=lat + no * 0.0005) for no in range(3)]
    report(town, lng=lng, lat=lat, code="0201"), report(town, lng=lng + 0.0035, lat=lat, grid=town.second_grid)
    same = [report(town, address=address) for address in ("三号楼", "3号 楼", "３号楼", "3号楼")]
    found = spots(Incident.objects.all(), Window.of(7, NOW, Incident.objects.all()))
    assert [spot.now for spot in found] == [4, 3]
    assert found[0].key in {case.pk for case in same}
    assert found[1].key in {case.pk for case in near}


def test_two_are_no_spot(town):
    report(town, address="3号楼"), report(town, address="3号楼")
    assert spots(Incident.objects.all(), Window.of(7, NOW, Incident.objects.all())) == []


def test_the_page_costs_the_same_for_many_reports(client, town, past, django_assert_max_num_queries):
    for _no in range(3):
        report(town, address="3号楼")
    look(client, town.leader, days=7)
    with django_assert_max_num_queries(FRAME + 11) as few:
        client.get(reverse("grid:hot"), {"days": 7})
    for code in ("0136", "0201"):
        for _no in range(3):
            report(town, code=code, address=f"{code}号楼", grid=town.next_door.grid, by=town.operator)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("grid:hot"), {"days": 7})


def test_two_queries_count_all_types(town, past, django_assert_num_queries):
    incidents = Incident.objects.filter(street=town.street)
    window = Window.of(7, NOW, incidents)
    with django_assert_num_queries(2):
        found = rises(incidents, window, "category_id")
    assert found[0].key == category().pk
