"""Which reports a question finds, and what it tells about each."""

from datetime import datetime, timedelta

import pytest
import time_machine

from grid.models import Incident, User
from tests.grid.open311.asking import Platform
from tests.town import MONDAY, SHANGHAI

DAY = timedelta(days=1)


@pytest.fixture
def hotline(town, client):
    return Platform(client, town.district)


def numbers(found):
    return [each["service_request_id"] for each in found]


def report_at(hotline, town, at, **said):
    number = hotline.report(town, **said)
    Incident.objects.filter(number=number).update(created_at=at)
    return number


@pytest.fixture
def three(hotline, town):
    """Reports of yesterday, of 80 days ago and of 100 days ago, as of MONDAY."""
    with time_machine.travel(MONDAY, tick=False):
        yield [report_at(hotline, town, MONDAY - days * DAY, external_number=days) for days in (1, 80, 100)]


def test_the_last_90_days_unless_told_otherwise(hotline, three):
    assert sorted(numbers(hotline.get("requests"))) == sorted(three[:2])


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(101, 20, [1, 2]), (101, None, [1, 2]), (None, 90, [2]), (2, 0, [0]), (101, 100, [2])],
)
def test_a_range_of_days(hotline, three, start, end, found):
    said = {"start_date": start, "end_date": end}
    said = {name: (MONDAY - days * DAY).isoformat() for name, days in said.items() if days is not None}
    assert sorted(numbers(hotline.get("requests", **said))) == sorted(three[place] for place in found)


@pytest.mark.parametrize(
    "said",
    [
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"},
        {"start_date": "2026-01-02T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"start_date": "2026-01-01"},
        {"start_date": "2026-13-01T00:00:00Z"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"status": "done"},
        {"service_code": "x"},
        {"service_request_id": "'"},
    ],
)
def test_what_cannot_be_asked_is_refused(hotline, said):
    assert next(iter(said)) in str(hotline.get("requests", expect=400, **said)) or "end_date" in said


def test_a_plus_sign_lost_on_the_way_is_put_back(hotline, three):
    answer = hotline.web.get(
        f"/open311/v2/requests.json?api_key={hotline.key}&start_date={(MONDAY - 2 * DAY).isoformat()}"
    )
    assert numbers(answer.json()) == three[:1]


def test_one_number_or_several_override_all_else(hotline, three):
    found = hotline.get("requests", service_request_id=",".join(three), status="closed", service_code="9999")
    assert sorted(numbers(found)) == sorted(three)


def test_by_type_and_by_status(hotline, town):
    waste, other = hotline.report(town), hotline.report(town, service_code="0101")
    decline(town, other)
    assert numbers(hotline.get("requests", service_code="0110,0102")) == [waste]
    assert numbers(hotline.get("requests", status="closed")) == [other]
    assert numbers(hotline.get("requests", status="open")) == [waste]
    assert len(hotline.get("requests", status="open,closed")) == 2


def decline(town, number):
    incident = Incident.objects.get(number=number)
    incident.decline(by=User.objects.get(pk=town.community_operator.pk), reason="unclear", note="打了三次没人接。")
    return incident


def test_a_declined_report_is_closed_with_the_reason_and_without_the_internal_note(hotline, town):
    number = hotline.report(town)
    found = hotline.get(f"requests/{decline(town, number).number}")[0]
    assert (found["status"], found["expected_datetime"]) == ("closed", None)
    assert found["status_notes"]
    assert "没人接" not in str(found)


def test_who_is_responsible_and_by_when(hotline, town):
    number = hotline.report(town)
    assert hotline.get(f"requests/{number}")[0]["agency_responsible"] == "增产里社区"
    incident = Incident.objects.get(number=number)
    incident.accept(by=town.community_operator)
    incident.dispatch(by=town.community_operator, department=town.department)
    incident.sign(by=town.clerk)
    found = hotline.get(f"requests/{number}")[0]
    due = incident.clocks.get(stage="handle").due_at
    assert (found["agency_responsible"], found["status"]) == (town.department.name, "open")
    assert datetime.fromisoformat(found["expected_datetime"]) == due.astimezone(SHANGHAI).replace(microsecond=0)


def test_an_answer_costs_the_same_for_one_and_for_ten(hotline, town, django_assert_num_queries):
    for _report in range(10):
        hotline.report(town)
    with django_assert_num_queries(4):
        assert len(hotline.get("requests")) == 10


def test_the_last_reply_to_the_public_is_told_and_no_word_among_ourselves(hotline, town):
    number = hotline.report(town)
    incident = Incident.objects.get(number=number)
    incident.accept(by=town.community_operator)
    incident.respond(by=town.community_operator, text="已安排，今天清运。")
    incident.comment(by=town.community_operator, text="老问题，别理。")
    found = hotline.get(f"requests/{number}")[0]
    assert (found["status_notes"], "别理" in str(found)) == ("已安排，今天清运。", False)


def test_a_merged_report_is_closed_and_says_so(hotline, town):
    number, other = hotline.report(town), hotline.report(town)
    first, second = (Incident.objects.get(number=each) for each in (number, other))
    second.merge(by=town.community_operator, into=first)
    found = hotline.get(f"requests/{other}")[0]
    assert (found["status"], bool(found["status_notes"])) == ("closed", True)
