"""The scheme of a year, the vote of the streets and the other scores: who writes them, and until when."""

from datetime import datetime

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.db.utils import IntegrityError

from grid.casework.refusals import NotYours
from tests.town import SHANGHAI
from tests.whistle.years import AFTER, SPRING, last_year, sheet_of
from whistle.models import AssessmentScheme, OtherScore, Vote

JULY = datetime(2025, 7, 1, tzinfo=SHANGHAI)
LINES = {
    "sign_points": 10, "contact_points": 5, "report_in_points": 15, "presence_points": 10, "attitude_points": 10,
    "handling_points": 30, "result_points": 20, "late_share": 40, "street_weight": "0.60", "round_weight": 2,
    "vote_share": "0.00",
}  # fmt: skip


def scheme(town, **said):
    return AssessmentScheme.objects.create(district=town.district, year=2027, **said)


def test_the_centre_writes_the_scheme_of_next_year_and_freezes_it(client, town):
    client.force_login(town.centre)
    assert client.post("/assessment/2027/scheme/", LINES).status_code == 302
    row = AssessmentScheme.objects.get()
    assert (str(row.street_weight), row.is_frozen, row.by) == ("0.60", False, town.centre)
    client.post("/assessment/2027/scheme/", LINES | {"act": "freeze"})
    assert client.post("/assessment/2027/scheme/", LINES).status_code == 403


@pytest.mark.parametrize("wrong", [{"sign_points": 11}, {"street_weight": "1.01"}, {"round_weight": ""}])
def test_a_scheme_that_does_not_add_up_comes_back(client, town, wrong):
    client.force_login(town.system_admin)
    assert client.post("/assessment/2027/scheme/", LINES | wrong).status_code == 422


@pytest.mark.parametrize("who", ["leader", "supervisor", "head", "party_secretary"])
def test_nobody_else_writes_a_scheme(client, town, who):
    client.force_login(getattr(town, who))
    assert client.post("/assessment/2027/scheme/", LINES).status_code == 403


def test_the_database_wants_a_hundred_points(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        scheme(town, sign_points=11)


def test_a_frozen_scheme_is_never_changed(town):
    row = scheme(town)
    row.freeze(at=AFTER)
    row.freeze(at=SPRING)
    with pytest.raises(DatabaseError), transaction.atomic():
        AssessmentScheme.objects.update(street_weight="0.10")
    assert AssessmentScheme.objects.get().frozen_at == AFTER


def test_a_new_year_freezes_its_scheme(town):
    scheme(town)
    AssessmentScheme.objects.freeze_begun(at=AFTER)
    assert not AssessmentScheme.objects.get().is_frozen
    AssessmentScheme.objects.freeze_begun(at=AFTER.replace(year=2027))
    assert AssessmentScheme.objects.get().is_frozen


def test_a_street_changes_its_vote_until_the_quarter_ends(town):
    Vote.cast(town.street, {town.department.pk: 80}, by=town.director, at=SPRING)
    Vote.cast(town.street, {town.department.pk: 60}, by=town.party_secretary, at=SPRING)
    assert Vote.objects.get().points == 60
    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.update(points=10, at=JULY)


def test_the_next_quarter_has_a_vote_of_its_own(town):
    for at in (SPRING, JULY):
        Vote.cast(town.street, {town.department.pk: 80}, by=town.director, at=at)
    assert list(Vote.objects.order_by("quarter").values_list("quarter", flat=True)) == [1, 3]


@pytest.mark.parametrize("who", ["operator", "clerk", "centre", "former_secretary"])
def test_only_the_two_posts_of_the_street_vote(town, who):
    with pytest.raises(NotYours):
        Vote.cast(town.street, {town.department.pk: 80}, by=getattr(town, who), at=SPRING.replace(year=2026))


def test_the_next_street_votes_for_itself_only(town):
    with pytest.raises(NotYours):
        Vote.cast(town.street, {town.department.pk: 80}, by=town.next_street.director, at=SPRING)


@time_machine.travel(SPRING, tick=False)
def test_the_vote_is_cast_on_one_page(client, town):
    client.force_login(town.party_secretary)
    page = client.get("/assessment/vote/")
    key = page.context["form"]["key"].value()
    answer = client.post("/assessment/vote/", {f"points_{town.department.pk}": 77, "key": key})
    assert (answer.status_code, Vote.objects.get().points, Vote.objects.get().street) == (302, 77, town.street)


def test_a_vote_beyond_a_hundred_comes_back(client, town):
    client.force_login(town.party_secretary)
    assert client.post("/assessment/vote/", {f"points_{town.department.pk}": 101}).status_code == 422


def test_without_a_vote_the_streets_score_stands_alone(town):
    case = last_year(town)
    Vote.objects.all().delete()
    assert sheet_of(case, town.department)["street_half"] == "82.75"


def test_the_centre_enters_the_other_scores_with_their_source(client, town):
    last_year(town)
    client.force_login(town.centre)
    said = {f"points_{town.department.pk}": "91.50", "source": "区绩效办〔2026〕1号"}
    assert client.post("/assessment/2025/scores/", said).status_code == 302
    row = OtherScore.objects.get(department=town.department)
    assert (str(row.points), row.source, row.by) == ("91.50", "区绩效办〔2026〕1号", town.centre)


def test_other_scores_need_their_source(client, town):
    last_year(town)
    client.force_login(town.centre)
    assert client.post("/assessment/2025/scores/", {f"points_{town.department.pk}": "91"}).status_code == 422
