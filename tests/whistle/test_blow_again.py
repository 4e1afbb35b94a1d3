"""二次哨: after a first one that failed; a district leader must report in, and the limits are shorter."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from grid.casework.refusals import NotNow
from grid.models import Incident, Notice
from tests.makers import blow_again, blow_whistle, incident_in, let_ring, order_in, scores, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR, form
from tests.whistle.verbs import press
from whistle.models import Whistle

TUESDAY = MONDAY + 24 * HOUR


@pytest.fixture
def failed(town):
    """A first whistle whose result the street sent back."""
    return Whistle.objects.get(pk=order_in(town, "rework", assisting=()).whistle_id)


def test_the_second_names_the_first_the_leader_and_what_is_unsolved(town, failed):
    second = blow_again(town, failed, at=TUESDAY)
    assert (second.round, second.previous, second.leader, second.unsolved) == (2, failed, town.leader, "围墙仍未恢复。")
    assert (second.status, Whistle.objects.get(pk=failed.pk).status) == ("blown", "followed")
    assert second.number != failed.number
    assert Notice.objects.visible_to(town.leader).filter(kind="whistle.leader_called").count() == 1


@pytest.mark.parametrize(("minutes", "may"), [(14, False), (15, True)])
def test_the_street_need_not_wait_until_somebody_noted_that_nobody_came(town, minutes, may):
    whistle = blow_whistle(town, assisting=())
    at = whistle.report_in_at + minutes * HOUR / 60
    assert whistle.hindrance("blow_again", at) is not may
    if may:
        blow_again(town, whistle, at=at)
        assert [step.verb for step in whistle.orders.get().steps.all()][-3:] == ["absent", "supervise", "follow_on"]


def test_what_the_first_left_open_ends_and_its_lateness_stays(town):
    whistle = blow_whistle(town, assisting=())
    let_ring(whistle.orders.get(), TUESDAY)  # nobody came on Monday
    blow_again(town, Whistle.objects.get(pk=whistle.pk), at=TUESDAY)
    order = whistle.orders.get()
    assert (order.status, order.clocks.running().count()) == ("followed", 0)
    assert order.clocks.get(stage="sign").verdict == "late"


def test_its_limits_are_shorter(town, failed):
    first, second = failed.orders.get(), blow_again(town, failed, at=TUESDAY).orders.get()
    assert (first.limit("handle").amount, second.limit("handle").amount) == (5, 3)


def test_without_a_failure_there_is_no_second(town):
    with pytest.raises(NotNow):
        blow_again(town, whistle_in(town, "on_site"), at=MONDAY + HOUR)


def test_a_leader_is_called_who_holds_the_post(town, failed):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        blow_again(town, failed, at=TUESDAY, leader=town.supervisor)
    assert set(refusal.value.message_dict) == {"leader"}
    assert Whistle.objects.count() == 1


def test_the_database_knows_no_later_round_without_a_leader(town, failed):
    second = blow_again(town, failed, at=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Whistle.objects.filter(pk=second.pk).update(leader=None)


def test_the_third_stays_at_the_leader(town, failed):
    second = blow_again(town, failed, at=TUESDAY)
    let_ring(second.orders.get(), TUESDAY + 24 * HOUR)
    third = blow_again(town, Whistle.objects.get(pk=second.pk), at=TUESDAY + 24 * HOUR)
    assert (third.round, third.leader) == (3, town.leader)


def test_closed_unsolved_the_incident_comes_back_and_goes_into_the_second(town):
    incident = incident_in(town, "accepted")
    whistle = order_in(town, "done", assisting=(), incident=incident, at=MONDAY + HOUR).whistle
    whistle = Whistle.objects.get(pk=whistle.pk)
    said = {"scores": scores(whistle), "solved": False, "at": MONDAY + 2 * HOUR}
    whistle.rate(by=town.party_secretary, note="渣土又被倾倒。", **said)
    assert Incident.objects.get(pk=incident.pk).status == "accepted"
    blow_again(town, Whistle.objects.get(pk=whistle.pk), at=MONDAY + 3 * HOUR)
    assert Incident.objects.get(pk=incident.pk).status == "whistled"


def test_unsolved_says_what_is_left(town):
    whistle = whistle_in(town, "finished")
    with pytest.raises(ValidationError), transaction.atomic():
        whistle.rate(by=town.party_secretary, scores=scores(whistle), solved=False, at=MONDAY + 3 * HOUR)


def test_the_form_asks_for_leader_and_reason_and_leads_to_the_new_whistle(client, town, failed):
    assert press(client, town.party_secretary, failed, "blow_again", **form(town)).status_code == 422
    said = form(town, unsolved="墙体未恢复。", leader=town.leader.pk)
    answer = press(client, town.party_secretary, failed, "blow_again", **said)
    assert answer.url == Whistle.objects.get(round=2).get_absolute_url()


def test_only_the_blower_blows_again(client, town, failed):
    assert press(client, town.director, failed, "blow_again", **form(town)).status_code == 403


@pytest.mark.parametrize(("minutes", "late"), [(120, False), (135, False), (136, True)])
def test_the_leader_reports_in(town, failed, minutes, late):
    second = blow_again(town, failed, at=TUESDAY)
    second.leader_report_in(by=town.leader, at=TUESDAY + timedelta(minutes=minutes))
    assert second.leader_was_late is late
    with pytest.raises(NotNow):
        second.leader_report_in(by=town.leader, at=TUESDAY + 3 * HOUR)


def test_a_leader_who_does_not_come_is_noted_once(town, failed):
    second = blow_again(town, failed, at=TUESDAY)
    let_ring(second, TUESDAY + 5 * HOUR), let_ring(second, TUESDAY + 6 * HOUR)
    step = second.steps.get(verb="leader_absent")
    assert (step.old, step.new, step.at) == ("blown", "blown", TUESDAY + 2.25 * HOUR)
    second.refresh_from_db()
    second.leader_report_in(by=town.leader, at=TUESDAY + 6 * HOUR)
    assert second.leader_was_late is True


def test_the_centre_names_another_leader_who_holds_the_post(client, town, failed):
    second = blow_again(town, failed, at=TUESDAY)
    answer = press(client, town.centre, second, "change_leader", leader=town.supervisor.pk, note="出差")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["leader"])
    assert press(client, town.party_secretary, second, "change_leader", note="出差").status_code == 403


def test_its_form_does_not_tick_the_lead_among_those_who_assist(client, town):
    whistle = blow_whistle(town)
    client.force_login(town.party_secretary)
    form = client.get(f"{whistle.get_absolute_url()}blow_again/").context["form"]
    assert form.initial["assisting"] == [town.other_department.pk]
