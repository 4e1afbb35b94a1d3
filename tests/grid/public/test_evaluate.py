"""The reporter says at the end whether it is solved, from the page that number and code opened."""

import pytest
import time_machine
from django.utils import timezone

from tests.grid.incident.pressing import fresh
from tests.grid.public.visiting import EVALUATE, PASS, asked, brought_to_feedback, reported, text_of
from tests.makers import incident_in

GOOD = {"satisfaction": 5, "solved": "solved"}


@pytest.fixture
def awaited(client, town):
    """(the incident, its code, what lets the page act)"""
    case, code = reported(client, town)
    brought_to_feedback(town, case)
    return case, code, PASS.search(asked(client, case, code).content.decode())[1]


def test_the_word_closes_the_matter_in_the_name_of_the_channel(client, town, awaited):
    case, _code, key = awaited
    assert client.post(EVALUATE, {"pass": key, **GOOD}).status_code == 200
    case = fresh(case)
    assert (case.status, case.satisfaction, case.heard) == ("closed", 5, "link")
    assert case.steps.filter(verb="evaluate").get().by == town.channel


def test_what_they_say_is_kept_where_it_can_be_erased(client, awaited):
    case, _code, key = awaited
    client.post(EVALUATE, {"pass": key, "words": "清得很干净，谢谢", **GOOD})
    assert case.remarks.get(kind="reporter").text == "清得很干净，谢谢"
    assert "清得很干净" not in str(list(case.steps.values_list("note", "data")))


def test_unhappy_and_unsolved_has_it_handled_once_more(client, awaited):
    case, _code, key = awaited
    answer = client.post(EVALUATE, {"pass": key, "satisfaction": 1, "solved": "unsolved", "words": "还在臭"})
    assert (answer.status_code, fresh(case).status, fresh(case).rehandle_count) == (200, "handling", 1)


def test_sent_twice_it_is_said_once(client, awaited):
    case, _code, key = awaited
    said = {"pass": key, "key": "0b0e7c8e-5a5e-4a0f-9d3d-1f3c6f1f9a11", **GOOD}
    assert [client.post(EVALUATE, said).status_code for _time in range(2)] == [200, 200]
    assert [step.verb for step in case.steps.all()].count("evaluate") == 1


def test_who_comes_second_reads_how_it_stands(client, town, awaited):
    case, _code, key = awaited
    fresh(case).evaluate(by=town.community_operator, **GOOD)
    answer = client.post(EVALUATE, {"pass": key, "satisfaction": 1, "solved": "unsolved"})
    assert (answer.status_code, fresh(case).satisfaction) == (409, 5)


@pytest.mark.parametrize("said", [{}, {"satisfaction": 9, "solved": "solved"}, {"satisfaction": 5, "solved": "maybe"}])
def test_half_an_answer_comes_back(client, awaited, said):
    case, _code, key = awaited
    assert client.post(EVALUATE, {"pass": key, **said}).status_code == 422
    assert fresh(case).status == "feedback"


def test_the_form_is_there_only_while_the_word_is_awaited(client, town):
    case, code = reported(client, town)
    assert PASS.search(text_of(asked(client, case, code))) is None


def test_a_pass_lasts_an_hour(client, awaited):
    case, _code, key = awaited
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61)):
        answer = client.post(EVALUATE, {"pass": key, "words": "谢谢你们", **GOOD})
    assert (answer.status_code, fresh(case).status) == (422, "feedback")


@pytest.mark.parametrize("key", ["", "1", "nonsense", "MQ:1abc:xyz"])
def test_nobody_makes_a_pass(client, awaited, key):
    case, *_rest = awaited
    assert client.post(EVALUATE, {"pass": key, **GOOD}).status_code == 422
    assert fresh(case).status == "feedback"


def test_a_pass_of_one_matter_opens_no_other(client, town, awaited):
    _case, _code, key = awaited
    other = incident_in(town, "feedback")
    client.post(EVALUATE, {"pass": key, "incident": other.pk, "pk": other.pk, **GOOD})
    assert fresh(other).status == "feedback"
