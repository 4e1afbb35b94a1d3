"""Slips by hand: put on file, sent out, no level twice and none lower, nothing seen before it is sent."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from grid.casework.refusals import NotYours
from grid.models import Notice
from tests.makers import incident_in, order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import auto_slip, escalated, on_file, sent_out, verified, withdrawn
from tests.whistle.verbs import press, status_of
from whistle.models import Supervision

FORM = reverse("whistle:found")


def form(town, **more):
    return {
        "inspection": "covert", "title": "夜市垃圾未清运", "requirement": "三日内清运", "level": "1", "act": "send",
        "department": town.department.pk, **more,
    }  # fmt: skip


def send(client, town, who="supervisor", **more):
    client.force_login(getattr(town, who))
    return client.post(FORM, form(town, **more))


def test_the_office_puts_a_slip_on_file_and_sends_it_out(client, town):
    assert send(client, town).status_code == 302
    slip = Supervision.objects.get()
    assert (slip.status, slip.level, slip.inspection, slip.type) == ("rectifying", 1, "covert", "found")
    assert [step.verb for step in slip.steps.all()] == ["found", "notify"]
    assert slip.number.startswith("S120106-")
    assert slip.clocks.get().unit == "working_day"


def test_nothing_that_was_written_stands_in_the_trace(town):
    slip = sent_out(town, level=2)
    assert not {"title", "requirement", "level_reason", "place"} & {
        key for step in slip.steps.all() for key in step.data
    }


@pytest.mark.parametrize("who", ["clerk", "head", "secretary", "centre", "leader", "discipline", "stranger"])
def test_nobody_else_does(client, town, who):
    assert send(client, town, who).status_code == 403


def test_a_supervisor_of_no_district_does_not(town):
    with pytest.raises(NotYours):
        Supervision.found(
            by=town.head, inspection="open", level=1, title="x", requirement="y", department=town.department
        )


@pytest.mark.parametrize("who", ["head", "clerk", "party_secretary", "operator"])
def test_the_answering_side_sees_it_only_once_it_is_sent_out(client, town, who):
    slip = on_file(town, incident=incident_in(town, "handling"))
    client.force_login(getattr(town, who))
    assert client.get(slip.get_absolute_url()).status_code == 404
    assert not Notice.objects.visible_to(getattr(town, who)).filter(kind__startswith="supervision").exists()
    assert slip.number not in client.get(reverse("whistle:supervisions")).content.decode()
    slip.notify(by=town.supervisor, at=MONDAY + HOUR)
    assert client.get(slip.get_absolute_url()).status_code == 200


def test_what_was_withdrawn_before_it_was_sent_is_never_seen(town):
    slip = on_file(town)
    slip.withdraw(by=town.supervisor, note="误录", at=MONDAY + HOUR)
    assert not Supervision.objects.visible_to(town.head).exists()
    assert not slip.points.exists()


def test_a_covert_slip_on_an_order_is_on_no_page_of_the_called_department(client, town):
    order = order_in(town, "signed")
    slip = on_file(town, order=order)
    client.force_login(town.head)
    for page in (order.get_absolute_url(), order.whistle.get_absolute_url()):
        assert slip.number not in client.get(page).content.decode()
    assert [row.supervised for row in client.get(reverse("whistle:whistles")).context["page"].rows] == [False]


def test_a_street_answers_too(town):
    slip = sent_out(town, street=town.street)
    assert (slip.department, slip.desk, slip.street) == (None, town.street, town.street)
    assert slip.allows("reply", town.director)


@pytest.mark.parametrize(("changes", "field"), [
    ({"street": "both"}, "department"),
    ({"level": "2"}, "level_reason"),
    ({"number": "E120106-2026-0009999"}, "number"),
    ({"what_1": "清运"}, "what_1"),
    ({"title": ""}, "title"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(client, town, changes, field):
    changes = {name: town.street.pk if value == "both" else value for name, value in changes.items()}
    answer = send(client, town, **changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Supervision.objects.exists()


def test_nobody_answering_is_told_at_the_field(client, town):
    answer = send(client, town, department="")
    assert "department" in answer.context["form"].errors


def test_orange_at_once_needs_and_keeps_its_reason(client, town):
    assert send(client, town, level="2", level_reason="区领导批示").status_code == 302
    assert (Supervision.objects.get().level, Supervision.objects.get().deduction) == (2, 5)


def test_items_come_with_it(client, town):
    day = (date.today() + timedelta(days=3)).isoformat()
    send(client, town, what_1="清运", owner_1="环卫科", due_on_1=day)
    assert [(item.what, item.owner) for item in Supervision.objects.get().items.all()] == [("清运", "环卫科")]


def test_the_same_form_sent_twice_makes_one_slip(client, town):
    key = "11111111-1111-4111-8111-111111111111"
    assert send(client, town, key=key).url == send(client, town, key=key).url
    assert Supervision.objects.count() == 1


def test_the_page_of_a_case_leads_to_a_form_that_knows_it(client, town):
    incident = incident_in(town, "handling")
    client.force_login(town.supervisor)
    assert f"{FORM}?number={incident.number}" in client.get(incident.get_absolute_url()).content.decode()
    page = client.get(FORM, {"number": incident.number}).content.decode()
    assert incident.title in page


def test_the_form_finds_order_and_incident_by_number(client, town):
    order, incident = order_in(town, "signed"), incident_in(town, "handling")
    send(client, town, number=order.number.lower()), send(client, town, number=incident.number)
    assert [(slip.order, slip.incident) for slip in Supervision.objects.order_by("pk")] == [
        (order, None),
        (None, incident),
    ]


@pytest.mark.parametrize("make", [sent_out, verified, escalated])
def test_no_level_twice_and_none_lower_for_the_same_matter(town, make):
    make(town)
    with pytest.raises(ValidationError) as refused:
        on_file(town)
    assert set(refused.value.message_dict) == {"level"}


def test_a_higher_level_is_free_once_the_lower_was_struck_off(town):
    verified(town)
    assert sent_out(town, level=2).level == 2


def test_after_an_error_was_withdrawn_the_level_is_free_again(town):
    withdrawn(town)
    assert sent_out(town).status == "rectifying"


def test_what_the_clock_opened_counts_for_the_same_order(town):
    slip = auto_slip(town)
    with pytest.raises(ValidationError):
        on_file(town, order=slip.order)
    assert on_file(town, order=slip.order, level=2).level == 2


@pytest.mark.parametrize("level", [1, 2])
def test_the_database_refuses_the_same(town, level):
    slip = sent_out(town, level=2)
    slip.pk, slip.level, slip.number, slip.status = None, level, f"S-{level}", "registered"
    with pytest.raises(IntegrityError), transaction.atomic():
        slip.save(force_insert=True)


def test_the_database_lowers_no_level(town):
    slip = sent_out(town, level=2)
    with pytest.raises(Exception, match="never_lowered|Cannot update"), transaction.atomic():
        Supervision.objects.filter(pk=slip.pk).update(level=1)


def test_notify_is_the_offices_button(client, town):
    slip = on_file(town)
    assert press(client, town.supervisor, slip, "notify").status_code == 302
    assert status_of(slip) == "rectifying"
    assert press(client, town.centre, slip, "notify").status_code == 403


def test_a_matter_of_a_floor_above_is_supervised_by_its_name(town):
    first = on_file(town, cause="dispute/7", place="增产里社区调解室")
    assert (first.order, first.incident, first.late_clocks()) == (None, None, [])
    assert on_file(town, cause="dispute/8").cause == "dispute/8"
    with pytest.raises(ValidationError):
        on_file(town, cause="dispute/7", title="换了说法")
