"""Handed over to a whistle: the matter goes on as one and closes with it."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, clock, fresh
from tests.makers import incident_in
from tests.town import MONDAY


@pytest.mark.parametrize("status", ["accepted", "handling"])
def test_hand_to_whistle_stops_every_clock_without_a_verdict_on_anybody(town, status):
    case = incident_in(town, status)
    case.hand_to_whistle(at=MONDAY + HOUR)
    assert (fresh(case).status, fresh(case).has_due) == ("whistled", False)
    assert clock(case, "route" if status == "accepted" else "handle").verdict == "void"


def test_the_unit_that_held_it_holds_it_no_more_but_still_sees_it(town):
    case = incident_in(town, "handling")
    case.hand_to_whistle(at=MONDAY + HOUR)
    assert not case.handings.filter(to_seq=None).exists()
    assert type(case).objects.visible_to(town.clerk).filter(pk=case.pk).exists()


def test_close_with_whistle_closes_it_by_the_clocks_hand(town):
    case = incident_in(town, "accepted")
    case.hand_to_whistle(at=MONDAY + HOUR)
    case.close_with_whistle(at=MONDAY + 2 * HOUR)
    assert (fresh(case).status, fresh(case).closed_at) == ("closed", MONDAY + 2 * HOUR)
    assert [step.by for step in case.steps.filter(verb__contains="whistle")] == [None, None]


@pytest.mark.parametrize("status", ["reported", "dispatched", "handled", "closed"])
def test_only_what_is_accepted_or_handled_is_handed_over(town, status):
    with pytest.raises(NotNow):
        incident_in(town, status).hand_to_whistle(at=MONDAY + HOUR)


def test_nothing_is_closed_with_a_whistle_that_never_took_it(town):
    with pytest.raises(NotNow):
        incident_in(town, "accepted").close_with_whistle(at=MONDAY + HOUR)


def test_a_whistled_matter_has_no_button(town):
    case = incident_in(town, "accepted")
    case.hand_to_whistle(at=MONDAY + HOUR)
    people = (town.worker, town.community_operator, town.operator, town.party_secretary, town.clerk)
    assert {move.verb for who in people for move in case.moves_for(who)} <= {"comment", "respond", "inform", "instruct"}
