"""Limits and ladders are rows: the system administrator edits them, and every change is kept."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from grid.models import CalendarVersion, Document, Ladder, RuleChange, RulesChanged, Rung, TimeLimit
from grid.models.stages import KINDS
from tests.makers import incident_in
from tests.town import MONDAY

WHY = "区政府常务会议决定"


def limit_of(kind, stage, urgency="", code=None):
    return TimeLimit.objects.get(kind=kind, stage=stage, urgency=urgency, category__code=code)


def send(client, who, name, *args, **said):
    client.force_login(who)
    return client.post(reverse(f"grid:{name}", args=args), {"why": WHY, **said})


def change(client, town, limit, **said):
    amount = {} if limit.amount is None else {"amount": limit.amount, "unit": limit.unit}
    kept = {"ladder": limit.ladder_id or "", **amount, **said}
    return send(client, town.system_admin, "limit", limit.pk, **kept)


def errors(answer):
    assert answer.status_code == 422
    return set(answer.context["form"].errors)


def test_every_row_of_the_tables_has_words(town):
    for limit in TimeLimit.objects.all():
        assert limit.stage in KINDS[limit.kind].stages
        assert not limit.urgency or limit.urgency in dict(KINDS[limit.kind].variants())


def test_every_rung_of_the_tables_can_ring_where_it_is_used(town):
    for limit in TimeLimit.objects.exclude(ladder=None):
        for rung in limit.ladder.rungs.all():
            assert KINDS[limit.kind].refuses(limit.stage, rung.effect) == ""


@pytest.mark.parametrize("kind", ["incident", "whistle", "order", "supervision", "prompt"])
def test_the_district_reads_the_limits_of_every_kind(client, town, kind):
    client.force_login(town.supervisor)
    answer = client.get(reverse("grid:limits"), {"kind": kind})
    assert answer.status_code == 200
    assert answer.context["stages"]
    assert reverse("grid:limit", args=[TimeLimit.objects.first().pk]) not in answer.content.decode()


def test_a_change_touches_only_later_clocks(client, town):
    before = incident_in(town, "accepted").clocks.get(stage="route")
    assert change(client, town, limit_of("incident", "route"), amount="3").status_code == 302
    after = incident_in(town, "accepted").clocks.get(stage="route")
    before.refresh_from_db()
    assert (before.amount, after.amount) == (1, 3)
    assert after.due_at > before.due_at


def test_a_changed_ladder_touches_only_later_clocks(town):
    before = incident_in(town, "accepted").clocks.get(stage="route")
    ladder = Ladder.objects.get(name="warn")
    rung = Rung(ladder=ladder, position=1, effect="overdue", basis="share", amount=1, tells=["leader"])
    said = {"by": town.system_admin, "post": town.system_admin.main_post, "why": WHY, "note": "", "basis": None}
    ladder.rebuild([rung], **said)
    after = incident_in(town, "accepted").clocks.get(stage="route")
    before.refresh_from_db()
    assert (len(before.ladder), len(after.ladder)) == (2, 1)


def test_a_change_leaves_a_line_that_says_who_what_and_why(client, town):
    limit = limit_of("order", "sign")
    change(client, town, limit, amount="2", ladder="")
    line = RuleChange.objects.get()
    assert (line.ref, line.by, line.post.role, line.why) == ("order/sign//", town.system_admin, "system_admin", WHY)
    assert (line.old["amount"], line.new["amount"], line.new["ladder"]) == ("1", "2", "")
    page = client.get(reverse("grid:limits"), {"kind": "order"}).content.decode()
    assert WHY in page


def test_nothing_changed_leaves_no_line(client, town):
    assert change(client, town, limit_of("order", "sign")).status_code == 302
    assert not RuleChange.objects.exists()


@pytest.mark.parametrize("statement", ["UPDATE grid_rulechange SET why = ''", "DELETE FROM grid_rulechange"])
def test_a_line_is_never_changed(client, town, statement):
    change(client, town, limit_of("order", "sign"), amount="2")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


WRONG = {
    "nothing": ({"amount": ""}, "amount"),
    "zero": ({"amount": "0"}, "amount"),
    "negative": ({"amount": "-1"}, "amount"),
    "half a calendar day": ({"amount": "1.5", "unit": "calendar_day"}, "amount"),
    "an unknown unit": ({"unit": "moon"}, "unit"),
    "no reason": ({"why": " "}, "why"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_at_its_field(client, town, case):
    said, field = WRONG[case]
    assert errors(change(client, town, limit_of("order", "sign"), **said)) == {field}


@pytest.mark.parametrize("ladder", ["resume", "supervision_reply"])
def test_a_ladder_that_cannot_ring_there_is_refused(client, town, ladder):
    row = Ladder.objects.get(name=ladder)
    assert errors(change(client, town, limit_of("order", "sign"), ladder=row.pk)) == {"ladder"}


def test_what_is_set_by_hand_has_a_ladder_but_no_amount(client, town):
    client.force_login(town.system_admin)
    page = client.get(reverse("grid:limit", args=[limit_of("order", "report_in").pk]))
    assert "amount" not in page.context["form"].fields


def test_a_type_gets_a_limit_of_its_own_and_loses_it_again(client, town):
    said = {"category": "0110", "urgency": "", "amount": "7", "unit": "working_day", "ladder": ""}
    TimeLimit.objects.filter(category__code="0110").delete()
    assert send(client, town.system_admin, "limit_add", "incident", "handle", **said).status_code == 302
    limit = limit_of("incident", "handle", code="0110")
    assert limit.amount == Decimal(7)
    assert send(client, town.system_admin, "limit_remove", limit.pk).status_code == 302
    assert [line.new is None for line in RuleChange.objects.order_by("pk")] == [False, True]


def test_the_same_limit_is_not_added_twice(client, town):
    said = {"urgency": "emergency", "amount": "7", "unit": "minute", "ladder": ""}
    answer = send(client, town.system_admin, "limit_add", "order", "sign", **said)
    assert errors(answer) == {"__all__"}


def test_the_general_limit_is_not_removed(client, town):
    assert send(client, town.system_admin, "limit_remove", limit_of("order", "sign").pk).status_code == 404


@pytest.mark.parametrize("who", ["centre", "supervisor", "leader", "security_admin", "clerk", "operator"])
def test_only_the_system_administrator_changes_rules(client, town, who):
    limit, ladder = limit_of("order", "sign"), Ladder.objects.get(name="warn")
    for name, key in ("limit", limit.pk), ("limit_remove", limit.pk), ("ladder", ladder.pk):
        assert send(client, getattr(town, who), name, key).status_code == 403
    assert not RuleChange.objects.exists()


def test_a_form_made_from_older_rules_is_stale(client, town):
    limit, seen = limit_of("order", "sign"), CalendarVersion.number_of("limits")
    change(client, town, limit, amount="2")
    answer = change(client, town, limit, amount="3", seen=seen)
    assert answer.status_code == 409
    limit.refresh_from_db()
    assert limit.amount == 2


def test_a_limit_names_its_document(client, town):
    document = Document.objects.create(
        number="津红政发〔2026〕12号", title="办法", subject="whistle", issuer="区政府", issued_on=MONDAY.date(),
        valid_from=MONDAY.date(),
    )  # fmt: skip
    change(client, town, limit_of("order", "sign"), basis=document.pk)
    page = client.get(reverse("grid:limits"), {"kind": "order"}).content.decode()
    assert document.number in page


def test_removing_what_is_needed_is_refused_below_the_page_too(town):
    said = {"by": town.system_admin, "post": town.system_admin.main_post, "why": WHY}
    with pytest.raises(RulesChanged):
        limit_of("order", "sign").remove(**said)
