"""Every state, every verb, every role and whose ground: what the tables allow happens, and nothing else."""

from datetime import timedelta

import pytest
from django.db import transaction

from grid.casework.refusals import NotNow, NotYours
from grid.models import Post
from tests.makers import order_in, whistle_in
from tests.town import MONDAY
from whistle.models import Order, Whistle
from whistle.models.order import OrderStatus
from whistle.models.whistle import WhistleStatus

LATER = MONDAY + timedelta(hours=3)
BLOWERS = {"street_party_secretary", "street_director"}
PEOPLE = (
    "worker", "secretary", "community_operator", "operator", "party_secretary", "director", "clerk", "head",
    "other_clerk", "other_head", "centre", "supervisor", "leader", "discipline", "mediator", "system_admin", "channel",
    "stranger", "former_secretary",
)  # fmt: skip
ELSEWHERE = (("next_street", "operator"), ("next_street", "party_secretary"), ("next_door", "community_operator"))
KINDS = {
    **{("whistle", status): (Whistle, whistle_in, status) for status in WhistleStatus.values},
    **{("order", status): (Order, order_in, status) for status in OrderStatus.values},
}
CLOCKS = {
    Whistle: {"respond", "arrive", "leader_absent", "finish", "close"},
    Order: {"dispatch", "take_lead", "absent", "resume", "withdraw", "follow_on"},
}


class Undone(Exception):
    """Takes a trial back."""


def needs(town, case, verb):
    """The fields without which the database refuses where a verb leads."""
    return {
        "blow": {"blower": town.party_secretary, "blown_at": LATER, "report_in_at": LATER},
        "report_in": {"reported_at": LATER, "reported_late": False},
        "leader_report_in": {"leader": town.leader, "leader_reported_at": LATER},
        "change_leader": {"leader": town.leader},
        "publish": {"story": "已建成街心花园。", "published_at": LATER},
        "rule_attendance": {"attendance_disputed": True, "attendance_ruling": "on_time"},
        "uphold_objection": {"lead": False},
        "reroute": {"lead": False},
    }.get(verb, {})


def grounds(case, of, posts):
    """What a seat of the table means on this case, read from the rows themselves: (kind, keys)."""
    whistle = case if isinstance(case, Whistle) else case.whistle
    if of == "judge":
        office = {(post.user_id, post.grid_id) for held in posts.values() for post in held if post.role in BLOWERS}
        still = whistle.blower_id and (whistle.blower_id, whistle.street_id) in office
        return ("user", {whistle.blower_id}) if still else ("grid", {whistle.street_id})
    if of == "leader":
        return "user", {case.leader_id}
    return ("department" if of == "department" else "grid"), {getattr(case, f"{of}_id")}


def has_hand(case, verb, person, posts):
    """Whether a line of the table names a post of this person, told by the posts alone."""
    for hand in case.FLOW[verb].hands:
        kind, keys = grounds(case, hand.of, posts)
        for post in posts.get(person.pk, ()):
            ground = {"user": person.pk, "grid": post.grid_id, "department": post.department_id}[kind]
            if post.role == hand.role and ground is not None and ground in keys:
                return True
    return False


def try_out(case, verb, person, changes):
    """What became of it: the step, or the refusal's class; and everything as it was before."""
    found = None
    try:
        with transaction.atomic():
            trial = type(case).objects.get(pk=case.pk)
            try:
                found = trial.move(verb, by=person, at=LATER, **changes)
                assert trial.steps.order_by("seq").last() == found
            except (NotYours, NotNow) as refusal:
                found = type(refusal)
            raise Undone
    except Undone:
        return found


def outcomes(town, case, move, person, posts):
    """What happens when this person tries, and what the table tells."""
    if not has_hand(case, move.verb, person, posts):
        return case.allows(move.verb, person, LATER), False
    step = try_out(case, move.verb, person, needs(town, case, move.verb))
    if case.status not in move.sources or case.hindrance(move.verb, LATER):
        return step, NotNow
    found = (step.verb, step.old, step.new, step.by) if hasattr(step, "verb") else step
    return found, (move.verb, case.status, move.target or case.status, person)


def everybody(town):
    return [(who, getattr(town, who)) for who in PEOPLE] + [
        (f"{place}.{who}", getattr(getattr(town, place), who)) for place, who in ELSEWHERE
    ]


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_only_what_the_table_allows_happens(town, kind, status):
    model, make, status = KINDS[kind, status]
    case = model.objects.get(pk=make(town, status).pk)
    posts = {}
    for post in Post.objects.active(LATER):
        posts.setdefault(post.user_id, []).append(post)
    assert case.status == status
    wrong = []
    for move in model.FLOW.human():
        for who, person in everybody(town):
            found, told = outcomes(town, case, move, person, posts)
            if found != told:
                wrong.append((move.verb, who, found, told))
    assert wrong == []


@pytest.mark.parametrize("model", CLOCKS)
def test_the_clock_has_its_own_moves_and_no_others(model):
    assert {move.verb for move in model.FLOW.values() if move.clock} == CLOCKS[model]


@pytest.mark.parametrize(("model", "statuses"), [(Whistle, WhistleStatus), (Order, OrderStatus)])
def test_every_status_is_told_by_the_cases_here(model, statuses):
    assert {move.target for move in model.FLOW.values()} - {None} == set(statuses.values)
