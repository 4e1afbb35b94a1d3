"""Supervision and accountability: every state, every verb, everybody; the table is allowed, all else refused."""

from datetime import timedelta

import pytest
from django.db import transaction

from grid.casework.refusals import NotNow, NotYours
from grid.models import Post
from tests.town import MONDAY
from tests.whistle.slips import SAID, SLIPS, case_in, own_on_file, own_sent_out, sent_out
from whistle.models import Accountability, Supervision

LATER = MONDAY + timedelta(hours=6)
PEOPLE = (
    "worker", "secretary", "community_operator", "operator", "party_secretary", "director", "clerk", "head",
    "other_clerk", "other_head", "centre", "supervisor", "leader", "discipline", "mediator", "mediation_clerk",
    "system_admin", "security_admin", "audit_admin", "channel", "stranger", "former_secretary",
)  # fmt: skip
NEXT = ("operator", "party_secretary", "director")  # of the next street
CLOCKS = {
    Supervision: {"register", "notify", "escalate", "propose", "withdraw", "conclude"},
    Accountability: {"propose"},
}
# Who answers, whose colour: each relation in which a slip can stand to people.
RELATIONS = {
    "blue, a department": lambda town: sent_out(town),
    "red, a department": lambda town: sent_out(town, level=3),
    "blue, a street": lambda town: sent_out(town, street=town.street),
    "of a street on file, a community": own_on_file,
    "of a street, a community": own_sent_out,
    "of a street and red, a community": lambda town: own_sent_out(town, level=3),
    "of a street, a section": lambda town: own_sent_out(town, section="城市管理办公室"),
}
# The words of the trade against a move that the table has, told by the facts: (verb, what the test knows of the slip).
FORBIDDEN = {
    "escalate": lambda slip: slip.level == 3,
    "propose": lambda slip: slip.level < 3,
    "request_extension": lambda slip: slip.level == 3 or slip.extension_count > 0,
    "verify": lambda slip: any(item.struck_at is None for item in slip.items.all()),
    "withdraw": lambda slip: any(
        other.level > slip.level for other in Supervision.objects.filter(cause=slip.cause).exclude(status="withdrawn")
    ),
}  # fmt: skip
NEEDED = {"decide": {"measures": "interview", "decided_at": LATER}, "notify": {"sent_at": LATER}}


class Undone(Exception):
    """Takes a trial back."""


def posts_of_all(town):
    """{person: posts active then}, read from the table of posts alone."""
    everybody = [getattr(town, who) for who in PEOPLE] + [getattr(town.next_street, who) for who in NEXT]
    posts = {person: [] for person in everybody}
    for post in Post.objects.active(LATER):
        if post.user in posts:
            posts[post.user].append(post)
    return posts


def has_hand(case, move, posts):
    """Whether a line of the table names one of these posts."""
    for hand in move.hands:
        kind = "department_id" if hand.of == "department" else "grid_id"
        key = getattr(case, f"{hand.of}_id")
        if key and any(post.role == hand.role and getattr(post, kind) == key for post in posts):
            return True
    return False


def try_out(case, verb, person):
    """What became of it: the step, or the refusal's class; and everything is as it was before."""
    found = None
    try:
        with transaction.atomic():
            trial = type(case).objects.get(pk=case.pk)
            try:
                found = trial.move(verb, by=person, at=LATER, **NEEDED.get(verb, {}))
                assert trial.steps.last() == found
                assert trial.steps.count() == case.last_seq + 1
            except (NotYours, NotNow) as refusal:
                found = type(refusal)
                assert trial.steps.count() == case.last_seq
            raise Undone
    except Undone:
        return found


def told(case, move, person, posts):
    """What the table tells."""
    if not has_hand(case, move, posts):
        return NotYours
    forbidden = isinstance(case, Supervision) and FORBIDDEN.get(move.verb, lambda _slip: False)(case)
    if case.status not in move.sources or forbidden:
        return NotNow
    return move.verb, case.status, move.target or case.status, person


def wrong_moves(town, case):
    """Every combination of verb and person that ended otherwise than the table tells."""
    everybody, wrong = posts_of_all(town), []
    case.refresh_from_db()
    for move in case.FLOW.human():
        for person, posts in everybody.items() if any(move.sources) else ():
            step = try_out(case, move.verb, person)
            found = (step.verb, step.old, step.new, step.by) if hasattr(step, "verb") else step
            if found != told(case, move, person, posts):
                wrong.append((move.verb, person.username, found, told(case, move, person, posts)))
    return wrong


@pytest.mark.parametrize("status", SLIPS)
def test_only_what_the_table_allows_happens_to_a_slip(town, status):
    case = SLIPS[status](town)
    assert case.status == status
    assert wrong_moves(town, case) == []


@pytest.mark.parametrize("relation", RELATIONS)
def test_whoever_answers_and_whatever_its_colour(town, relation):
    assert wrong_moves(town, RELATIONS[relation](town)) == []


def test_what_a_community_replied_to_its_street(town):
    slip = own_sent_out(town)
    slip.request_extension(by=town.secretary, note="等待配件。", at=MONDAY + timedelta(hours=1))
    assert wrong_moves(town, slip) == []
    slip.reply(by=town.secretary, at=MONDAY + timedelta(hours=2), **SAID)
    assert wrong_moves(town, slip) == []


def test_with_an_open_checklist_and_an_extension_given(town):
    slip = SLIPS["extension_pending"](town)
    slip.approve_extension(by=town.supervisor, at=MONDAY + timedelta(hours=2))
    slip.add_item(by=town.supervisor, what="x", owner="y", due_on=LATER.date(), at=MONDAY + timedelta(hours=2))
    assert wrong_moves(town, slip) == []
    slip.reply(by=town.head, reason="x", measures="y", at=MONDAY + timedelta(hours=3))
    assert wrong_moves(town, slip) == []


@pytest.mark.parametrize("status", Accountability.Status.values)
def test_only_what_the_table_allows_happens_to_a_case(town, status):
    case = case_in(town, status)
    assert case.status == status
    assert wrong_moves(town, case) == []


@pytest.mark.parametrize("model", [Supervision, Accountability])
def test_the_clock_has_its_own_moves_and_no_others(model):
    assert {move.verb for move in model.FLOW.values() if move.clock} == CLOCKS[model]


def test_every_status_is_told_by_the_cases_here():
    reached = {move.target for move in Supervision.FLOW.values()} - {None}
    assert reached == set(SLIPS) == set(Supervision.Status.values)
    assert {move.target for move in Accountability.FLOW.values()} - {None} == set(Accountability.Status.values)


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "supervisor"])
def test_nobody_but_the_office_begins_a_slip(town, who):
    said = {"inspection": "open", "level": 1, "title": "x", "requirement": "y", "department": town.department}
    with pytest.raises(NotYours), transaction.atomic():
        Supervision.found(by=getattr(town, who), at=LATER, **said)
    assert not Supervision.objects.exists()


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in {"operator", "party_secretary", "director"}])
def test_nobody_but_the_street_begins_one_of_its_own(town, who):
    with pytest.raises(NotYours), transaction.atomic():
        own_on_file(town, by=getattr(town, who), at=LATER)


@pytest.mark.parametrize("who", NEXT)
def test_nor_does_the_next_street(town, who):
    with pytest.raises(NotYours), transaction.atomic():
        own_on_file(town, by=getattr(town.next_street, who), at=LATER)
