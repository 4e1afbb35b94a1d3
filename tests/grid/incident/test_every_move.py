"""Every state, every verb, every role: what the table allows happens and leaves its step, all else is refused."""

from datetime import timedelta

import pytest
from django.db import transaction

from grid.casework.refusals import NotNow, NotYours
from grid.models import Handing, Incident, IncidentStatus, Post
from tests.makers import category, file_incident, incident_in
from tests.town import MONDAY

CLOCKS = {
    "resume", "archive", "hand_to_whistle", "return_from_whistle", "close_on_the_spot", "close_with_whistle", "merge",
    "follow_main", "repeat",
}  # fmt: skip
LATER = MONDAY + timedelta(hours=3)
# Handled on the spot is over in the same breath: no case rests there.
RESTING = [status for status in IncidentStatus.values if status != "self_handled"]
PEOPLE = (
    "worker", "second_worker", "secretary", "community_operator", "operator", "party_secretary", "director", "clerk",
    "head", "other_clerk", "other_head", "centre", "supervisor", "leader", "discipline", "mediator", "system_admin",
    "channel", "stranger", "former_secretary",
)  # fmt: skip


class Undone(Exception):
    """Takes a trial back."""


def needs(town, case, verb):
    """The fields without which the database refuses where a verb leads."""
    given = {
        "decline": {"decline_reason": "unclear"},
        "dispatch": {"department": town.department},
        "refuse_return": {"department": town.department},
        "ask_to_verify": {"verify_grid": town.grid},
        "submit_result": {"result": "已处理。"},
        "approve_suspension": {"suspend_until": MONDAY.date()},
        "reopen": {"closed_at": None, "satisfaction": None, "solved": ""},
        "order_again": {"satisfaction": None, "solved": ""},
    }
    if verb == "merge":
        return {"merged_into": file_incident(town)}
    if verb == "reclassify":
        return {"category": category("0111")}
    target = Incident.FLOW[verb].target
    return given.get(verb, {}) | ({"closed_at": LATER} if target == "closed" else {})


def named(case, of):
    """What a seat of the table means on this case, read from the rows themselves: (kind, keys)."""
    if of == "author":
        return "user", {case.author_id}
    if of in {"department", "holder", "party", "consulted"}:
        handed = Handing.objects.filter(incident=case, to_seq=None)
        keys = {
            "party": {each.department_id for each in handed},
            "consulted": {each.department_id for each in handed if each.part == "consulted"},
        }.get(of, {case.department_id} - {None})
        return ("grid", {case.desk_id}) if of == "holder" and not keys else ("department", keys)
    return "grid", {getattr(case, f"{of}_id")}


def has_hand(case, verb, person, posts):
    """Whether a line of the table names a post of this person, told by the posts alone."""
    for hand in Incident.FLOW[verb].hands:
        kind, keys = named(case, hand.of)
        for post in posts[person.pk]:
            ground = {"user": person.pk, "grid": post.grid_id, "department": post.department_id}[kind]
            if post.role == hand.role and ground in keys:
                return True
    return False


def try_out(case, verb, person, changes):
    """What became of it: the step, or the refusal's class; and everything as it was before."""
    found = None
    try:
        with transaction.atomic():
            trial = Incident.objects.get(pk=case.pk)
            try:
                found = trial.move(verb, by=person, at=LATER, **changes)
                assert trial.steps.last() == found  # the step lies in the trace, the last one
            except (NotYours, NotNow) as refusal:
                found = type(refusal)
            raise Undone
    except Undone:
        return found


@pytest.mark.parametrize("status", RESTING)
def test_only_what_the_table_allows_happens(town, status):
    case = incident_in(town, status)
    posts = {}
    for post in Post.objects.active(LATER):
        posts.setdefault(post.user_id, []).append(post)
    posts = {getattr(town, who).pk: posts.get(getattr(town, who).pk, []) for who in PEOPLE}
    wrong = []
    for move in Incident.FLOW.human():
        for who in PEOPLE:
            found, told = outcomes(town, case, move, getattr(town, who), posts)
            if found != told:
                wrong.append((move.verb, who, found, told))
    assert wrong == []


def outcomes(town, case, move, person, posts):
    """What happens when this person tries, and what the table tells; only a hand of the table gets as far as the door.

    A hindrance is the trade's own word against a move that the table has.
    """
    if not has_hand(case, move.verb, person, posts):
        return case.allows(move.verb, person, LATER), False
    step = try_out(case, move.verb, person, needs(town, case, move.verb))
    if case.status not in move.sources or case.hindrance(move.verb, LATER):
        return step, NotNow
    found = (step.verb, step.old, step.new, step.by) if hasattr(step, "verb") else step
    return found, (move.verb, case.status, move.target or case.status, person)


@pytest.mark.parametrize("status", RESTING)
def test_the_clock_has_its_own_moves_and_no_others(town, status):
    case = incident_in(town, status)
    mine = {move.verb for move in Incident.FLOW.values() if move.clock}
    assert mine == CLOCKS
    assert [verb for verb in Incident.FLOW if case.allows(verb, None)] == [
        verb for verb in Incident.FLOW if verb in mine
    ]


def test_every_status_is_told_by_the_cases_here():
    reached = {move.target for move in Incident.FLOW.values()} - {None}
    assert reached == set(IncidentStatus.values)
