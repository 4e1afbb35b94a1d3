"""The working calendar and the time limits as rows: what they refuse, and that a change is seen at once."""

import csv
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from grid import limits
from grid.casework.deadlines import SHANGHAI, Limit
from grid.casework.deadlines import Rung as RungValue
from grid.models.calendar import CalendarDay, CalendarVersion, WorkSession, calendar_alarm, calendar_now, missing_years
from grid.models.category import Category
from grid.models.limits import Ladder, LimitMissing, Rung, TimeLimit

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parents[2] / "fixtures"
MONDAY = datetime(2026, 10, 5, 8, tzinfo=SHANGHAI)


def rows(name):
    return list(csv.DictReader((FIXTURES / name).read_text(encoding="utf-8").splitlines()))


@pytest.fixture(autouse=True)
def empty(db):
    """The town's own tables are set aside: each test begins with none."""
    for model in (TimeLimit, Rung, Ladder, WorkSession, CalendarDay):
        model.objects.all().delete()


@pytest.fixture
def loaded():
    limits.load_calendar(rows("calendar.csv"))
    limits.load_ladders(rows("ladders.csv"))
    limits.load_time_limits(rows("time_limits_stages.csv"))


@pytest.fixture
def manhole():
    group, _new = Category.objects.get_or_create(code="01", defaults={"name": "市容环境", "name_en": "Appearance"})
    return Category.objects.create(code="0199", major=group, name="井盖", name_en="Manhole")


def limit(**fields):
    return TimeLimit.objects.create(
        **{"kind": "incident", "stage": "handle", "amount": 1, "unit": "working_day"} | fields
    )


# --- the calendar ----------------------------------------------------------------------------------------


def test_an_empty_table_has_plain_weekends():
    assert calendar_now().add(MONDAY, 1, "working_day").date() == date(2026, 10, 5)


def test_the_loaded_calendar_knows_national_day(loaded):
    assert calendar_now().add(MONDAY, 1, "working_day") == datetime(2026, 10, 8, 18, tzinfo=SHANGHAI)


def test_a_changed_day_is_seen_by_the_next_question(loaded):
    calendar_now()
    CalendarDay.objects.filter(date__range=["2026-10-01", "2026-10-07"]).update(is_working=True)
    assert calendar_now().is_working_day(date(2026, 10, 5))


def test_a_deleted_day_is_seen_by_the_next_question(loaded):
    calendar_now()
    CalendarDay.objects.get(date="2026-10-05").delete()
    assert calendar_now().is_working_day(date(2026, 10, 5))


def test_a_change_that_was_taken_back_is_seen_as_taken_back(loaded):
    with transaction.atomic():
        CalendarDay.objects.all().delete()
        assert calendar_now().days == {}
        transaction.set_rollback(True)
    assert not calendar_now().is_working_day(date(2026, 10, 5))


def test_a_version_that_was_taken_back_never_comes_again(loaded):
    with transaction.atomic():
        CalendarDay.objects.update(note="x")
        undone = CalendarVersion.number_of("calendar")
        transaction.set_rollback(True)
    CalendarDay.objects.update(note="y")
    assert CalendarVersion.number_of("calendar") > undone


def test_an_unchanged_calendar_is_read_once(loaded, django_assert_num_queries):
    first = calendar_now()
    with django_assert_num_queries(1):
        assert calendar_now() is first


def test_sessions_replace_the_usual_hours():
    WorkSession.objects.create(opens=time(9), closes=time(17))
    assert calendar_now().sessions == ((time(9), time(17)),)


def test_a_session_that_closes_before_it_opens_is_refused():
    with pytest.raises(IntegrityError, match="worksession_closes_later"):
        WorkSession.objects.create(opens=time(12), closes=time(8))


@pytest.mark.parametrize("opens", [time(9), time(12)], ids=["overlapping", "touching"])
def test_sessions_that_meet_are_refused(opens):
    WorkSession.objects.create(opens=time(8), closes=time(12))
    with pytest.raises(IntegrityError, match="overlap"):
        WorkSession.objects.create(opens=opens, closes=time(18))


ALARMS = {
    "nothing is missing in October": (date(2026, 10, 31), []),
    "from November the next year is missing": (date(2026, 11, 1), [2027]),
    "a year that began without its list is missing": (date(2027, 1, 5), [2027]),
}


@pytest.mark.parametrize(("today", "years"), ALARMS.values(), ids=ALARMS)
def test_years_without_their_list_raise_an_alarm(loaded, today, years):
    assert missing_years(today) == years
    assert [str(year) in (calendar_alarm(today) or "") for year in years] == [True] * len(years)
    assert (calendar_alarm(today) is None) is (years == [])


def test_every_change_of_a_day_is_kept_in_its_history(loaded):
    CalendarDay.objects.filter(date="2026-10-05").update(is_working=True)
    CalendarDay.objects.get(date="2026-10-05").delete()
    history = CalendarDay.pgh_event_model.objects.filter(date="2026-10-05").order_by("pgh_id")
    assert list(history.values_list("pgh_label", "is_working"))[-3:] == [
        ("insert", False), ("update", True), ("delete", True),
    ]  # fmt: skip


# --- limits ----------------------------------------------------------------------------------------------

MOST_SPECIFIC = {
    "category and urgency": (("urgent", True), 1),
    "the category before the urgency": (("critical", True), 2),
    "the urgency when the category has none": (("urgent", False), 3),
    "any when nothing fits": (("normal", False), 4),
}


@pytest.mark.parametrize(("asked", "amount"), MOST_SPECIFIC.values(), ids=MOST_SPECIFIC)
def test_the_most_specific_limit_wins(manhole, asked, amount):
    limit(category=manhole, urgency="urgent", amount=1)
    limit(category=manhole, amount=2)
    limit(urgency="urgent", amount=3)
    limit(amount=4)
    urgency, of_manhole = asked
    assert TimeLimit.objects.limit_for("incident", "handle", urgency, manhole if of_manhole else None).amount == amount


def test_a_stage_without_any_limit_is_an_error_that_names_it():
    with pytest.raises(LimitMissing, match="incident, stage handle"):
        TimeLimit.objects.limit_for("incident", "handle")


def test_a_changed_limit_is_seen_by_the_next_clock():
    limit(amount=4)
    TimeLimit.objects.limit_for("incident", "handle")
    TimeLimit.objects.update(amount=Decimal("2.5"))
    assert TimeLimit.objects.limit_for("incident", "handle").amount == Decimal("2.5")


def test_a_changed_rung_is_seen_by_the_next_clock(loaded):
    TimeLimit.objects.limit_for("incident", "handle")
    Rung.objects.filter(ladder__name="incident_handle", effect="supervise").delete()
    effects = [rung.effect for rung in TimeLimit.objects.limit_for("incident", "handle").ladder]
    assert effects == ["remind", "overdue"]


def test_a_known_limit_costs_one_query(loaded, django_assert_num_queries):
    TimeLimit.objects.limit_for("order", "sign")
    with django_assert_num_queries(1):
        TimeLimit.objects.limit_for("order", "sign", "emergency")


def test_an_emergency_is_signed_in_ten_minutes_and_supervised_ten_later(loaded):
    assert TimeLimit.objects.limit_for("order", "sign", "emergency") == Limit(10, "minute", (
        RungValue("remind", "share", Decimal("0.80"), tells=("holder",)),
        RungValue("overdue", "share", 1, tells=("holder", "blowers")),
        RungValue("supervise", "after", 10, "minute", ("holder", "centre", "supervision")),
    ))  # fmt: skip


def test_a_report_in_time_is_set_by_hand(loaded):
    found = TimeLimit.objects.limit_for("order", "report_in", "enforcement")
    assert (found.amount, found.unit, len(found.ladder)) == (None, None, 3)


def test_the_same_limit_twice_is_refused_also_for_any_category():
    limit()
    with pytest.raises(IntegrityError, match="timelimit_once"):
        limit()


WRONG_LIMITS = {
    "an amount without unit": {"unit": None},
    "an unknown unit": {"unit": "fortnight"},
    "a negative amount": {"amount": -1},
    "half a calendar day": {"amount": Decimal("0.5"), "unit": "calendar_day"},
}


@pytest.mark.parametrize("fields", WRONG_LIMITS.values(), ids=WRONG_LIMITS)
def test_a_wrong_limit_is_refused(fields):
    with pytest.raises(IntegrityError, match="timelimit_"):
        limit(**fields)


WRONG_RUNGS = {
    "an unknown effect": {"effect": "shout"},
    "a share with a unit": {"unit": "minute"},
    "after nothing": {"basis": "after"},
    "a negative amount": {"amount": -1},
}


@pytest.mark.parametrize("fields", WRONG_RUNGS.values(), ids=WRONG_RUNGS)
def test_a_wrong_rung_is_refused(fields):
    ladder = Ladder.objects.create(name="warn")
    with pytest.raises(IntegrityError, match="rung_"):
        Rung.objects.create(
            **{"ladder": ladder, "position": 1, "effect": "remind", "basis": "share", "amount": 1} | fields
        )


# --- loading ---------------------------------------------------------------------------------------------

LOADERS = {
    "calendar.csv": (limits.load_calendar, CalendarDay),
    "ladders.csv": (limits.load_ladders, Rung),
    "time_limits_stages.csv": (limits.load_time_limits, TimeLimit),
}


@pytest.mark.parametrize("name", LOADERS)
def test_loading_again_changes_nothing(loaded, name):
    load, model = LOADERS[name]
    before = CalendarVersion.number_of("calendar"), CalendarVersion.number_of("limits")
    again = load(rows(name))
    assert (again.new, again.changed, again.same, again.problems) == (0, 0, model.objects.count(), ())
    assert (CalendarVersion.number_of("calendar"), CalendarVersion.number_of("limits")) == before


def test_a_changed_row_is_written(loaded):
    day = {"date": "2026-10-05", "is_working": "1", "name": "国庆节"}
    assert limits.load_calendar([day]).changed == 1
    assert CalendarDay.objects.get(date="2026-10-05").is_working


def test_a_rung_that_left_the_file_leaves_its_ladder_and_no_other(loaded):
    kept = [row for row in rows("ladders.csv") if row["ladder"] == "order_sign" and row["position"] != "3"]
    limits.load_ladders(kept)
    assert Ladder.objects.get(name="order_sign").rungs.count() == 2
    assert Ladder.objects.get(name="order_handle").rungs.count() == 3


GOOD = {"kind": "incident", "stage": "handle", "amount": "1", "unit": "working_day", "ladder": "warn"}
WRONG_ROWS = {
    "an unknown ladder": ({"ladder": "leiter"}, "ladder"),
    "an unknown category": ({"category": "9999"}, "category"),
    "an amount that is no number": ({"amount": "viel"}, "amount"),
    "an amount below nothing": ({"amount": "-1"}, "amount"),
    "a unit without amount": ({"amount": ""}, "unit"),
    "an unknown unit": ({"unit": "fortnight"}, "unit"),
    "no kind": ({"kind": ""}, "kind"),
}


@pytest.mark.parametrize(("fields", "column"), WRONG_ROWS.values(), ids=WRONG_ROWS)
def test_a_wrong_row_is_told_and_nothing_is_written(fields, column):
    Ladder.objects.create(name="warn")
    problems = limits.load_time_limits([GOOD, GOOD | {"stage": "sign"} | fields]).problems
    assert [(problem.row, problem.column) for problem in problems] == [(3, column)]
    assert not TimeLimit.objects.exists()


def test_a_row_that_stands_twice_is_told():
    Ladder.objects.create(name="warn")
    assert [problem.row for problem in limits.load_time_limits([GOOD, GOOD]).problems] == [3]


def test_a_wrong_rung_leaves_no_ladder_behind():
    rung = {"ladder": "new", "position": "1", "effect": "remind", "basis": "share", "amount": "0.8", "unit": ""}
    assert limits.load_ladders([rung, rung | {"position": "2", "effect": "shout"}]).problems
    assert not Ladder.objects.exists()
