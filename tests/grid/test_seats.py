"""Rungs name posts, not people: a vacancy or an acting deputy never swallows a notice."""

from datetime import timedelta

import pytest

from grid.casework.sweep import sweep
from grid.models import Notice, Post, Role, Rung, TimeLimit, User
from grid.models.seats import Roster, SeatWord, roster
from tests.makers import file_incident, order_in
from tests.town import MONDAY
from whistle.models import Order

HOUR = timedelta(hours=1)
LATER = MONDAY + 3 * HOUR
STREET, DISTRICT, BUREAU, SQUARE, COMMUNITY = 2, 1, 9, 4, 3
SECRETARY, DIRECTOR = (Role.PARTY_SECRETARY, "grid", STREET), (Role.DIRECTOR, "grid", STREET)
OPERATOR, CENTRE = (Role.STREET_OPERATOR, "grid", STREET), (Role.CENTRE, "grid", DISTRICT)
HEAD, CLERK = (Role.HEAD, "department", BUREAU), (Role.CLERK, "department", BUREAU)
LEADER, OFFICE = (Role.LEADER, "grid", DISTRICT), (Role.SUPERVISOR, "grid", DISTRICT)
WORKER = (Role.WORKER, "grid", SQUARE)
COMMUNITY_OPERATOR = (Role.COMMUNITY_OPERATOR, "grid", COMMUNITY)
ABOVE = {SQUARE: {4: 4, 3: 3, 2: 2, 1: 1}, COMMUNITY: {3: 3, 2: 2, 1: 1}, STREET: {2: 2, 1: 1}, DISTRICT: {1: 1}}

# (who is told, who holds a seat, who else hears of it)
VACANCIES = {
    "a seat that is held tells nobody else": (HEAD, [HEAD, CENTRE], []),
    "no head: the centre of the district": (HEAD, [CLERK, CENTRE], [CENTRE]),
    "no clerk: the head": (CLERK, [HEAD, CENTRE], [HEAD]),
    "neither clerk nor head: the centre": (CLERK, [CENTRE], [CENTRE]),
    "no secretary: the director": (SECRETARY, [DIRECTOR, OPERATOR, CENTRE], [DIRECTOR]),
    "neither secretary nor director: operator and centre": (DIRECTOR, [OPERATOR, CENTRE], [OPERATOR, CENTRE]),
    "nobody in the street: still the centre": (SECRETARY, [CENTRE], [OPERATOR, CENTRE]),
    "no operator: secretary and director": (OPERATOR, [SECRETARY, DIRECTOR], [SECRETARY, DIRECTOR]),
    "no supervision office: the leader": (OFFICE, [LEADER], [LEADER]),
    "no centre: the leader": (CENTRE, [LEADER], [LEADER]),
    "no worker: the community": (WORKER, [COMMUNITY_OPERATOR], [COMMUNITY_OPERATOR]),
    "no leader: nobody stands above": (LEADER, [CENTRE], []),
}


@pytest.mark.parametrize("case", VACANCIES)
def test_a_vacant_seat_finds_who_stands_above(case):
    told, held, heirs = VACANCIES[case]
    house = Roster({seat: [(MONDAY, None)] for seat in held}, ABOVE, {BUREAU: DISTRICT})
    assert house.heirs(told, LATER) == heirs


def test_with_everybody_gone_it_climbs_to_the_top_and_ends():
    house = Roster({}, ABOVE, {BUREAU: DISTRICT})
    assert house.heirs(WORKER, LATER)[-1] == LEADER
    assert house.heirs(CLERK, LATER)[-2:] == [CENTRE, LEADER]


def test_a_seat_is_held_from_the_first_moment_to_before_the_last():
    house = Roster({HEAD: [(MONDAY, LATER)]}, ABOVE, {BUREAU: DISTRICT})
    assert [house.is_held(HEAD, at) for at in (MONDAY - HOUR, MONDAY, LATER)] == [False, True, False]


def told(kind):
    """{role: whose vacancy it tells of, or None} of all notices of a kind."""
    return {notice.role: notice.params.get("vacant") for notice in Notice.objects.filter(kind=kind)}


def end(*posts, at=MONDAY):
    for post in posts:
        Post.objects.filter(pk=post.pk).update(valid_to=at)


def post_of(user):
    return Post.objects.get(user=user)


def overdue_order(town):
    order_in(town, "dispatched")
    sweep(Order, LATER)
    return told("order.sign.overdue")


def test_everybody_there_and_each_seat_is_told_once(town):
    assert overdue_order(town) == dict.fromkeys([Role.CLERK, Role.HEAD, Role.PARTY_SECRETARY, Role.DIRECTOR])


def test_a_head_whose_post_ended_is_told_and_so_is_the_centre(town):
    end(post_of(town.head))
    found = overdue_order(town)
    assert (found[Role.HEAD], found[Role.CENTRE]) == (None, Role.HEAD)


def test_the_next_head_finds_what_came_while_the_seat_was_empty(town):
    end(post_of(town.head))
    overdue_order(town)
    Post.objects.create(user=town.stranger, role=Role.HEAD, department=town.department, valid_from=LATER + HOUR)
    newcomer = User.objects.get(pk=town.stranger.pk)
    assert Notice.objects.visible_to(newcomer).filter(kind="order.sign.overdue").exists()


def test_an_acting_deputy_holds_the_seat(town):
    end(post_of(town.director))
    assert Post.objects.get(user=town.deputy).acting
    assert Role.CENTRE not in overdue_order(town)


def test_whoever_may_not_sign_in_any_more_holds_nothing(town):
    User.objects.filter(pk=town.head.pk).update(is_active=False)
    assert overdue_order(town)[Role.CENTRE] == Role.HEAD


def test_the_copy_says_why_it_came(town):
    end(post_of(town.head))
    overdue_order(town)
    copy = Notice.objects.get(kind="order.sign.overdue", role=Role.CENTRE)
    assert str(Role.HEAD.label) in copy.text


def test_the_roster_is_read_anew_only_when_something_changed(town, django_assert_num_queries):
    roster()
    with django_assert_num_queries(1):
        roster()
    end(post_of(town.head))
    assert not roster().is_held((Role.HEAD, "department", town.department.pk), MONDAY)


def test_a_clock_keeps_the_seats_it_started_with(town):
    order = order_in(town, "dispatched")
    Rung.objects.filter(effect="overdue").update(tells=[SeatWord.LEADER])
    sweep(Order, LATER)
    assert Role.LEADER not in told("order.sign.overdue")
    assert order.clocks.get(stage="sign").tells(2) == ("holder", "blowers")


def test_a_clock_started_later_tells_whom_the_ladder_names_by_then(town):
    Rung.objects.filter(ladder__name="order_sign", effect="overdue").update(tells=[SeatWord.LEADER])
    assert overdue_order(town) == {Role.LEADER: None}


def test_a_clock_from_before_rungs_named_seats_still_tells(town):
    order = order_in(town, "dispatched")
    clock = order.clocks.get(stage="sign")
    order.clocks.filter(pk=clock.pk).update(ladder=[rung[:3] for rung in clock.ladder])
    sweep(Order, LATER)
    assert set(told("order.sign.overdue")) == {Role.CLERK, Role.HEAD, Role.PARTY_SECRETARY, Role.DIRECTOR}


def test_every_word_leads_somewhere_for_every_kind_of_case(town):
    cases = [file_incident(town), order_in(town, "dispatched").whistle, Order.objects.get(lead=True)]
    Rung.objects.update(tells=list(SeatWord))
    for case in cases:
        assert all(case.seats_for(word, "handle") for word in ("holder", "caller"))


def test_the_tables_name_seats_for_every_rung(town):
    assert not Rung.objects.filter(tells=[]).exists()
    assert TimeLimit.objects.limit_for("order", "sign").ladder[0].tells == ("holder",)
