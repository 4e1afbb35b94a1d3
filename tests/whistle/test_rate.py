"""The rating: signed by who blew, for every department, and then the whistle closes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from grid.casework.refusals import NotNow, NotYours
from grid.casework.sweep import sweep
from grid.models import Post
from tests.town import LONG_AGO, MONDAY
from tests.whistle.calls import HOUR, MINUTE, answer
from tests.whistle.makers import finished_whistle, order_in, scores
from tests.whistle.rating_sheet import sheet
from tests.whistle.verbs import press, status_of
from whistle.models import Order, Rating

LATER = MONDAY + 5 * HOUR


def leaves(user):
    """The person's posts end at LATER's eve."""
    user.post_set.update(valid_to=LATER - MINUTE)
    user.__dict__.pop("posts", None)


def test_the_blower_signs_and_the_whistle_closes(client, town):
    whistle = finished_whistle(town)
    assert press(client, town.party_secretary, whistle, "rate", **sheet(whistle)).status_code == 302
    assert status_of(whistle) == "closed"
    rating = Rating.objects.get()
    assert (rating.total, rating.by, rating.year) == (92, town.party_secretary, 2026)
    assert [step.verb for step in whistle.steps.all()][-2:] == ["rate", "close"]


def test_what_is_not_solved_is_said_and_goes_back_to_its_desk(client, town):
    whistle = finished_whistle(town)
    assert press(client, town.party_secretary, whistle, "rate", **sheet(whistle, solved="no")).status_code == 422
    said = sheet(whistle, solved="no", note="树根未清除。")
    assert press(client, town.party_secretary, whistle, "rate", **said).status_code == 302
    whistle.refresh_from_db()
    assert (whistle.solved, whistle.steps.get(verb="rate").note) == (False, "树根未清除。")
    assert whistle.has_failed(LATER)


def test_whether_it_is_solved_is_asked(client, town):
    whistle = finished_whistle(town)
    assert press(client, town.party_secretary, whistle, "rate", **sheet(whistle, solved="")).status_code == 422
    assert status_of(whistle) == "finished"


@pytest.mark.parametrize("who", ["director", "operator", "clerk", "leader"])
def test_nobody_else_signs_while_the_blower_is_in_office(town, who):
    whistle = finished_whistle(town)
    with pytest.raises(NotYours):
        whistle.rate(by=getattr(town, who), at=LATER, scores=scores(whistle))


def test_once_the_blower_has_left_those_in_office_sign(town):
    whistle = finished_whistle(town)
    leaves(town.party_secretary)
    whistle.rate(by=town.director, at=LATER, scores=scores(whistle))
    assert status_of(whistle) == "closed"


def test_who_has_left_no_longer_signs(town):
    whistle = finished_whistle(town)
    leaves(town.party_secretary)
    with pytest.raises(NotYours):
        whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle))


def test_who_blows_elsewhere_now_no_longer_signs_here(town):
    whistle = finished_whistle(town)
    leaves(town.party_secretary)
    elsewhere = town.next_street.street
    Post.objects.create(user=town.party_secretary, role="street_director", grid=elsewhere, valid_from=LONG_AGO)
    with pytest.raises(NotYours):
        whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle))


def test_the_desk_of_the_judge_and_of_nobody_else_waits(town):
    whistle = finished_whistle(town)
    waiting = type(whistle).objects.visible_to(town.party_secretary).waiting_for(town.party_secretary)
    assert whistle in waiting
    assert whistle not in type(whistle).objects.visible_to(town.director).waiting_for(town.director)


def test_an_unfinished_whistle_is_not_rated(town):
    whistle = order_in(town, "replied").whistle
    with pytest.raises(NotNow):
        whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle))


def test_no_department_is_left_out(town):
    whistle = finished_whistle(town)
    with pytest.raises(ValidationError), transaction.atomic():
        whistle.rate(by=town.party_secretary, at=LATER, scores=[])
    assert status_of(whistle) == "finished"


EXTREMES = [
    ({"handling": 5, "result": 5}, "", 422),
    ({"handling": 5, "result": 5}, "两次催促才处置", 302),
    ({"attitude": 10, "handling": 30, "result": 20}, "", 422),
    ({"attitude": 10, "handling": 30, "result": 20}, "主动承办", 302),
    ({"attitude": 11}, "", 422),
    ({"result": ""}, "", 422),
    ({"handling": -1}, "", 422),
]


@pytest.mark.parametrize(("points", "reason", "answer"), EXTREMES)
def test_extremes_need_a_reason_and_parts_have_their_most(client, town, points, reason, answer):
    whistle = finished_whistle(town)
    said = sheet(whistle, **points, reason=reason)
    assert press(client, town.party_secretary, whistle, "rate", **said).status_code == answer


def test_who_never_came_gets_nothing_for_signing_and_sixty_at_most(town):
    whistle = finished_whistle(town)
    order = whistle.orders.get()
    order.confirm_attendance(by=town.operator, attendance="not_present", at=LATER)
    whistle.rate(by=town.party_secretary, at=LATER, scores=scores(whistle, attitude=10, handling=30, result=20))
    rating = Rating.objects.get()
    assert (rating.timeliness, rating.presence, rating.sum, rating.total) == (0, 0, 60, 60)


def test_who_finished_late_gets_eighty_at_most(town):
    order = order_in(town, "reported_in", assisting=[])
    late = MONDAY + 14 * 24 * HOUR
    order.reply(by=town.clerk, at=late, **answer())
    order.confirm_result(by=town.operator, at=late)
    whistle = order.whistle
    whistle.rate(by=town.party_secretary, at=late, scores=scores(whistle))
    assert (Rating.objects.get().sum, Rating.objects.get().total) == (92, 80)


def test_the_judges_own_clock_is_two_working_days(town):
    whistle = finished_whistle(town)
    clock = whistle.clocks.get(stage="rate")
    assert clock.due_at == clock.started_at + 48 * HOUR
    sweep(type(whistle), at=clock.due_at)
    assert whistle.steps.last().verb == "overdue"


def test_the_next_street_gets_a_404_and_the_leader_a_403(client, town):
    whistle = finished_whistle(town)
    assert press(client, town.next_street.director, whistle, "rate").status_code == 404
    assert press(client, town.leader, whistle, "rate").status_code == 403
    assert Order.objects.get().status == "done"
