"""What is computed on a rating sheet, the hard caps, and that nobody who rates can lift them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from grid.casework.sweep import sweep
from tests.grid.exported import rows
from tests.makers import export
from tests.town import MONDAY
from tests.whistle.calls import HOUR, answer
from tests.whistle.makers import MINUTES, blow_whistle, finished_whistle, order_in, scores
from tests.whistle.rating_sheet import sheet
from tests.whistle.verbs import press
from tests.whistle.years import overrule, rated_whistle
from whistle.models import AssessmentScheme, Order, Rating, RatingRevision, Whistle
from whistle.models.facts import Facts

LATER = MONDAY + 5 * HOUR
BEST = {"attitude": 10, "handling": 30, "result": 20, "reason": "主动承办"}


def rated(town, street_says=None, **marks):
    whistle = finished_whistle(town)
    if street_says:
        whistle.orders.get().confirm_attendance(by=town.operator, attendance=street_says, at=LATER)
    whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle, **marks))
    return Rating.objects.get()


def late_order(town):
    """An order finished a fortnight later."""
    order = order_in(town, "reported_in", assisting=[])
    late = MONDAY + 14 * 24 * HOUR
    order.reply(by=town.clerk, at=late, **answer())
    order.confirm_result(by=town.operator, at=late)
    return order


def test_who_was_in_time_everywhere_has_all_computed_points(town):
    rating = rated(town)
    assert (rating.timeliness, rating.presence, rating.attendance) == (30, 10, 18)


@pytest.mark.parametrize(("facts", "timeliness", "presence"), [
    ({"signed": "late"}, 24, 10),
    ({"contacted": "never"}, 25, 10),
    ({"contacted": "late"}, 27, 10),
    ({"came": "late"}, 21, 4),
    ({"came": "not_present"}, 0, 0),
    ({"signed": "never", "contacted": "never", "came": "late"}, 6, 4),
])  # fmt: skip
def test_the_formula_of_what_is_computed(facts, timeliness, presence):
    good = {"signed": "on_time", "contacted": "on_time", "came": "on_time", "witness": "street"}
    counted = Facts(**good | facts, finished_late=False, round=1)
    scheme = AssessmentScheme()
    assert (counted.timeliness(scheme), counted.presence(scheme)) == (timeliness, presence)


@pytest.mark.parametrize(("facts", "cap"), [
    ({}, 100), ({"came": "late"}, 100), ({"finished_late": True}, 80), ({"round": 2}, 70), ({"round": 3}, 70),
    ({"came": "not_present"}, 60), ({"came": "not_present", "round": 2, "finished_late": True}, 60),
])  # fmt: skip
def test_the_lowest_hard_cap_holds(facts, cap):
    good = {"signed": "on_time", "contacted": "on_time", "came": "on_time", "witness": "street"}
    assert Facts(**good | {"finished_late": False, "round": 1} | facts).cap == cap


def test_the_streets_word_counts_before_the_departments(town):
    whistle = finished_whistle(town)
    order = whistle.orders.get()
    assert Facts.of(order).witness == "department"
    order.confirm_attendance(by=town.operator, attendance="late", at=LATER)
    facts = Facts.of(order)
    assert (facts.came, facts.witness) == ("late", "street")


def test_who_signed_late_is_late_by_the_clock(town):
    order = blow_whistle(town, assisting=()).orders.get()
    order.sign(by=town.clerk, at=MONDAY + 2 * HOUR)
    order.report_in(by=town.clerk, attendee="科长", at=MONDAY + 3 * HOUR)
    facts = Facts.of(order)
    assert (facts.signed, facts.contacted, facts.came) == ("late", "on_time", "on_time")


def test_who_came_after_the_clock_struck_is_late(town):
    order = order_in(town, "contacted", assisting=())
    sweep(Order, at=MONDAY + 5 * HOUR)
    order.report_in(by=town.clerk, attendee="科长", at=MONDAY + 6 * HOUR)
    assert Facts.of(order).came == "late"


def test_a_form_that_says_more_than_the_facts_changes_nothing(client, town):
    order = late_order(town)
    said = sheet(order.whistle, **BEST) | {
        f"timeliness_{order.pk}": 30,
        f"cap_{order.pk}": 100,
        f"total_{order.pk}": 100,
    }
    assert press(client, town.party_secretary, order.whistle, "rate", **said).status_code == 302
    assert Rating.objects.get().total == 80


def test_a_call_that_says_more_than_the_facts_changes_nothing(town):
    order = late_order(town)
    marks = scores(order.whistle, **BEST, timeliness=30, cap=100, total=100, finished_late=False)
    order.whistle.rate(by=town.party_secretary, at=order.done_at, scores=marks)
    assert Rating.objects.get().total == 80


@pytest.mark.parametrize("marks", [{"attitude": 11}, {"handling": 31}, {"result": 21}, {"handling": -1}])
def test_a_call_cannot_give_more_than_the_scheme(town, marks):
    whistle = finished_whistle(town)
    with pytest.raises(ValidationError), transaction.atomic():
        whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle, **marks))


@pytest.mark.parametrize("lie", [
    {"cap": 100, "total": 90}, {"finished_late": False, "cap": 100, "total": 90}, {"total": 81},
    {"came": "not_present", "timeliness": 0, "presence": 0, "attendance": 8, "cap": 60, "total": 50},
    {"round": 2, "cap": 70, "total": 70},
])  # fmt: skip
def test_the_database_refuses_what_the_facts_do_not_bear(town, lie):
    order = late_order(town)
    honest = Rating.of(order, {**BEST}, AssessmentScheme(), by=town.party_secretary, at=LATER, year=2026)
    for name, value in lie.items():
        setattr(honest, name, value)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rating.objects.bulk_create([honest])


@pytest.mark.parametrize("statement", [
    "UPDATE whistle_rating SET total = 99", "DELETE FROM whistle_rating", "TRUNCATE whistle_rating CASCADE",
])  # fmt: skip
def test_a_rating_is_never_changed(town, statement):
    rated(town)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_word_said_later_is_counted_beside_the_first_rating(town):
    rating = rated(town, street_says="late")
    overrule(town, rating.order, "not_present", LATER + MINUTES)
    revision = RatingRevision.objects.get()
    assert (revision.timeliness, revision.presence, revision.total) == (0, 0, 52)
    assert Rating.objects.get().total == 77
    assert Rating.objects.get().standing == revision


def test_counting_again_without_news_writes_nothing(town):
    rating = rated(town)
    assert Rating.renew(rating.order, at=LATER) is None
    assert not RatingRevision.objects.exists()


def test_the_page_shows_facts_caps_and_no_field_for_them(client, town):
    order = late_order(town)
    client.force_login(town.party_secretary)
    page = client.get(f"/whistles/{order.whistle_id}/rate/")
    assert set(page.context["form"].fields) - {"key", "version", "solved", "note"} == {
        f"{name}_{order.pk}" for name in ("attitude", "handling", "result", "reason")
    }
    assert "80" in page.content.decode()
    assert Whistle.objects.get(pk=order.whistle_id).status == "finished"


def test_the_scheme_that_counted_is_written_down_and_frozen(town):
    rated(town)
    assert AssessmentScheme.objects.get().frozen_at == LATER


def test_a_ruling_on_a_disputed_attendance_is_counted_at_once(town):
    whistle = finished_whistle(town)
    order = whistle.orders.get()
    order.confirm_attendance(by=town.operator, attendance="late", at=LATER)
    whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle))
    order.refresh_from_db()
    order.dispute_attendance(by=town.head, note="签到时间为准。", at=LATER + MINUTES)
    order.rule_attendance(by=town.supervisor, ruling="on_time", note="监控可证。", at=LATER + 2 * MINUTES)
    rating = Rating.objects.get()
    assert (rating.total, rating.standing.total, rating.standing.witness) == (77, 92, "ruling")


def test_the_page_and_the_list_tell_the_rating_that_stands(client, town):
    rating = rated(town, street_says="late")
    overrule(town, rating.order, "not_present", LATER + MINUTES)
    client.force_login(town.leader)
    page = client.get(rating.order.whistle.get_absolute_url()).content.decode()
    assert "· 52 分" in page
    assert "77 分" not in page
    (row,) = rows(export(town.leader, "orders", "status=all"))
    assert row["Points"] == "52"


def test_the_page_asks_no_more_for_two_revised_ratings_than_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.leader)
    pages = [revised(town, town.clerk), revised(town, town.clerk, town.other_clerk)]
    client.get(pages[0])
    with django_assert_max_num_queries(60) as one:
        client.get(pages[0])
    with django_assert_max_num_queries(len(one)):
        client.get(pages[1])


def revised(town, *clerks):
    """The address of a whistle whose ratings were all counted again."""
    whistle = rated_whistle(town, town, MONDAY, *clerks, street_says="late")
    for order in whistle.orders.all():
        overrule(town, order, "on_time", LATER)
        assert order.rating.is_revised
    return whistle.get_absolute_url()
