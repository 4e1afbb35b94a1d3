"""Bonuses and deductions: what slips cost, what is given by hand, what is taken back, who sees it."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from grid.casework.sweep import sweep
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import auto_slip, escalated, sent_out
from whistle.models import Order, PointEntry, PointRate, Supervision

LIST, GIVE, RATES = (reverse(f"whistle:{name}") for name in ("points", "give_points", "point_rates"))


def given(town, **more):
    said = {"kind": "commendation", "points": Decimal(2), "reason": "抢险受表扬", "year": 2026, "at": MONDAY}
    side = {} if "street" in more else {"department": town.department}
    return PointEntry.give(by=town.supervisor, **said | side | more)


def form(town, **more):
    return {
        "kind": "initiative",
        "points": "1.5",
        "reason": "主动治理",
        "year": "2026",
        "department": town.department.pk,
        **more,
    }


@pytest.mark.parametrize(("level", "points"), [(1, -1), (2, -5), (3, -10)])
def test_a_slip_costs_points_by_its_colour(town, level, points):
    entry = PointEntry.objects.get(supervision=sent_out(town, level=level))
    assert (entry.points, entry.department, entry.street, entry.year) == (points, town.department, None, 2026)


def test_an_automatic_slip_costs_them_too_and_each_level_anew(town):
    auto_slip(town)
    assert list(PointEntry.objects.values_list("points", flat=True)) == [-1]
    escalated(town)
    assert sorted(PointEntry.objects.values_list("points", flat=True)) == [-5, -1, -1]


def test_a_street_that_answers_pays_itself(town):
    entry = PointEntry.objects.get(supervision=sent_out(town, street=town.street))
    assert (entry.department, entry.street) == (None, town.street)


def test_the_rates_are_rows(town):
    PointRate.objects.filter(level=1).update(points=Decimal("2.5"))
    assert sent_out(town).deduction == Decimal("2.5")
    PointRate.objects.filter(level=2).update(points=0)
    assert not PointEntry.objects.filter(supervision=sent_out(town, level=2, title="另一事项")).exists()


@pytest.mark.parametrize("count", [1, 12])
def test_many_deductions_are_one_statement(town, django_assert_max_num_queries, count):
    for _order in range(count):
        order_in(town, "dispatched", assisting=[])
    sweep(Order, at=MONDAY + 2 * HOUR)
    with django_assert_max_num_queries(35 + count):
        Supervision.objects.register(at=MONDAY + 2 * HOUR)
    assert PointEntry.objects.count() == count


def test_the_office_gives_by_hand(client, town):
    client.force_login(town.supervisor)
    assert client.post(GIVE, form(town)).status_code == 302
    entry = PointEntry.objects.get()
    assert (entry.points, entry.by, entry.reason) == (Decimal("1.50"), town.supervisor, "主动治理")


@pytest.mark.parametrize(("changes", "field"), [
    ({"department": ""}, "department"), ({"points": "0"}, "points"), ({"points": "-1"}, "points"),
    ({"reason": ""}, "reason"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(client, town, changes, field):
    client.force_login(town.supervisor)
    answer = client.post(GIVE, form(town, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("who", ["head", "centre", "leader", "system_admin", "party_secretary"])
def test_nobody_else_gives(client, town, who):
    client.force_login(getattr(town, who))
    assert client.post(GIVE, form(town)).status_code == 403


def take_back(client, town, entry, who="supervisor"):
    client.force_login(getattr(town, who))
    return client.post(reverse("whistle:take_back_points", args=[entry.pk]), {"reason": "核实有误"})


def test_an_entry_is_taken_back_once_by_one_of_its_own(client, town):
    entry = given(town)
    assert take_back(client, town, entry).status_code == 302
    assert take_back(client, town, entry).status_code == 422
    assert sum(PointEntry.objects.values_list("points", flat=True)) == 0


def test_what_a_slip_cost_comes_back_with_the_slip_alone(client, town):
    entry = PointEntry.objects.get(supervision=sent_out(town))
    assert take_back(client, town, entry).status_code == 403


def test_nothing_is_ever_changed(town):
    entry = given(town)
    for change in (lambda: entry.delete(), lambda: PointEntry.objects.update(points=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_praise_never_deducts_and_is_signed(town):
    place = {"district": town.district, "department": town.department, "year": 2026, "reason": "x", "at": MONDAY}
    for wrong in ({"points": -1, "by": town.supervisor}, {"points": 1, "by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PointEntry.objects.create(kind="commendation", **wrong, **place)


@pytest.mark.parametrize(("who", "seen"), [
    ("supervisor", 2), ("centre", 2), ("leader", 2), ("head", 1), ("clerk", 1), ("party_secretary", 1), ("operator", 1),
    ("other_head", 0), ("worker", 0), ("discipline", 0), ("audit_admin", 0), ("stranger", 0),
])  # fmt: skip
def test_everybody_sees_what_is_theirs(client, town, who, seen):
    given(town), given(town, street=town.street)
    client.force_login(getattr(town, who))
    page = client.get(LIST, {"year": "2026"})
    assert len(page.context["page"].rows) == seen
    assert sum(row["both"] for row in page.context["sums"]) == 2 * seen


def test_the_list_is_of_a_year_and_adds_up(client, town):
    given(town), given(town, kind="other", points=Decimal(-3)), given(town, year=2025)
    client.force_login(town.supervisor)
    (row,) = client.get(LIST, {"year": "2026"}).context["sums"]
    assert (row["plus"], row["minus"], row["both"], row["n"]) == (2, -3, -1, 2)


@pytest.mark.parametrize("broken", ["year=x", "year=99999", "kind=none", "department=x", "before=x"])
def test_a_broken_address_is_no_failure(client, town, broken):
    client.force_login(town.supervisor)
    assert client.get(f"{LIST}?{broken}").status_code == 200


def test_the_system_administrator_changes_the_rates_for_later_slips(client, town):
    slip = sent_out(town)
    client.force_login(town.system_admin)
    assert client.post(RATES, {"level_1": "2", "level_2": "5", "level_3": "10"}).status_code == 302
    assert PointRate.objects.get(level=1).points == 2
    assert slip.points.get().points == -1


@pytest.mark.parametrize(("who", "sees", "changes"), [
    ("supervisor", 200, 403), ("head", 403, 403), ("centre", 403, 403), ("audit_admin", 403, 403),
])  # fmt: skip
def test_nobody_else_changes_them(client, town, who, sees, changes):
    client.force_login(getattr(town, who))
    assert client.get(RATES).status_code == sees
    assert client.post(RATES, {"level_1": "0", "level_2": "0", "level_3": "0"}).status_code == changes
