"""A day off declared after the dispatch: running clocks are recounted, audited, and nothing that rang rings again."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from grid.casework.sweep import sweep
from grid.models import (
    CalendarDay,
    Recomputation,
    RecountedClock,
    RuleChange,
    RulesChanged,
    Rung,
    TimeLimit,
    calendar_now,
)
from portal.verify.clocks import alarms_once, due_recomputed, nearest_due
from tests.makers import incident_in, order_in
from tests.town import MONDAY, SHANGHAI
from whistle.models import Order

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY, NOON = MONDAY.date() + DAY, MONDAY + 3 * HOUR
SATURDAY = date(2026, 3, 7)
DECLARE = reverse("grid:declare")
STORM = {"why": "气象红色预警，全区停工", "name": "临时停工"}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def declare(town, *days, worked=False, at=NOON, **more):
    said = {"by": town.system_admin, "post": town.system_admin.main_post, "at": at, **STORM, **more}
    row = Recomputation.declare(list(days), worked, **said)
    Recomputation.objects.go_on(at)
    row.refresh_from_db()
    return row


def handling(town, **more):
    """The handling clock of an incident with five working days from Monday, 09:15."""
    TimeLimit.objects.filter(kind="incident", stage="handle", category__code="0110").update(
        amount=5, unit="working_day"
    )
    return incident_in(town, "handling", **more).clocks.get(stage="handle")


def again(clock):
    return type(clock).objects.get(pk=clock.pk)


def broken(at=NOON):
    return [*alarms_once(at), *due_recomputed(at), *nearest_due(at)]


def test_a_day_off_moves_what_is_pending(town):
    clock = handling(town)
    row = declare(town, TUESDAY)
    now = again(clock)
    assert now.due_at - clock.due_at == DAY
    assert (now.turns[-1]["turn"], now.cycle) == ("recompute", clock.cycle)
    assert now.case.due_at == now.due_at
    assert (row.finished_at, row.clocks.filter(clock=clock.pk).count()) == (NOON, 1)
    assert broken() == []


def test_what_it_moved_is_kept_with_both_dates(town):
    clock = handling(town)
    row = declare(town, TUESDAY)
    kept = row.clocks.get(clock=clock.pk)
    assert (kept.kind, kept.stage, kept.was, kept.due_at) == ("incident", "handle", clock.due_at, again(clock).due_at)
    line = RuleChange.objects.get(subject="calendar")
    assert (line.ref, line.old, line.new["worked"], line.why) == (str(TUESDAY), None, False, STORM["why"])


def test_it_never_resurrects_a_rung_that_rang(town):
    order = order_in(town, "dispatched", at=MONDAY)
    sweep(Order, NOON)
    before = list(order.clocks.get(stage="sign").alarms.values_list("rung", "fell_due_at"))
    declare(town, MONDAY.date(), at=NOON)
    sweep(Order, NOON)
    clock = order.clocks.get(stage="sign")
    assert len(before) >= 2
    assert list(clock.alarms.values_list("rung", "fell_due_at")) == before
    assert clock.due_at == datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
    assert broken() == []


def test_the_rungs_ahead_move_with_the_due_moment(town):
    clock = handling(town)
    declare(town, TUESDAY)
    moved = again(clock)
    moments = {effect: datetime.fromisoformat(moment) for _no, effect, moment in moved.rungs}
    assert moments["overdue"] == moved.due_at
    assert moved.alarm_at == moments["remind"] > clock.alarm_at


def test_what_is_due_rings_before_it_is_counted_away(town):
    order = order_in(town, "dispatched", at=MONDAY)
    declare(town, MONDAY.date(), at=NOON)
    assert order.clocks.get(stage="sign").alarms.filter(effect="overdue").exists()


def test_a_changed_ladder_is_not_smuggled_in(town):
    clock = handling(town)
    Rung.objects.filter(ladder__name="incident_handle", effect="supervise").delete()
    Rung.objects.update(tells=["leader"])
    declare(town, TUESDAY)
    assert [rung[1] for rung in again(clock).ladder] == [rung[1] for rung in clock.ladder]
    assert [rung[3] for rung in again(clock).ladder] == [rung[3] for rung in clock.ladder]


def test_a_clock_from_before_rungs_were_kept_takes_the_ladder_of_today(town):
    clock = handling(town)
    type(clock).objects.filter(pk=clock.pk).update(ladder=[rung[:3] for rung in clock.ladder])
    declare(town, TUESDAY)
    assert again(clock).next_moment() > clock.next_moment()


def test_a_suspended_clock_keeps_what_was_left(town):
    clock = handling(town)
    clock.suspend(NOON)
    clock.save()
    left = calendar_now().remaining(NOON, clock.due_at, clock.unit)
    declare(town, TUESDAY)
    held = again(clock)
    assert (held.alarm_at, held.suspended_at) == (None, NOON)
    held.resume(NOON + 7 * DAY, calendar_now(), ())
    assert calendar_now().remaining(NOON + 7 * DAY, held.due_at, held.unit) == left


def test_a_stopped_clock_is_frozen(town):
    case = incident_in(town, "handled")
    before = case.clocks.get(stage="handle")
    declare(town, MONDAY.date())
    assert (again(before).due_at, again(before).calendar_version) == (before.due_at, before.calendar_version)


def test_a_worked_saturday_brings_it_forward(town):
    clock = handling(town)
    declare(town, SATURDAY, worked=True)
    assert again(clock).due_at == clock.due_at - 2 * DAY
    assert broken() == []


def test_nobody_is_made_late_by_anothers_pen(town):
    clock = handling(town)
    late = datetime(2026, 3, 9, 8, 30, tzinfo=SHANGHAI)
    declare(town, SATURDAY, worked=True, at=late)
    assert again(clock).due_at == clock.due_at
    assert broken(late) == []


def test_taking_the_day_back_leaves_it_as_it_was(town):
    clock = handling(town)
    declare(town, TUESDAY)
    declare(town, TUESDAY, worked=None)
    assert again(clock).due_at == clock.due_at
    assert not CalendarDay.objects.filter(date=TUESDAY).exists()
    assert RecountedClock.objects.filter(clock=clock.pk).count() == 2
    assert broken() == []


def test_it_goes_on_where_it_was_stopped_and_counts_each_once(town):
    clocks = [handling(town) for _case in range(3)]
    row = Recomputation.declare(
        [TUESDAY], False, by=town.system_admin, post=town.system_admin.main_post, at=NOON, **STORM
    )
    for _time in range(3):
        Recomputation.objects.go_on(NOON, size=1)
    assert row.clocks.filter(clock__in=[clock.pk for clock in clocks], stage="handle").count() == 3
    assert not Recomputation.objects.unfinished().exists()


def test_many_cases_cost_hardly_more_statements_than_few(town, django_assert_max_num_queries):
    for _case in range(12):
        handling(town)
    with django_assert_max_num_queries(120):
        declare(town, TUESDAY)
    assert RecountedClock.objects.filter(stage="handle").count() == 12


def test_whoever_confirms_from_an_older_calendar_is_told(town):
    seen = calendar_now().version
    declare(town, TUESDAY, seen=seen)
    with pytest.raises(RulesChanged):
        declare(town, SATURDAY, seen=seen)


def send(client, who, **said):
    client.force_login(who)
    return client.post(DECLARE, {"first": str(TUESDAY), "last": "", "what": "off", **STORM, **said})


def test_the_page_shows_what_would_move_and_changes_nothing(client, town):
    clock = handling(town)
    answer = send(client, town.system_admin)
    assert (answer.status_code, answer.context["total"] >= 1) == (200, True)
    assert again(clock).due_at == clock.due_at
    assert not Recomputation.objects.exists()


def test_confirmed_it_is_so(client, town):
    seen = calendar_now().version
    answer = send(client, town.system_admin, confirm="1", seen=seen)
    row = Recomputation.objects.get()
    assert answer.url == row.get_absolute_url()
    assert not calendar_now().is_working_day(TUESDAY)
    assert send(client, town.system_admin, confirm="1", seen=seen, first=str(SATURDAY)).status_code == 409
    assert client.get(row.get_absolute_url()).status_code == 200


WRONG = {
    "no name for a holiday": ({"name": ""}, "name"),
    "an end before the beginning": ({"last": "2026-03-01"}, "last"),
    "two months": ({"last": "2026-05-03"}, "last"),
    "no reason": ({"why": ""}, "why"),
    "an impossible year": ({"first": "9999-03-03"}, "first"),
    "nothing new": ({"first": "2026-10-01", "name": "国庆节", "what": "off"}, "what"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_at_its_field(client, town, case):
    said, field = WRONG[case]
    if field == "what":
        said = said | {"name": CalendarDay.objects.get(date="2026-10-01").name}
    answer = send(client, town.system_admin, **said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("who", ["centre", "supervisor", "audit_admin", "clerk"])
def test_only_the_system_administrator_declares(client, town, who):
    assert send(client, getattr(town, who), confirm="1").status_code == 403


def test_a_year_that_is_missing_is_entered_here(client, town):
    client.force_login(town.centre)
    page = client.get(reverse("grid:calendar"), {"year": "2027"})
    assert page.context["known"] is False
    declare(town, *[date(2027, 10, no) for no in range(1, 8)], name="国庆节")
    assert client.get(reverse("grid:calendar"), {"year": "2027"}).context["known"] is True


@pytest.mark.parametrize("year", ["", "x", "1", "99999", "٣", "-5"])
def test_any_year_opens(client, town, year):
    client.force_login(town.leader)
    assert client.get(reverse("grid:calendar"), {"year": year}).status_code == 200


@pytest.mark.parametrize(("who", "seen"), [("centre", True), ("audit_admin", False)])
def test_its_page_leads_to_the_cases_that_the_reader_may_open(client, town, who, seen):
    clock = handling(town)
    row = declare(town, TUESDAY)
    client.force_login(getattr(town, who))
    page = client.get(row.get_absolute_url()).content.decode()
    assert (clock.case.number in page, clock.case.get_absolute_url() in page) == (seen, seen)
