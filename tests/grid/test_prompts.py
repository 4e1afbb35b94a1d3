"""Prompts: a hot issue is put to a department, which replies in time; the figures stay as they were."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grid.casework.refusals import NotNow, NotYours
from grid.casework.sweep import sweep
from grid.models import Prompt
from portal.waiting import Waiting
from tests.grid.incident.pressing import fresh, just_now, press, told, verbs
from tests.makers import category, file_incident
from tests.makers import prompt_in as prompt
from tests.town import MONDAY

DAY = timedelta(days=1)


def test_the_department_is_asked_within_its_limit(town):
    case = prompt(town)
    assert (case.status, case.number[:7]) == ("sent", "T120106")
    assert case.clocks.get().due_at == MONDAY + 7 * DAY  # five working days
    for who in (town.clerk, town.head):
        assert told(who, "prompt.sent") == 1
        assert Prompt.objects.visible_to(who).waiting_for(who).get() == case


def test_the_reply_stops_the_clock_and_the_sender_is_told(town):
    case = prompt(town, "replied")
    assert (case.status, case.answer, case.clocks.get().verdict) == ("replied", "已增加清运频次。", "on_time")
    assert told(town.centre, "prompt.replied") == 1
    assert "answer" not in case.steps.last().data


def test_the_sender_settles_it(town):
    case = prompt(town, "closed")
    assert (case.status, verbs(case)) == ("closed", ["send", "reply", "close"])
    assert told(town.clerk, "prompt.closed") == 1


def test_a_poor_reply_is_asked_for_again_with_the_same_time(town):
    case = prompt(town, "replied")
    case.send_back(by=town.centre, note="没有说明整改期限", at=MONDAY + DAY)
    assert case.status == "sent"
    assert case.clocks.latest("pk").due_at == MONDAY + 8 * DAY
    assert told(town.head, "prompt.sent_back") == 1


def test_late_it_rings_and_both_sides_hear(town):
    case = prompt(town)
    sweep(Prompt, MONDAY + 8 * DAY)
    assert verbs(case) == ["send", "remind", "overdue"]
    assert (told(town.clerk, "prompt.reply.overdue"), told(town.centre, "prompt.reply.overdue")) == (1, 1)
    assert told(town.centre, "prompt.reply.remind") == 0


@pytest.mark.parametrize(("verb", "status", "said"), [("close", "sent", {}), ("reply", "replied", {"answer": "再答"}),
                                                      ("send_back", "closed", {"note": "再答"})])  # fmt: skip
def test_out_of_turn_it_is_refused(town, verb, status, said):
    case, by = prompt(town, status), town.clerk if verb == "reply" else town.centre
    with pytest.raises(NotNow):
        getattr(case, verb)(by=by, at=MONDAY + 2 * DAY, **said)


def test_only_who_sent_it_settles_it(town):
    case = prompt(town, "replied", by=town.operator, street=town.street)
    for who in (town.centre, town.next_street.operator, town.clerk):
        with pytest.raises(NotYours):
            case.close(by=who, at=MONDAY + 2 * DAY)


@pytest.mark.parametrize(("who", "sees"), [
    ("centre", True), ("supervisor", True), ("leader", True), ("clerk", True), ("head", True), ("operator", True),
    ("party_secretary", True), ("other_clerk", False), ("worker", False), ("community_operator", False),
    ("stranger", False),
])  # fmt: skip
def test_who_sees_a_streets_prompt(client, town, who, sees):
    case = prompt(town, by=town.operator, street=town.street)
    client.force_login(getattr(town, who))
    assert client.get(case.get_absolute_url()).status_code == (200 if sees else 404)
    assert (case in client.get(reverse("grid:prompts")).context["page"].rows) is sees


def test_the_next_street_sees_none(client, town):
    case = prompt(town, by=town.operator, street=town.street)
    client.force_login(town.next_street.operator)
    assert client.get(case.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("who", "verb", "answer"), [
    ("clerk", "reply", 302), ("head", "reply", 302), ("centre", "reply", 403), ("leader", "reply", 403),
    ("other_clerk", "reply", 404),
])  # fmt: skip
def test_who_replies(client, town, who, verb, answer):
    case = prompt(town, at=just_now())
    assert press(client, getattr(town, who), case, verb, answer="已增加清运频次。").status_code == answer


def test_without_words_it_is_no_reply(client, town):
    case = prompt(town, at=just_now())
    assert press(client, town.clerk, case, "reply").status_code == 422
    assert fresh(case).status == "sent"


def test_it_waits_on_the_desk_and_the_list_has_as_many(client, town):
    case = prompt(town, at=just_now())
    client.force_login(town.clerk)
    assert case.get_absolute_url() in client.get("/").content.decode()
    assert Waiting(town.clerk).of(Prompt) == (1, 0)
    assert client.get(reverse("grid:prompts"), {"figure": "waiting"}).context["seen"].total == 1


def from_hot(client, who, **asked):
    """Open the form as the page of hot issues does."""
    client.force_login(who)
    return client.get(reverse("grid:prompt_send"), {"days": 7, "kind": "category", "key": "0110", **asked})


def test_a_hot_issue_is_sent_with_its_figures_as_they_are(client, town):
    for _report in range(3):
        file_incident(town, at=just_now())
    page = from_hot(client, town.operator)
    assert page.context["form"]["department"].value() == category().default_department_id
    said = {"title": "暴露垃圾增多", "text": "请加大力度。", "department": town.department.pk}
    assert client.post(page.wsgi_request.get_full_path(), said).status_code == 302
    file_incident(town, at=just_now())
    case = Prompt.objects.get()
    assert (case.figures["now"], case.figures["subject"], case.street, case.desk) == (
        3, category().name, town.street, town.street,
    )  # fmt: skip
    assert client.get(case.figures["list"]).context["seen"].total == 4


@pytest.mark.parametrize(("who", "answer"), [("centre", 200), ("operator", 200), ("leader", 403), ("clerk", 403),
                                             ("next_operator", 404)])  # fmt: skip
def test_who_sends_prompts_and_about_what(client, town, who, answer):
    file_incident(town, at=just_now())
    town.next_operator = town.next_street.operator
    assert from_hot(client, getattr(town, who)).status_code == answer


@pytest.mark.parametrize("asked", [{"kind": "x"}, {"key": ""}, {"key": "9"}, {"kind": "spot", "key": "٣"},
                                   {"kind": "spot", "key": "9" * 40},
                                   {"kind": "community", "key": "120106"}])  # fmt: skip
def test_about_nothing_there_is_no_prompt(client, town, asked):
    file_incident(town, at=just_now())
    assert from_hot(client, town.centre, **asked).status_code == 404


@pytest.mark.parametrize("kind", ["community", "spot"])
def test_places_and_spots_can_be_put_to_a_department_too(client, town, kind):
    cases = [file_incident(town, at=just_now(), address="3号楼") for _report in range(3)]
    key = {"community": town.community.code, "spot": cases[1].pk}[kind]
    page = from_hot(client, town.centre, kind=kind, key=key)
    assert page.context["subject"].figures["now"] == 3
    assert client.get(page.context["subject"].figures["list"]).context["seen"].total == 3


def test_an_invalid_prompt_comes_back_with_what_was_typed(client, town):
    file_incident(town, at=timezone.now())
    path = from_hot(client, town.centre).wsgi_request.get_full_path()
    answer = client.post(path, {"title": "", "text": "请三日内答复", "department": ""})
    assert answer.status_code == 422
    assert "请三日内答复" in answer.content.decode()
