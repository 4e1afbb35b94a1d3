"""One more ladder: made from nothing or after another, given to a limit, and taken out when no limit climbs it."""

import pytest
from django.urls import reverse

from grid.models import CalendarVersion, Ladder, RuleChange, RulesChanged, TimeLimit
from tests.makers import incident_in
from tests.tables import load_tables

ADD, WHY = reverse("grid:ladder_add"), "区政府常务会议决定"
RUNGS = (
    {"effect": "remind", "basis": "share", "amount": "0.5", "unit": "", "tells": ["holder"]},
    {"effect": "overdue", "basis": "share", "amount": "1", "unit": "", "tells": ["holder", "leader"]},
)


def add(client, who, *rungs, **more):
    said = {"name": "宽限提醒", "why": WHY, "rungs-TOTAL_FORMS": len(rungs), "rungs-INITIAL_FORMS": 0}
    for no, rung in enumerate(rungs):
        said |= {f"rungs-{no}-{name}": value for name, value in {"position": no + 1, **rung}.items()}
    client.force_login(who)
    return client.post(ADD, said | more)


def remove(client, who, row, **said):
    client.force_login(who)
    return client.post(reverse("grid:ladder_remove", args=[row.pk]), {"why": WHY, **said})


def test_it_has_its_rungs_and_leaves_its_line(client, town):
    answer = add(client, town.system_admin, *RUNGS)
    row = Ladder.objects.get(name="宽限提醒")
    assert answer.url == row.get_absolute_url()
    assert list(row.rungs.values_list("effect", "tells")) == [("remind", ["holder"]), ("overdue", ["holder", "leader"])]
    line = RuleChange.objects.get()
    assert (line.ref, line.old, line.new["name"], line.by) == (row.ref, None, "宽限提醒", town.system_admin)


def test_a_limit_is_given_it_and_only_later_clocks_climb_it(client, town):
    before = incident_in(town, "accepted").clocks.get(stage="route")
    add(client, town.system_admin, *RUNGS)
    row, limit = Ladder.objects.get(name="宽限提醒"), TimeLimit.objects.get(kind="incident", stage="route", urgency="")
    said = {"amount": limit.amount, "unit": limit.unit, "ladder": row.pk, "why": WHY}
    assert client.post(reverse("grid:limit", args=[limit.pk]), said).status_code == 302
    after = incident_in(town, "accepted").clocks.get(stage="route")
    before.refresh_from_db()
    assert (before.ladder[0][4:], after.ladder[0][4:]) != (after.ladder[0][4:], after.ladder[0][4:])
    assert after.alarm_at < after.due_at


def test_it_begins_as_a_warning_or_as_another_one(client, town):
    client.force_login(town.system_admin)
    assert [row.initial.get("effect") for row in opened(client)] == ["remind", "overdue", None]
    after = Ladder.objects.get(name="order_sign").pk
    assert [row.initial.get("effect") for row in opened(client, after)] == ["remind", "overdue", "supervise", None]


def opened(client, after=""):
    return client.get(ADD, {"after": after}).context["form"].rungs.forms


@pytest.mark.parametrize(("after", "status"), [("x", 200), ("٣", 200), ("0", 404), ("99999999999999", 200)])
def test_a_broken_address_is_no_failure(client, town, after, status):
    client.force_login(town.system_admin)
    assert client.get(ADD, {"after": after}).status_code == status


@pytest.mark.parametrize("said", [{"name": ""}, {"name": "warn"}, {"why": " "}, {"rungs-0-tells": "mayor"}])
def test_what_is_wrong_comes_back(client, town, said):
    assert add(client, town.system_admin, *RUNGS, **said).status_code == 422
    assert not RuleChange.objects.exists()


def test_a_ladder_without_a_rung_is_none(client, town):
    assert add(client, town.system_admin).status_code == 422


def test_made_from_older_rules_it_is_stale(client, town):
    seen = CalendarVersion.number_of("limits")
    add(client, town.system_admin, *RUNGS)
    assert add(client, town.system_admin, *RUNGS, name="另一个", seen=seen).status_code == 409


def test_what_no_limit_climbs_is_taken_out(client, town):
    add(client, town.system_admin, *RUNGS)
    assert remove(client, town.system_admin, Ladder.objects.get(name="宽限提醒")).status_code == 302
    assert not Ladder.objects.filter(name="宽限提醒").exists()
    assert [line.new is None for line in RuleChange.objects.order_by("pk")] == [False, True]


def test_what_a_limit_climbs_stays(client, town):
    warn = Ladder.objects.get(name="warn")
    assert remove(client, town.system_admin, warn).status_code == 404
    with pytest.raises(RulesChanged):
        warn.remove(by=town.system_admin, post=town.system_admin.main_post, why=WHY)


@pytest.mark.parametrize("who", ["centre", "supervisor", "leader", "security_admin", "clerk"])
def test_only_the_system_administrator_adds_and_removes(client, town, who):
    someone = getattr(town, who)
    assert add(client, someone, *RUNGS).status_code == 403
    assert remove(client, someone, Ladder.objects.get(name="warn")).status_code == 403
    assert not RuleChange.objects.exists()


def test_loading_the_tables_again_leaves_it_alone(client, town):
    add(client, town.system_admin, *RUNGS)
    load_tables()
    assert Ladder.objects.get(name="宽限提醒").rungs.count() == 2
