"""A year is published, appealed against once, decided with a reason, and frozen for ever."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from grid.casework.refusals import NotNow, NotYours
from grid.casework.sweep import sweep
from grid.models import Department, Notice
from tests.whistle.years import (
    AFTER,
    CLOSED,
    SPRING,
    YEAR,
    closing,
    frozen,
    last_year,
    overruled,
    point,
    published,
    rated_whistle,
    sheet_of,
)
from whistle.models import Appeal, Assessment, AssessmentScheme, FrozenFigure, OtherScore, PointEntry, Rating
from whistle.models.assessment.frozen import digest_of

DAY = CLOSED - AFTER


def appealed(town, case):
    return Appeal.appeal(case, town.department, by=town.head, text="三月三日准时到场。", at=AFTER)


def test_publishing_freezes_the_scheme_and_tells_every_head(town):
    case = published(town)
    assert (case.status, case.published_at) == ("published", AFTER)
    assert AssessmentScheme.objects.get(year=YEAR).is_frozen
    told = Notice.objects.filter(kind="assessment.published")
    assert told.filter(department=town.department, role="head").count() == 1


def test_a_running_year_is_not_published(town):
    case = Assessment.set_up(town.district, 2026, at=AFTER)
    with pytest.raises(NotNow):
        case.publish(by=town.centre, at=AFTER)


@pytest.mark.parametrize("who", ["leader", "supervisor", "head", "party_secretary", "system_admin"])
def test_nobody_but_the_centre_publishes_or_freezes(town, who):
    with pytest.raises(NotYours):
        last_year(town).publish(by=getattr(town, who), at=AFTER)


def test_appeals_end_with_their_time(town):
    case = closing(town)
    assert (case.status, case.steps.last().verb) == ("closing", "close_appeals")
    with pytest.raises(NotNow):
        appealed(town, case)


def test_the_last_moment_for_appeals_is_five_working_days_later(town):
    clock = published(town).clocks.get(stage="appeals")
    assert (clock.due_at - AFTER).days == 7
    with pytest.raises(NotNow):
        Appeal.appeal(
            Assessment.objects.get(), town.department, by=town.head, text="迟了。", at=clock.due_at + DAY / 9999
        )


def test_a_department_appeals_once(town):
    case = published(town)
    appealed(town, case)
    with pytest.raises(NotNow):
        appealed(town, case)


@pytest.mark.parametrize("who", ["clerk", "other_head", "party_secretary", "centre"])
def test_nobody_but_its_head_appeals_for_a_department(town, who):
    case = published(town)
    with pytest.raises(NotYours):
        Appeal.appeal(case, town.department, by=getattr(town, who), text="。", at=AFTER)


def test_an_upheld_appeal_corrects_the_sheet_by_an_entry_of_its_own(town):
    case = published(town)
    appealed(town, case).uphold(by=town.centre, points=Decimal("2.5"), answer="核查属实。", at=AFTER)
    sheet = sheet_of(case, town.department)
    assert (sheet["total"], sheet["extra"]) == ("83.41", "-1.00")
    assert "核查属实" in sheet["points"][-1]["reason"]


def test_a_refused_appeal_changes_nothing_and_says_why(town):
    case = published(town)
    appeal = appealed(town, case)
    appeal.refuse(by=town.centre, answer="街道确认迟到。", at=AFTER)
    assert (appeal.status, sheet_of(case, town.department)["total"]) == ("refused", "80.91")
    assert Notice.objects.filter(kind="appeal.refused", department=town.department).exists()


@pytest.mark.parametrize("who", ["head", "supervisor", "leader", "party_secretary"])
def test_nobody_but_the_centre_decides(town, who):
    appeal = appealed(town, published(town))
    with pytest.raises(NotYours):
        appeal.uphold(by=getattr(town, who), points=Decimal(1), answer="。", at=AFTER)
    with pytest.raises(NotYours):
        appeal.refuse(by=getattr(town, who), answer="。", at=AFTER)
    assert PointEntry.objects.count() == 2


def test_no_year_is_frozen_over_an_open_appeal(town):
    case = published(town)
    appeal = appealed(town, case)
    sweep(Assessment, at=CLOSED)
    with pytest.raises(NotNow):
        case.freeze(by=town.centre, at=CLOSED)
    appeal.refuse(by=town.centre, answer="。", at=CLOSED)
    case.freeze(by=town.centre, at=CLOSED)
    assert case.status == "frozen"


def test_a_frozen_year_says_what_it_said_before(town):
    case = closing(town)
    before = case.annual()
    case.freeze(by=town.centre, at=CLOSED)
    assert case.annual() == before
    assert case.digest == digest_of(before)


def happens_later(town):
    """Everything that could move a year's figures afterwards."""
    order = overruled(town, "not_present", CLOSED)
    point(town, town.department, "-10", at=CLOSED)
    OtherScore.enter(YEAR, {town.department.pk: Decimal(1)}, source="更正", by=town.centre, at=CLOSED)
    Department.objects.filter(pk=town.department.pk).update(name="城市管理局", name_en="Renamed", is_active=False)
    rated_whistle(town, town, SPRING.replace(month=4), town.other_clerk, handling=12)
    return order


def test_whatever_happens_later_a_frozen_year_never_changes(town):
    case = frozen(town)
    before, digest = case.annual(), case.digest
    order = happens_later(town)
    assert Rating.renew(order, at=CLOSED) is None
    case.refresh_from_db()
    assert (case.annual(), case.digest, digest_of(case.annual())) == (before, digest, digest)


def test_the_page_of_a_frozen_year_never_changes(town, client):
    frozen(town)
    client.force_login(town.leader)
    address = f"/assessment/2025/departments/{town.department.code}/"
    before = client.get(address).context["sheet"]
    happens_later(town)
    assert client.get(address).context["sheet"] == before


@pytest.mark.parametrize("statement", [
    "UPDATE whistle_frozenfigure SET figures = '{}'", "DELETE FROM whistle_frozenfigure",
    "TRUNCATE whistle_frozenfigure", "UPDATE whistle_assessmentscheme SET street_weight = 0.1",
    "DELETE FROM whistle_assessmentscheme WHERE year = 2025",
])  # fmt: skip
def test_the_database_refuses_to_change_what_is_frozen(town, statement):
    frozen(town)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert FrozenFigure.objects.exists()


def test_a_ruling_before_the_year_is_frozen_counts(town):
    case = published(town)
    overruled(town, "not_present", AFTER)
    row = sheet_of(case, town.department)["streets"][0]["ratings"][1]
    assert (row["total"], row["signed_total"], row["came"]) == (50, 75, "not_present")


def test_the_year_that_began_is_set_up_once(town):
    Assessment.set_up_this_year(at=AFTER)
    Assessment.set_up_this_year(at=CLOSED)
    assert Assessment.objects.get().year == 2026
