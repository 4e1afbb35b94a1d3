"""Drafting a whistle: alone or from an incident, kept or blown in one go."""

import re

import pytest
from django.urls import reverse

from grid.casework.refusals import NotYours
from tests.town import MONDAY
from tests.whistle import calls
from whistle.models import Whistle, WhistleKind
from whistle.models.whistle.blowing import check_report_in, suggested_report_in

DRAFT = reverse("whistle:draft")


def test_staff_keep_a_draft(client, town):
    client.force_login(town.operator)
    answer = client.post(DRAFT, calls.form(town, act="save"))
    whistle = Whistle.objects.get()
    assert (answer.status_code, answer.url) == (302, whistle.get_absolute_url())
    assert (whistle.status, whistle.street, whistle.number) == ("draft", town.street, None)
    assert [step.verb for step in whistle.steps.all()] == ["draft"]


def test_the_secretary_blows_in_one_go(client, town):
    client.force_login(town.party_secretary)
    client.post(DRAFT, calls.form(town, act="blow"))
    assert Whistle.objects.get().status == "blown"


def test_staff_who_press_blow_get_a_403_and_no_draft(client, town):
    client.force_login(town.operator)
    assert client.post(DRAFT, calls.form(town, act="blow")).status_code == 403
    assert not Whistle.objects.exists()


def test_what_is_missing_for_the_blow_is_said_at_its_field(client, town):
    client.force_login(town.party_secretary)
    answer = client.post(DRAFT, calls.form(town, act="blow", lead="", report_in_place=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"lead", "report_in_place"}
    assert "街道无执法权" in answer.content.decode()
    assert not Whistle.objects.exists()


def test_a_draft_may_lack_department_time_and_place(client, town):
    client.force_login(town.operator)
    client.post(DRAFT, calls.form(town, lead="", assisting=[], report_in_at="", report_in_place=""))
    assert Whistle.objects.get().status == "draft"


def test_the_same_form_sent_twice_makes_one_whistle(client, town):
    client.force_login(town.party_secretary)
    said = calls.form(town, act="blow", key="7f3bd4d2-3f1c-4a0f-9f64-0d7e6a1c2b11")
    assert client.post(DRAFT, said).url == client.post(DRAFT, said).url
    assert Whistle.objects.count() == 1


@pytest.mark.parametrize("who", ["worker", "clerk", "centre", "leader", "stranger"])
def test_whoever_is_no_street_staff_gets_a_403(client, town, who):
    client.force_login(getattr(town, who))
    assert client.get(DRAFT).status_code == 403
    assert client.post(DRAFT, calls.form(town)).status_code == 403


def test_staff_of_the_next_street_cannot_draft_here(town):
    with pytest.raises(NotYours):
        Whistle.draft(by=town.next_street.operator, street=town.street, **calls.content(town))


def test_the_form_names_the_latest_time_of_each_kind(client, town):
    client.force_login(town.operator)
    assert [kind.pk for kind, _latest, _proposed in client.get(DRAFT).context["form"].limits()] == [
        "enforcement", "key_task", "emergency", "routine", "breakthrough",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["enforcement", "key_task", "emergency", "breakthrough"])
@pytest.mark.parametrize("hours", [0, 9, 24 * 4, 24 * 5 + 3, 24 * 211])  # Monday, evening, Friday, Saturday, 国庆节
def test_the_proposed_time_may_be_set(town, kind, hours):
    at, kind = MONDAY + hours * calls.HOUR, WhistleKind.objects.get(pk=kind)
    check_report_in(kind, suggested_report_in(kind, at), at)
    check_report_in(kind, suggested_report_in(kind, at, 2), at, 2)


def test_only_departments_of_the_own_district_can_be_chosen(client, town):
    client.force_login(town.operator)
    offered = client.get(DRAFT).context["form"].fields["lead"].queryset
    assert town.department in offered
    assert {department.district for department in offered} == {town.district}


def test_the_lead_ticked_among_those_who_assist_is_called_once(client, town):
    client.force_login(town.party_secretary)
    ticked = [town.department.pk, town.other_department.pk]
    assert client.post(DRAFT, calls.form(town, act="blow", assisting=ticked)).status_code == 302
    whistle = Whistle.objects.get()
    assert [order.lead for order in whistle.orders.all()] == [True, False]
    assert list(whistle.assisting.all()) == [town.other_department]


def test_departments_stand_in_groups_by_what_they_are(client, town):
    client.force_login(town.operator)
    field = client.get(DRAFT).context["form"].fields["assisting"]
    groups = {str(label): [value.instance for value, _name in each] for label, each in field.choices}
    for departments in groups.values():
        assert len({department.kind for department in departments}) == 1
        assert [each.pinyin for each in departments] == sorted(each.pinyin for each in departments)


def test_a_department_is_found_by_the_initials_of_its_name(client, town):
    client.force_login(town.operator)
    initials = "".join(sound[0] for sound in town.department.pinyin.split())
    assert initials in client.get(DRAFT).content.decode()


def test_only_the_chosen_kinds_limit_is_in_sight(client, town):
    client.force_login(town.operator)
    page = client.get(DRAFT).content.decode()
    lines = re.findall(r"<p [^>]*data-kind=.(\w+)[^>]*>", page)
    hidden = re.findall(r"<p [^>]*data-kind=.(\w+)[^>]* hidden>", page)
    assert [kind for kind in lines if kind not in hidden] == ["enforcement"]
