"""A form that is sent twice does its work once: the same key gives the same receipt."""

from datetime import timedelta
from uuid import uuid4

import pytest

from grid.casework.books import Submission, TakenDifferently
from grid.casework.refusals import NotNow
from grid.models import Incident, IncidentAlarm
from tests.makers import category, file_incident
from tests.town import MONDAY

DAY = timedelta(days=1)


@pytest.fixture
def send(town):
    """Send the operator's report under a key; what it says is its digest."""

    def once(key, said="waste", by=None):
        return Submission.once(by or town.community_operator, key, said, lambda: report(town, said).get_absolute_url())

    return once


def report(town, said):
    content = {"grid": town.grid, "category": category(), "source": "public", "text": said}
    return Incident.report(by=town.community_operator, at=MONDAY, **content)


def test_the_same_form_sent_twice_makes_one_case_and_gives_the_same_receipt(send):
    key = uuid4()
    assert send(key) == send(key)
    assert Incident.objects.count() == 1


def test_two_keys_are_two_cases(send):
    assert send(uuid4()) != send(uuid4())


def test_a_key_used_for_other_content_shows_what_was_saved(send):
    key = uuid4()
    receipt = send(key)
    with pytest.raises(TakenDifferently) as taken:
        send(key, "something else")
    assert (taken.value.receipt, Incident.objects.count()) == (receipt, 1)


def test_two_people_may_use_the_same_key(send, town):
    key = uuid4()
    assert send(key) != send(key, by=town.operator)


def test_a_form_that_failed_leaves_neither_case_nor_key(town):
    key = uuid4()

    def break_down():
        report(town, "waste")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Submission.once(town.community_operator, key, "waste", break_down)
    assert (Incident.objects.count(), Submission.objects.filter(key=key).count()) == (0, 0)


def test_a_refused_form_may_be_sent_again_and_what_rang_stays_rung(town):
    case, key, late = file_incident(town), uuid4(), MONDAY + DAY

    def evaluate():
        case.evaluate(by=town.community_operator, satisfaction=5, solved="solved", at=late)

    with pytest.raises(NotNow):
        Submission.once(town.community_operator, key, "evaluate", evaluate)
    assert not Submission.objects.filter(key=key).exists()
    assert list(IncidentAlarm.objects.values_list("effect", flat=True).order_by("pk")) == ["remind", "overdue"]
