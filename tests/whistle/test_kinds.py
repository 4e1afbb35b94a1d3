"""The kinds of whistles are rows: the system administrator keeps them, and what was blown is never deleted."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from grid.models import CalendarVersion, RuleChange, RulesChanged, TimeLimit
from tests.makers import blow_again, blow_whistle, draft_whistle, whistle_in
from tests.tables import load_tables
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from whistle.forms.whistles import AgainForm, EditForm
from whistle.models import WhistleKind
from whistle.views.whistle_page import first_said

SAID = {"name": "专项整治", "name_en": "Campaign", "note": "区级专项行动", "position": "9", "active": "on"}
WHY = "区政府常务会议决定"


def row(code="enforcement"):
    return WhistleKind.objects.get(pk=code)


def send(client, who, address, /, *args, **said):
    client.force_login(who)
    return client.post(reverse(f"whistle:{address}", args=args), {"why": WHY, **said})


def keep(client, town, of, /, **said):
    kept = {name: value for name, value in row(of).told.items() if value not in {"", False}}
    return send(client, town.system_admin, "kind", of, **kept | said)


def add(client, town, code="campaign", **said):
    return send(client, town.system_admin, "kind_add", code=code, **SAID | said)


def switch_off(town, code):
    row(code).keep(by=town.system_admin, post=town.system_admin.main_post, why=WHY, active=False)


@pytest.mark.parametrize("who", ["centre", "supervisor", "leader", "security_admin", "audit_admin"])
def test_who_answers_for_the_rules_reads_them_without_a_form(client, town, who):
    client.force_login(getattr(town, who))
    assert str(row()) in client.get(reverse("whistle:kinds")).content.decode()
    page = client.get(row().get_absolute_url())
    assert (page.status_code, "form" in page.context) == (200, False)


@pytest.mark.parametrize("who", ["centre", "supervisor", "leader", "security_admin", "clerk", "party_secretary"])
def test_only_the_system_administrator_keeps_them(client, town, who):
    someone = getattr(town, who)
    assert send(client, someone, "kind_add", code="campaign", **SAID).status_code == 403
    for name in ("kind", "kind_remove"):
        assert send(client, someone, name, "enforcement", **SAID).status_code == 403
    assert not RuleChange.objects.exists()


def test_a_change_leaves_a_line_that_says_who_what_and_why(client, town):
    assert keep(client, town, "enforcement", name="联合执法").status_code == 302
    line = RuleChange.objects.get()
    assert (line.subject, line.ref, line.by, line.why) == ("kind", "kind/enforcement", town.system_admin, WHY)
    assert (line.old["name"], line.new["name"]) == ("综合执法", "联合执法")
    assert WHY in client.get(reverse("whistle:kinds")).content.decode()


def test_nothing_changed_leaves_no_line(client, town):
    assert keep(client, town, "key_task").status_code == 302
    assert not RuleChange.objects.exists()


def test_a_new_kind_is_offered_at_once_and_has_the_general_limits(client, town):
    assert add(client, town).status_code == 302
    whistle = blow_whistle(town, kind="campaign")
    general = TimeLimit.objects.get(kind="order", stage="sign", urgency="")
    assert whistle.orders.first().clocks.get(stage="sign").amount == general.amount


WRONG = {
    "a code twice": ({"code": "routine"}, "code"),
    "a code with capitals": ({"code": "Campaign"}, "code"),
    "a code too long": ({"code": "a" * 15}, "code"),
    "the word of the form": ({"code": "add"}, "code"),
    "no name": ({"name": " "}, "name"),
    "no English name": ({"name_en": ""}, "name_en"),
    "no reason": ({"why": ""}, "why"),
    "a position below nought": ({"position": "-1"}, "position"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_at_its_field(client, town, case):
    said, field = WRONG[case]
    answer = add(client, town, **said)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})


def test_a_code_never_changes(client, town):
    keep(client, town, "enforcement", code="renamed", name="联合执法")
    assert row("enforcement").name == "联合执法"
    with pytest.raises(DatabaseError), transaction.atomic():
        WhistleKind.objects.filter(pk="routine").update(code="renamed")


def test_no_whistle_of_a_kind_switched_off_is_blown(town):
    draft = draft_whistle(town)
    switch_off(town, "enforcement")
    form = EditForm(case=draft, user=town.operator)
    assert row("enforcement") not in form.fields["kind"].queryset
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        draft.blow(by=town.party_secretary, at=MONDAY, report_in_at=MONDAY + HOUR)
    assert set(refused.value.message_dict) == {"kind"}
    assert blow_whistle(town, kind="routine").kind_id == "routine"


def test_what_runs_goes_on_and_may_be_blown_again(town):
    failed = whistle_in(town, "blown")
    switch_off(town, "enforcement")
    assert row("enforcement") in AgainForm(case=failed, user=town.party_secretary).fields["kind"].queryset
    failed.orders.get().sign(by=town.clerk, at=MONDAY + HOUR / 2)
    assert blow_again(town, failed, at=MONDAY + 24 * HOUR).kind_id == "enforcement"


def test_a_form_proposes_a_kind_that_is_in_use(town):
    switch_off(town, "enforcement")
    assert first_said(None)["kind"] == WhistleKind.objects.in_use().exclude(is_emergency=True).first().pk
    switch_off(town, "emergency")
    assert WhistleKind.objects.proposed(urgent=True).active


def test_the_last_kind_in_use_stays_in_use(client, town):
    WhistleKind.objects.exclude(pk="enforcement").update(active=False)
    answer = keep(client, town, "enforcement", active="")
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"active"})
    assert row().active


def test_once_blown_it_is_never_deleted(client, town):
    add(client, town)
    blow_whistle(town, kind="campaign")
    assert send(client, town.system_admin, "kind_remove", "campaign").status_code == 404
    with pytest.raises(RulesChanged):
        row("campaign").remove(by=town.system_admin, post=town.system_admin.main_post, why=WHY)
    with pytest.raises(ProtectedError):
        row("campaign").delete()


def test_with_limits_of_its_own_it_stays(client, town):
    add(client, town)
    TimeLimit.objects.create(kind="order", stage="sign", urgency="campaign/2", amount=5, unit="minute")
    assert send(client, town.system_admin, "kind_remove", "campaign").status_code == 404


def test_what_nothing_rests_on_is_removed(client, town):
    add(client, town)
    assert send(client, town.system_admin, "kind_remove", "campaign").status_code == 302
    assert [line.new is None for line in RuleChange.objects.order_by("pk")] == [False, True]
    assert client.get(reverse("whistle:kinds")).status_code == 200


def test_a_form_made_from_older_kinds_is_stale(client, town):
    seen = CalendarVersion.number_of("kinds")
    keep(client, town, "routine", name="推进工作")
    assert keep(client, town, "enforcement", name="联合执法", seen=seen).status_code == 409
    assert row().name == "综合执法"


def test_its_limits_stand_beside_it_and_lead_to_their_form(client, town):
    client.force_login(town.system_admin)
    page = client.get(row("emergency").get_absolute_url()).content.decode()
    mine = TimeLimit.objects.get(kind="order", stage="sign", urgency="emergency")
    others = TimeLimit.objects.get(kind="order", stage="handle", urgency="routine")
    assert reverse("grid:limit", args=[mine.pk]) in page
    assert reverse("grid:limit", args=[others.pk]) not in page


@pytest.mark.parametrize("kind", ["order", "whistle"])
def test_the_limits_lead_to_the_kinds(client, town, kind):
    client.force_login(town.system_admin)
    page = client.get(reverse("grid:limits"), {"kind": kind}).content.decode()
    assert f'class="btn" href="{reverse("whistle:kinds")}"' in page


def test_loading_the_tables_again_switches_nothing_on(town):
    switch_off(town, "enforcement")
    load_tables()
    assert not row().active
