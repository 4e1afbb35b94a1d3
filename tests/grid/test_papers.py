"""An incident on paper: who may print it, what it says, and the code that leads back."""

from datetime import timedelta
from io import BytesIO

import pytest
import segno
from django.urls import reverse

from grid.models import User
from tests.makers import file_incident, incident_in, self_handled
from tests.town import MONDAY

PAPERS = ("grid:transfer_slip", "grid:record", "grid:code")


def opened(client, who, case, name):
    client.force_login(who)
    return client.get(reverse(name, args=[case.pk]))


def printed(client, who, case, name="grid:record"):
    return opened(client, who, case, name).content.decode()


@pytest.mark.parametrize("name", PAPERS)
def test_whoever_sees_the_matter_may_print_it_and_nobody_else(client, town, name):
    case = incident_in(town, "dispatched")
    assert {opened(client, who, case, name).status_code for who in (town.worker, town.clerk, town.leader)} == {200}
    strangers = town.next_street.operator, town.other_clerk, town.stranger, town.former_secretary
    assert {opened(client, User.objects.get(pk=who.pk), case, name).status_code for who in strangers} == {404}


@pytest.mark.parametrize("name", PAPERS[:2])
def test_each_stage_can_be_printed(client, town, name):
    for status in ("reported", "accepted", "handling", "handled", "closed"):
        case = incident_in(town, status)
        assert case.number in printed(client, town.centre, case, name), status
    assert opened(client, town.centre, self_handled(town), name).status_code == 200


@pytest.mark.parametrize("name", PAPERS[:2])
def test_the_reporter_is_masked(client, town, name):
    case = file_incident(town, source="public", reporter_name="王小明", reporter_phone="13812345678")
    page = printed(client, town.centre, case, name)
    assert "王** 138****5678" in page
    assert "王小明" not in page
    assert "13812345678" not in page


def test_the_slip_has_two_parts_and_says_what_each_needs(client, town):
    case = incident_in(town, "handling", address="北门外")
    page = printed(client, town.centre, case, "grid:transfer_slip")
    receipt, kept = page.split('class="cut"')
    assert (receipt.count(case.number), kept.count(case.text), kept.count("北门外")) == (3, 1, 1)
    assert case.text not in receipt
    for part in receipt, kept:
        assert {town.department.name in part, town.clerk.name in part, "2026-03-02 15:10" in part} == {True}


def test_before_anybody_signed_the_line_is_left_to_be_signed(client, town):
    page = printed(client, town.centre, incident_in(town, "dispatched"), "grid:transfer_slip")
    assert town.clerk.name not in page


def test_the_record_has_the_trace_of_the_page(client, town):
    case = incident_in(town, "closed")
    client.force_login(town.operator)
    shown = client.get(case.get_absolute_url()).context["steps"]
    steps = opened(client, town.operator, case, "grid:record").context["steps"]
    assert [(step.seq, step.label, step.note) for step in steps] == [
        (each.seq, each.label, each.note) for each in shown
    ]
    assert len(steps) == case.last_seq


def test_the_record_shows_the_photos_before_and_after(client, town):
    case = self_handled(town)
    page = printed(client, town.operator, case)
    assert all(photo.url in page for photo in case.photos.all())


def test_the_record_says_how_much_working_time_the_handling_took(client, town):
    case = incident_in(town, "handling")  # dispatched at 09:10
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + timedelta(hours=5, minutes=30))
    page = opened(client, town.centre, case, "grid:record").context
    (clock,) = [clock for clock in page["clocks"] if clock.stage == "handle"]
    assert clock.span == timedelta(hours=3, minutes=20)  # 09:10–12:00 and 14:00–14:30
    assert (page["handling"]["working"], page["handling"]["late"], clock.late) == (True, False, "")


def test_what_ran_late_carries_its_mark(client, town):
    case = incident_in(town, "handling")  # due at 15:10
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + timedelta(hours=8))
    page = opened(client, town.centre, case, "grid:record")
    (clock,) = [clock for clock in page.context["clocks"] if clock.stage == "handle"]
    assert page.context["handling"]["late"]
    assert (clock.span, clock.late[:4]) == (timedelta(hours=5, minutes=50), "1 小时")
    assert page.content.decode().count('class="over"') >= 2


def test_no_handling_no_time(client, town):
    assert opened(client, town.centre, file_incident(town), "grid:record").context["handling"] is None


def test_what_people_write_is_text_on_paper_too(client, town):
    case = file_incident(town, source="public", text="<script>alert(1)</script>", address="<img src=x>")
    for name in PAPERS[:2]:
        page = printed(client, town.centre, case, name)
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_the_code_leads_to_the_page_of_the_case(client, town):
    case, drawn = file_incident(town), BytesIO()
    answer = opened(client, town.worker, case, "grid:code")
    address = f"http://testserver{case.get_absolute_url()}"
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2, xmldecl=False)
    assert (answer["Content-Type"], answer.content) == ("image/svg+xml", drawn.getvalue())
    assert b"style" not in answer.content


@pytest.mark.parametrize("name", PAPERS[:2])
def test_both_papers_carry_the_code_and_whose_hand_printed_them(client, town, name):
    case = file_incident(town)
    page = printed(client, town.operator, case, name)
    assert reverse("grid:code", args=[case.pk]) in page
    assert f"{town.operator.name}" in page.split('class="printed"')[1]


def test_the_page_of_the_case_offers_them(client, town):
    case = file_incident(town)
    client.force_login(town.worker)
    page = client.get(case.get_absolute_url()).content.decode()
    assert all(reverse(name, args=[case.pk]) in page for name in PAPERS)


def test_the_record_asks_as_often_for_a_long_life_as_for_a_short_one(client, town, django_assert_max_num_queries):
    short, long = incident_in(town, "closed"), incident_in(town, "handled")
    for hour in range(1, 6):
        long.fail_check(by=town.worker, note="还没清完", at=MONDAY + timedelta(hours=hour))
        long.submit_result(by=town.clerk, result="已清运。", at=MONDAY + timedelta(hours=hour))
    opened(client, town.centre, short, "grid:record")
    with django_assert_max_num_queries(14) as one:
        client.get(reverse("grid:record", args=[short.pk]))
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("grid:record", args=[long.pk]))


def test_a_leaders_instruction_stands_on_the_slip(client, town):
    case = incident_in(town, "handling")
    case.instruct(by=town.leader, text="三日内办结并举一反三。", at=MONDAY + timedelta(hours=1))
    for name in PAPERS[:2]:
        assert "三日内办结并举一反三。" in printed(client, town.centre, case, name)
