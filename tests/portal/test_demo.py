"""The demonstration: an invented district whose history was played by the verbs, and work on every desk."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from grid.casework.measures import Period
from grid.models import (
    Boundary,
    Category,
    Department,
    DepartmentUnit,
    Grid,
    Incident,
    IncidentAlarm,
    IncidentStep,
    Inquiry,
    Photo,
    Post,
    Prompt,
    Recheck,
    Role,
    TimeLimit,
    User,
)
from grid.models.incident.flow import INCIDENT_FLOW
from portal.demo import texts
from portal.demo.afterwards import round_off
from portal.demo.album import Album
from portal.demo.calls import PAST
from portal.demo.cast import Casting
from portal.demo.play import FIRST, Player
from portal.demo.twists import TWISTS, deck, twist_of
from portal.demo_logins import demo_inquiry, demo_logins, table
from portal.verify import broken
from tests.town import SHANGHAI
from whistle.models import Charge, Order, OrderAlarm, SolvedProblem, Supervision, Visit, Whistle

NOW = datetime(2026, 10, 21, 15, 20, tzinfo=SHANGHAI)  # a Wednesday
# Turns all of whose steps another turn or the present takes too are not played here, for the sake of time.
TAKEN_ELSEWHERE = {
    "verify", "report_up", "send_back", "assign", "extend", "unhappy", "appeal", "reviewed", "dismissed", "refused",
}  # fmt: skip
EACH_TURN = sorted(deck().index(name) for name in {"", *TWISTS} - TAKEN_ELSEWHERE)
PASSED_AT_ONCE = {"self_handled"}  # closed in the same act
KINDS = (Incident, Order, Whistle, Supervision)
# They look on, or wait for cases of another kind.
WITHOUT_WORK = {
    Role.COMMUNITY_SECRETARY, Role.LEADER, Role.DISCIPLINE, Role.MEDIATOR, Role.MEDIATION_CLERK,
    Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
}  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def player(django_db_setup, django_db_blocker, tmp_path_factory):
    """The district instead of the town, cast and played up to NOW in a transaction that is undone."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), DEMO=True)
    with django_db_blocker.unblock(), media, transaction.atomic():
        for model in (Boundary, Post, TimeLimit, Category, DepartmentUnit, Department, Grid, User):
            model.objects.all()._raw_delete("default")
        call_command("load_fixtures", verbosity=0)
        Casting(1).fill()
        Album.draw()
        yield play(Player(1, 75, NOW))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def own_media():
    """The pictures are the module's, not each test's."""


def play(player):
    """Of the first part what the present and whistles need, and of the past each turn once."""
    early, _rest = player.names(incidents=0)
    later = [f"whistle/{number}" for number in range(len(PAST))]
    for name in player.in_order({*early, *later, *(f"incident/{number}" for number in EACH_TURN)}):
        player.play(name)
    player.close_the_books()
    round_off(player.world, player.now)
    return player


def test_hot_issues_were_put_to_departments_and_closed_matters_drawn(player):
    assert set(Prompt.objects.values_list("status", flat=True)) == {"sent", "replied", "closed"}
    assert set(Recheck.objects.values_list("finding", flat=True)) == {"good", "bad", ""}
    round_off(player.world, player.now)
    assert Prompt.objects.count() == 3


def test_the_first_part_knows_every_status_and_verb_of_an_incident(player):
    steps = set(IncidentStep.objects.values_list("verb", flat=True))
    assert set(INCIDENT_FLOW) <= steps
    statuses = set(Incident.objects.values_list("status", flat=True))
    assert set(Incident.Status.values) - statuses == PASSED_AT_ONCE


def test_the_first_part_takes_every_turn():
    assert {twist_of(number) for number in FIRST} == {"", *TWISTS}


def test_verify_finds_nothing_in_the_history(player):
    assert broken(NOW) == {}


def test_nothing_was_played_beyond_the_present(player):
    assert not IncidentStep.objects.filter(at__gt=NOW).exists()
    assert IncidentStep.objects.filter(at__gt=NOW - timedelta(days=2)).exists()


@pytest.mark.parametrize("model", [IncidentAlarm, OrderAlarm])
def test_alarms_rang_within_twenty_seconds_as_the_timer_would_have(player, model):
    delays = [rang - due for rang, due in model.objects.values_list("rang_at", "fell_due_at")]
    assert delays
    assert max(delays) < timedelta(seconds=20)


def test_a_life_is_played_once_for_ever(player):
    before = Incident.objects.count()
    assert not player.play("today/0")
    assert Incident.objects.count() == before
    assert player.unplayed(["today/0", "incident/2999"]) == ["incident/2999"]


def test_the_same_seed_tells_the_same_story(player):
    assert Player(1, 75, NOW).plan("incident/77") == player.plan("incident/77")
    assert Player(2, 75, NOW).plan("incident/77") != player.plan("incident/77")


def test_three_thousand_lives_know_all_types_all_ways_and_all_streets(player):
    plans = [player.plan(f"incident/{number}") for number in range(3000)]
    assert len({plan.category.code for plan in plans}) == 88
    assert len({plan.source for plan in plans}) == 13
    assert len({plan.grid.code[:9] for plan in plans}) == 9
    assert all(NOW - timedelta(days=81) < plan.begins < NOW for plan in plans)


def test_every_login_that_holds_cases_finds_something_to_do(player):
    people = [post.user for _role, posts in demo_logins() for post in posts if post.role not in WITHOUT_WORK]
    assert len(people) > 20
    assert [user.username for user in people if not has_work(user)] == []


@pytest.mark.parametrize(
    ("login", "found"),
    [
        ("worker.zengchanli", {"status": "verifying"}),
        ("clerk.chengguan", {"status": "rework"}),
        ("head.chengguan", {"status": "extension_pending", "extension_endorsed": False}),
        ("operator.zengchanli", {"status": "extension_pending", "extension_endorsed": True}),
        ("operator.zengchanli", {"status": "suspension_pending"}),
        ("operator.zengchanli", {"status": "returned"}),
        ("operator.zengchanli", {"status": "reported", "urgency": "critical"}),
        ("operator.xiyuzhuang", {"status": "escalated"}),
        ("clerk.paishui", {"open_questions": 1}),
        ("centre.hongqiao", {"status": "contested"}),
    ],
)
def test_what_is_out_of_the_ordinary_waits_for_somebody_of_the_list(player, login, found):
    user = User.objects.get(username=login)
    assert Incident.objects.visible_to(user).waiting_for(user).filter(**found).exists()


@pytest.mark.parametrize(("login", "state"), [("operator.zengchanli", "asked"), ("supervisor.hongqiao", "reviewed")])
def test_an_appeal_can_be_reviewed_and_one_decided(player, login, state):
    user = User.objects.get(username=login)
    cases = Incident.objects.visible_to(user).filter(appeal_state=state)
    assert any(case.allows({"asked": "review_appeal", "reviewed": "decide_appeal"}[state], user) for case in cases)


def has_work(user):
    return any(model.objects.visible_to(user).waiting_for(user).exists() for model in KINDS)


def test_whistles_of_all_kinds_stand_at_every_point_of_their_way(player):
    assert set(Whistle.objects.values_list("kind", flat=True)) == {"enforcement", "key_task", "emergency"}
    assert set(Whistle.objects.values_list("status", flat=True)) == set(Whistle.Status.values)
    assert Whistle.objects.exclude(incident=None).exists()


def test_the_supervision_office_has_slips_of_every_colour(player):
    assert set(Supervision.objects.values_list("level", flat=True)) == {1, 2, 3}
    statuses = set(Supervision.objects.values_list("status", flat=True))
    assert {"rectifying", "replied", "verified", "escalated"} <= statuses


def test_leaders_answer_for_every_street_and_solved_195_problems_on_48_visits(player):
    charged = Charge.objects.on(NOW.date()).filter(grid__level=2)
    assert set(charged.values_list("grid__code", flat=True)) == set(
        Grid.objects.level(2).values_list("code", flat=True)
    )
    year = Period.of("year", NOW)
    assert Visit.objects.within(year).count() == Visit.objects.count() == 48
    assert SolvedProblem.objects.within(year).count() == 195


def test_every_base_grid_has_its_worker_and_every_unit_its_clerk(player):
    assert Post.objects.filter(role=Role.WORKER, is_primary=True).count() == Grid.objects.level(4).count()
    assert not DepartmentUnit.objects.exclude(posts__role=Role.CLERK).exists()


def test_pictures_are_shared_and_few(player):
    files = set(Photo.objects.values_list("file", flat=True))
    assert Photo.objects.exclude(incident=None).count() > 0
    assert len(files) == 32


def test_the_login_page_shows_some_forty_people_by_role(player):
    people = [post for _role, posts in demo_logins() for post in posts]
    assert 30 <= len(people) <= 60
    assert "worker.zengchanli" in table()


def test_the_login_page_tells_a_query_code_that_works(player):
    number, code = demo_inquiry()
    assert Inquiry.find(number, code).incident.remarks.filter(kind="reply").exists()
    assert code in table()


@pytest.mark.django_db
def test_outside_the_demonstration_nobody_is_shown_and_nothing_is_played(settings):
    settings.DEMO = settings.TEST = False
    assert demo_logins() == []
    with pytest.raises(CommandError):
        call_command("demo_data", "--first")


@pytest.mark.parametrize("code", sorted(texts.templates()))
def test_the_texts_of_a_type_are_filled_wholly(code, town):
    for source in texts.LEADS:
        told = texts.matter(code, source, town.community, Random(code))
        assert town.community.name in told.text + told.address
        assert "{" not in told.text + told.address + told.result
