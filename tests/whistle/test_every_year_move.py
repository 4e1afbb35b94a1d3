"""The assessed year and its appeals: every state, every verb, everybody; the hands stand here a second time."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from grid.casework.refusals import NotNow, NotYours
from grid.casework.sweep import sweep
from grid.models import Department, Grid, GridLevel, Post, Role, User
from tests.town import LONG_AGO
from tests.whistle.years import AFTER, CLOSED, SPRING, YEAR
from whistle.models import Appeal, Assessment, AssessmentScheme

PEOPLE = (
    "worker", "secretary", "community_operator", "operator", "party_secretary", "director", "deputy", "clerk",
    "second_clerk", "head", "other_clerk", "other_head", "third_head", "centre", "supervisor", "leader", "discipline",
    "mediator", "mediation_clerk", "system_admin", "security_admin", "audit_admin", "channel", "stranger",
    "former_secretary",
)  # fmt: skip
NEXT = ("operator", "party_secretary", "director")  # of the next street
# Posts of another district, by role; its bureau has a head too.
ABROAD = (Role.CENTRE, Role.SUPERVISOR, Role.LEADER)

# Whose hand each verb is, written down apart from the flow table: a hand more there is a failure here.
HANDS = {"publish": {"centre"}, "freeze": {"centre"}, "uphold": {"centre"}, "refuse": {"centre"}}
BEGIN = {"appeal": {"head"}, "set_up": set()}
# From which of the states below each verb leads where.
LEADS = {
    ("publish", "over"): "published",
    ("freeze", "closing"): "frozen",
    ("uphold", "filed"): "upheld",
    ("refuse", "filed"): "refused",
}
CLOCKS = {Assessment: {"set_up", "close_appeals"}, Appeal: set()}


class Undone(Exception):
    """Takes a trial back."""


def running(town):
    """This year, which is not over."""
    AssessmentScheme.objects.create(district=town.district, year=AFTER.year)
    return Assessment.set_up(town.district, AFTER.year, at=AFTER)


def ruleless(town):
    """A year that is over and has no scheme."""
    return Assessment.set_up(town.district, YEAR, at=SPRING)


def over(town):
    AssessmentScheme.objects.create(district=town.district, year=YEAR)
    return ruleless(town)


def published(town):
    case = over(town)
    case.publish(by=town.centre, at=AFTER)
    return case


def appealed(town):
    return file(town, published(town), town.head, AFTER).assessment


def closing(town, make=published):
    case = make(town)
    sweep(Assessment, at=CLOSED)
    case.refresh_from_db()
    return case


def disputed(town):
    """To be frozen, but for an appeal that nobody decided."""
    return closing(town, appealed)


def frozen(town):
    case = closing(town)
    case.freeze(by=town.centre, at=CLOSED)
    return case


def file(town, case, person, at):
    return Appeal.appeal(case, town.department, by=person, text="三月三日准时到场。", at=at)


def filed(town):
    return file(town, published(town), town.head, AFTER)


def decided(verb, **said):
    def make(town):
        appeal = filed(town)
        getattr(appeal, verb)(by=town.centre, answer="已核查。", at=AFTER, **said)
        return appeal

    return make


YEARS = {
    "running": running, "ruleless": ruleless, "over": over, "published": published, "appealed": appealed,
    "closing": closing, "disputed": disputed, "frozen": frozen,
}  # fmt: skip
APPEALS = {"filed": filed, "upheld": decided("uphold", points=Decimal(1)), "refused": decided("refuse")}
SAID = {"uphold": {"points": Decimal(2), "answer": "核查属实。"}, "refuse": {"answer": "街道确认迟到。"}}


def abroad():
    """{name: person} of another district: the same posts, on other ground."""
    district = Grid.objects.create(code="120105", name="河北区", level=GridLevel.DISTRICT)
    bureau = Department.objects.create(code="elsewhere", name="河北区城管局", short_name="城管局", district=district)
    people = {}
    for role in (*ABROAD, Role.HEAD):
        user = people[f"abroad.{role}"] = User.objects.create(username=f"abroad.{role}", name="外区人员")
        ground = {"department": bureau} if role == Role.HEAD else {"grid": district}
        Post.objects.create(user=user, role=role, valid_from=LONG_AGO, **ground)
    return people


def everybody(town):
    near = {who: getattr(town, who) for who in PEOPLE}
    return near | {f"next_street.{who}": getattr(town.next_street, who) for who in NEXT} | abroad()


def try_out(act):
    """What became of it: where it led, or the refusal's class; and everything is as it was before."""
    found = None
    try:
        with transaction.atomic():
            try:
                found = act()
            except (NotYours, NotNow) as refusal:
                found = type(refusal)
            raise Undone
    except Undone:
        return found


def press(case, verb, person, at, whole=True):
    """Do it by the method that people use, or by its move alone; (verb, old, new, whose step it is)."""
    trial = type(case).objects.get(pk=case.pk)
    if whole:
        getattr(trial, verb)(by=person, at=at, **SAID.get(verb, {}))
    else:
        trial.move(verb, by=person, at=at)
    step = trial.steps.last()
    assert step.seq == case.last_seq + 1
    return step.verb, step.old, step.new, step.by


def wrong_moves(case, state, people, at):
    """Every combination of verb and person that ended otherwise than is told at the head of this file."""
    wrong = []
    for verb in [move.verb for move in case.FLOW.human() if any(move.sources)]:
        target = LEADS.get((verb, state))
        for who, person in people.items():
            told = (verb, case.status, target, person) if target else NotNow
            told, whole = (told, True) if who in HANDS[verb] else (NotYours, False)
            found = try_out(lambda args=(case, verb, person, at, whole): press(*args))
            wrong += [(verb, who, found, told)] if found != told else []
    return wrong


@pytest.mark.parametrize("state", YEARS)
def test_only_what_is_told_here_happens_to_a_year(town, state):
    case = YEARS[state](town)
    at = CLOSED if case.status in {"closing", "frozen"} else AFTER
    assert wrong_moves(case, state, everybody(town), at + timedelta(hours=1)) == []


@pytest.mark.parametrize("state", APPEALS)
def test_only_what_is_told_here_happens_to_an_appeal(town, state):
    case = APPEALS[state](town)
    assert case.status == state
    assert wrong_moves(case, state, everybody(town), AFTER) == []


@pytest.mark.parametrize("state", YEARS)
def test_nobody_but_the_departments_head_appeals_and_only_against_a_published_year(town, state):
    case, found = YEARS[state](town), {}
    for who, person in everybody(town).items():
        found[who] = try_out(lambda person=person: file(town, case, person, AFTER).status)
    assert set(found.values()) == ({"filed", NotYours} if state == "published" else {NotNow})
    assert {who for who, end in found.items() if end == "filed"} == (BEGIN["appeal"] if state == "published" else set())


def test_no_person_begins_a_year(town):
    said = {"district": town.district, "year": YEAR, "at": SPRING}
    for person in everybody(town).values():
        assert try_out(lambda person=person: Assessment.begin("set_up", by=person, **said)) is NotYours


def test_the_clock_decides_nothing_and_publishes_nothing(town):
    assert try_out(lambda: press(over(town), "publish", None, CLOSED)) is NotYours


@pytest.mark.parametrize("model", CLOCKS)
def test_the_clock_has_its_own_moves_and_no_others(model):
    assert {move.verb for move in model.FLOW.values() if move.clock} == CLOCKS[model]


def test_every_verb_and_every_status_is_told_here():
    for model, verbs in (Assessment, ("publish", "freeze")), (Appeal, ("uphold", "refuse")):
        assert {move.verb for move in model.FLOW.human() if any(move.sources)} == set(verbs)
    assert {*Assessment.Status.values} == {"draft", "published", "closing", "frozen"}
    assert set(APPEALS) == set(Appeal.Status.values)
