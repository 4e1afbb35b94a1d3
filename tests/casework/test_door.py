"""The one door: a move needs the hand, the state and the version; what was due rings first."""

from datetime import timedelta

import pytest

from grid.casework.refusals import NotNow, NotYours, Stale
from tests.makers import file_incident
from tests.town import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def case(town):
    return file_incident(town, at=MONDAY)


def test_a_move_changes_status_and_version_and_leaves_a_step(town, case):
    case.accept(by=town.community_operator, at=MONDAY + HOUR)
    step = case.steps.last()
    assert (case.status, case.version) == ("accepted", 2)
    assert (step.verb, step.old, step.new, step.by, step.at) == (
        "accept", "reported", "accepted", town.community_operator, MONDAY + HOUR,
    )  # fmt: skip
    assert step.post.role == "community_operator"


def test_the_wrong_hand_moves_nothing(town, case):
    with pytest.raises(NotYours):
        case.accept(by=town.clerk, at=MONDAY + HOUR)
    assert case.steps.count() == 1


def test_the_operator_of_the_next_street_has_no_hand_here(town, case):
    with pytest.raises(NotYours):
        case.accept(by=town.next_street.community_operator, at=MONDAY + HOUR)


def test_a_post_that_has_ended_moves_nothing(town, case):
    town.community_operator.post_set.update(valid_to=MONDAY)
    town.community_operator.__dict__.pop("posts", None)
    with pytest.raises(NotYours):
        case.accept(by=town.community_operator, at=MONDAY + HOUR)


def test_the_second_of_two_hands_learns_that_somebody_was_first(town, case):
    same = type(case).objects.get(pk=case.pk)
    case.accept(by=town.community_operator, at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        same.accept(by=town.community_operator, at=MONDAY + HOUR)


def test_a_form_of_an_older_version_is_stale(town, case):
    case.accept(by=town.community_operator, at=MONDAY + HOUR)
    with pytest.raises(Stale):
        case.handle_here(by=town.community_operator, version=1, at=MONDAY + HOUR)


def test_a_reminder_makes_no_form_stale(town, case):
    case.accept(by=town.community_operator, version=1, at=MONDAY + 1.9 * HOUR)
    assert list(case.steps.values_list("verb", flat=True)) == ["report", "remind", "accept"]


def test_what_was_due_rings_before_the_move(town, case):
    case.accept(by=town.community_operator, at=MONDAY + 30 * HOUR)
    assert list(case.steps.values_list("verb", flat=True)) == ["report", "remind", "overdue", "accept"]
    assert case.clocks.get(stage="accept").verdict == "late"


def test_what_rang_stays_rung_though_the_move_is_refused(town, case):
    with pytest.raises(NotNow):
        case.handle_here(by=town.community_operator, at=MONDAY + 30 * HOUR)
    assert list(case.steps.values_list("verb", flat=True)) == ["report", "remind", "overdue"]


def test_nobody_else_can_do_what_only_the_clock_does(town, case):
    assert not case.allows("close_with_whistle", town.centre)


def test_steps_keep_no_word_that_a_person_wrote(town):
    case = file_incident(town, at=MONDAY, text="王某某家中漏水", reporter_name="王某某", reporter_phone="13800000000")
    assert "王某某" not in str(case.steps.get().data)
    assert "13800000000" not in str(case.steps.get().data)
