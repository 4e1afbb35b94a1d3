"""The sums of a year: means, weights, the vote, the other half, points, and the neutral mean."""

from fractions import Fraction

import pytest

from tests.whistle.years import SPRING, last_year, point, rated_whistle, sheet_of
from whistle.models import Assessment, OtherScore
from whistle.models.assessment.reckoning import mean, rounded


@pytest.mark.parametrize(("value", "shown"), [
    (Fraction(1, 3), "0.33"), (Fraction(2, 3), "0.67"), (Fraction(1, 200), "0.01"), (Fraction(-1, 200), "-0.01"),
    (Fraction(-1, 300), "0.00"), (Fraction(85), "85.00"), (Fraction("88.125"), "88.13"), (None, None),
    (Fraction("88.1249999"), "88.12"), (Fraction(-10), "-10.00"),
])  # fmt: skip
def test_figures_are_rounded_half_away_from_zero(value, shown):
    assert rounded(value) == shown


def test_a_mean_of_nothing_is_nothing_and_weights_count():
    assert mean([]) is None
    assert mean([(90, 1), (60, 2)]) == 70


def test_every_street_counts_the_same_however_often_it_whistled(town):
    sheet = sheet_of(last_year(town), town.department)
    assert [line["mean"] for line in sheet["streets"]] == ["83.50", "82.00"]
    assert sheet["score"] == "82.75"


def test_the_annual_score_of_a_department(town):
    sheet = sheet_of(last_year(town), town.department)
    # 0.7 × 82.75 + 0.3 × 75.5 = 80.575; half of it, half of 88.25, and −3.5.
    told = (sheet["vote"], sheet["street_half"], sheet["other"], sheet["extra"], sheet["total"])
    assert told == ("75.50", "80.58", "88.25", "-3.50", "80.91")


def test_nothing_is_reckoned_from_a_rounded_number(town):
    sheet = sheet_of(last_year(town), town.department)
    assert sheet["total"] == rounded(Fraction("80.575") / 2 + Fraction("88.25") / 2 - Fraction("3.5"))


def test_who_was_not_whistled_gets_the_mean_of_those_who_were_and_is_marked(town):
    case = last_year(town)
    sheet = sheet_of(case, town.third_department)
    assert (sheet["whistled"], sheet["score"], sheet["streets"]) == (False, "87.38", [])
    assert sheet_of(case, town.other_department)["whistled"]


def test_in_a_year_without_ratings_nobody_has_a_score(town):
    case = Assessment.set_up(town.district, 2025, at=SPRING)
    sheet = sheet_of(case, town.department)
    assert (sheet["score"], sheet["total"], sheet["rank"]) == (None, None, None)


def test_without_the_other_half_there_is_no_total(town):
    case = last_year(town)
    OtherScore.objects.filter(department=town.department).delete()
    assert sheet_of(case, town.department)["total"] is None


def test_equals_share_a_rank(town):
    case = last_year(town)
    ranks = {sheet["code"]: sheet["rank"] for sheet in case.annual()["departments"]}
    assert [ranks[one.code] for one in (town.other_department, town.third_department, town.department)] == [1, 2, 3]


def test_a_deduction_and_its_reversal_add_up_to_nothing(town):
    case = last_year(town)
    point(town, town.other_department, "-10")
    point(town, town.other_department, "10")
    sheet = sheet_of(case, town.other_department)
    assert (sheet["extra"], len(sheet["points"])) == ("0.00", 2)


def test_a_rating_of_next_year_counts_next_year(town):
    case = last_year(town)
    before = case.annual()["departments"]
    rated_whistle(town, town, SPRING.replace(year=2026, day=2), town.clerk)
    assert case.annual()["departments"] == before


def test_how_the_streets_whistled_is_counted(town):
    rows = {row["code"]: row for row in last_year(town).annual()["streets"]}
    mine, theirs = rows[town.street.code], rows[town.next_street.street.code]
    assert (mine["blown"], mine["rated"], theirs["blown"], theirs["rated"]) == (2, 3, 1, 1)
    assert (mine["rate"], mine["late_ratings"], mine["misused"]) == (None, 0, 0)
