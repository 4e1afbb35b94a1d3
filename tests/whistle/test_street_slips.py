"""Slips of a street for its own communities and sections: who may, who sees, and that they end with the street."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from grid.casework.refusals import NotNow, NotYours
from grid.casework.sweep import sweep
from grid.models import Ladder, Notice, Rung
from tests.makers import file_incident, incident_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, just_now
from tests.whistle.slips import MATTER, SAID, on_file, own_on_file, own_sent_out, sent_out
from tests.whistle.verbs import press, status_of
from whistle.models import Accountability, PointEntry, Supervision

FORM, LIST = reverse("whistle:found"), reverse("whistle:supervisions")
WEEK = timedelta(days=7)
SEES = ["operator", "party_secretary", "director", "secretary", "community_operator", "supervisor", "centre", "leader"]
NOT = ["next_street.director", "next_door.secretary", "clerk", "head", "worker", "discipline", "stranger"]


def person(town, path):
    for name in path.split("."):
        town = getattr(town, name)
    return town


def send(client, town, who="director", **more):
    client.force_login(person(town, who))
    said = {**MATTER, "level": "1", "act": "send", "community": town.community.pk, **more}
    return client.post(FORM, said)


@pytest.mark.parametrize("who", ["party_secretary", "director"])
def test_a_street_puts_its_community_on_a_slip_and_sends_it_out(client, town, who):
    incident = incident_in(town, "handling")
    assert send(client, town, who, number=incident.number).status_code == 302
    slip = Supervision.objects.get()
    assert (slip.status, slip.overseer, slip.desk, slip.incident) == (
        "rectifying",
        town.street,
        town.community,
        incident,
    )
    assert (slip.street, slip.district) == (town.street, town.district)


def test_its_operator_puts_on_file_and_no_more(client, town):
    assert send(client, town, "operator").status_code == 302
    slip = Supervision.objects.get()
    assert slip.status == "registered"
    assert press(client, town.operator, slip, "notify").status_code == 403
    assert press(client, town.party_secretary, slip, "notify").status_code == 302


def test_a_section_of_the_street_answers_in_words(client, town):
    assert send(client, town, community="", section="城市管理办公室").status_code == 302
    slip = Supervision.objects.get()
    assert (slip.desk, slip.section) == (town.street, "城市管理办公室")
    assert "城市管理办公室" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"section": "城管办"}, "community"),
        ({"community": ""}, "community"),
        ({"community": "next street"}, "community"),
        ({"number": "elsewhere"}, "number"),
        ({"level": "2"}, "level_reason"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client, town, more, field):
    elsewhere = file_incident(town.next_street).number if "number" in more else ""
    said = {"next street": town.next_street.community.pk, "elsewhere": elsewhere}
    answer = send(client, town, **{name: said.get(value, value) for name, value in more.items()})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Supervision.objects.exists()


def test_what_lies_in_another_street_is_refused_below_the_form_too(town):
    with pytest.raises(ValidationError):
        own_on_file(town, incident=file_incident(town.next_street))
    with pytest.raises(ValidationError):
        own_on_file(town, community=town.next_street.community)
    with pytest.raises(ValidationError):
        own_on_file(town, community=town.next_door.community, incident=incident_in(town, "reported"))


def test_a_department_is_no_unit_of_a_street(client, town):
    client.force_login(town.director)
    form = client.get(FORM).context["form"]
    assert "department" not in form.fields
    assert set(form.fields["community"].queryset) == {town.community, town.next_door.community}


@pytest.mark.parametrize("who", SEES)
def test_whom_it_concerns_sees_it(client, town, who):
    slip = own_sent_out(town)
    client.force_login(person(town, who))
    assert client.get(slip.get_absolute_url()).status_code == 200
    assert slip.number in client.get(LIST).content.decode()


@pytest.mark.parametrize("who", NOT)
def test_others_do_not(client, town, who):
    slip = own_sent_out(town)
    client.force_login(person(town, who))
    assert client.get(slip.get_absolute_url()).status_code == 404
    assert slip.number not in client.get(LIST).content.decode()


@pytest.mark.parametrize("who", ["secretary", "supervisor", "centre", "leader"])
def test_before_it_is_sent_out_only_the_street_sees_it(town, who):
    own_on_file(town)
    assert not Supervision.objects.visible_to(person(town, who)).exists()
    assert Supervision.objects.visible_to(town.operator).exists()


def test_the_community_hears_and_replies_and_the_street_strikes_off(client, town):
    slip = own_sent_out(town, at=just_now())
    assert Notice.objects.visible_to(town.secretary).filter(kind="supervision.registered.1").exists()
    assert press(client, town.secretary, slip, "reply", **SAID).status_code == 302
    assert Notice.objects.visible_to(town.director).filter(kind="supervision.replied").exists()
    assert not Notice.objects.visible_to(town.supervisor).filter(kind__startswith="supervision").exists()
    assert press(client, town.supervisor, slip, "verify").status_code == 403
    assert press(client, town.director, slip, "verify").status_code == 302


def test_it_costs_nobody_points(town):
    own_sent_out(town), own_sent_out(town, section="城管办")
    assert not PointEntry.objects.exists()


def test_by_its_clock_it_climbs_to_red_and_there_it_stays(town):
    own_sent_out(town)
    for days in (1, 2, 3):
        sweep(Supervision, at=MONDAY + days * WEEK)
        Supervision.objects.register(at=MONDAY + days * WEEK)
        Accountability.objects.register(at=MONDAY + days * WEEK)
    assert list(Supervision.objects.order_by("level").values_list("level", "status", "overseer")) == [
        (1, "escalated", town.street.pk),
        (2, "escalated", town.street.pk),
        (3, "rectifying", town.street.pk),
    ]
    assert not Accountability.objects.exists()


def test_no_ladder_leads_it_to_accountability(town):
    red = Ladder.objects.get(name="supervision_street_red")
    Rung.objects.create(ladder=red, position=3, effect="strike:propose", basis="share", amount=1, tells=["holder"])
    slip = own_sent_out(town, level=3)
    assert {effect for _no, effect, _moment in slip.clocks.get().rungs} == {"remind", "overdue"}


@pytest.mark.parametrize("who", ["director", "supervisor"])
def test_nor_does_anybody_by_hand(town, who):
    slip = own_sent_out(town, level=3)
    with pytest.raises(NotYours):
        slip.propose(by=getattr(town, who), grounds=["shirked"], allegation="x", at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        slip.escalate(by=town.director, note="x", at=MONDAY + HOUR)


def test_the_street_and_the_district_stand_in_nobodys_way(town):
    incident = incident_in(town, "handling")
    own = own_sent_out(town, incident=incident, level=2)
    assert on_file(town, incident=incident).level == 1
    with pytest.raises(ValidationError):
        own_on_file(town, incident=incident)
    assert own.overseer == town.street


def test_its_limits_are_rows_of_their_own(town):
    slip = own_sent_out(town)
    assert (slip.clocks.get().amount, slip.clocks.get().unit) == (2, "working_day")
    assert slip.clocks.get().tells(2) == ("holder", "caller")


def test_it_is_struck_off_whole(town):
    slip = own_sent_out(town)
    item = slip.add_item(by=town.operator, what="清理楼道", owner="第2网格", due_on=date(2026, 3, 3), at=MONDAY)
    slip.finish_item(by=town.community_operator, item=item, at=MONDAY + HOUR)
    slip.reply(by=town.secretary, at=MONDAY + HOUR, **SAID)
    slip.strike_item(by=town.director, item=item, at=MONDAY + 2 * HOUR)
    slip.verify(by=town.director, at=MONDAY + 3 * HOUR)
    assert status_of(slip) == "verified"


def test_the_list_tells_who_supervises(client, town):
    own, office = own_sent_out(town), sent_out(town)
    client.force_login(town.supervisor)
    for overseen, slip in (("street", own), ("district", office)):
        assert [row.pk for row in client.get(LIST, {"overseen": overseen}).context["page"].rows] == [slip.pk]


def test_a_street_begins_one_from_its_incidents_page(client, town):
    incident = incident_in(town, "handling")
    client.force_login(town.operator)
    assert f"{FORM}?number={incident.number}" in client.get(incident.get_absolute_url()).content.decode()
    client.force_login(town.secretary)
    assert f"{FORM}?number={incident.number}" not in client.get(incident.get_absolute_url()).content.decode()
