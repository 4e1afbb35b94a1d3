"""Search finds what one may see: by number in full, by its beginning, by words of title and place."""

from datetime import timedelta

import pytest
import time_machine

from grid.models import User
from tests import makers
from tests.town import MONDAY

FRAME = 5  # the session (read, and prolonged in a savepoint) and the person


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        yield


def asked(client, user, words):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get("/search/", {"q": words})


def found(client, user, words):
    return asked(client, user, words).context["rows"]


def test_a_number_in_full_opens_its_case(town, client):
    case, whistle = makers.file_incident(town), makers.blow_whistle(town)
    assert asked(client, town.operator, f" {case.number.lower()} ").url == case.get_absolute_url()
    assert asked(client, town.operator, whistle.number).url == whistle.get_absolute_url()


def test_the_beginning_of_a_number_lists_all_that_begin_so(town, client):
    cases = [makers.file_incident(town) for _number in range(2)]
    assert set(found(client, town.operator, cases[0].number[:12])) == set(cases)


def test_words_of_title_and_address_are_found(town, client):
    titled = makers.file_incident(town, text="幼儿园北侧围墙开裂。")
    placed = makers.file_incident(town, address="光荣道12号幼儿园门口")
    whistle = makers.blow_whistle(town, title="幼儿园围墙加固")
    assert set(found(client, town.operator, "幼儿园")) == {titled, placed, whistle}


def test_words_are_looked_for_in_the_last_ninety_days_and_numbers_in_all(town, client):
    old = makers.file_incident(town, at=MONDAY - timedelta(days=91), text="幼儿园门口积水。")
    assert found(client, town.operator, "幼儿园") == []
    assert found(client, town.operator, old.number[:-1]) == [old]


@pytest.mark.parametrize("who", ["next_street.operator", "next_door.worker", "stranger", "audit_admin", "mediator"])
def test_nothing_out_of_sight_is_found(town, client, who):
    case, whistle = (
        makers.file_incident(town, text="幼儿园围墙开裂。"),
        makers.blow_whistle(town, title="幼儿园围墙加固"),
    )
    user = town
    for part in who.split("."):
        user = getattr(user, part)
    for words in (case.number, case.number[:12], whistle.number, "幼儿园"):
        assert found(client, user, words) == [], words


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "'", "\x00", "E120106-", "哨" * 200, "[](){}*", "\\"])
def test_odd_questions_get_a_page(town, client, words):
    makers.file_incident(town)
    assert asked(client, town.operator, words).status_code == 200


def test_a_percent_sign_is_a_percent_sign(town, client):
    makers.file_incident(town)
    assert found(client, town.operator, "%") == []


def test_no_more_than_fifty_and_no_more_questions_than_for_one(town, client, django_assert_max_num_queries):
    makers.file_incident(town, source="hotline", text="漏水。")
    found(client, town.operator, "漏水")
    with django_assert_max_num_queries(FRAME + 9) as one:
        client.get("/search/", {"q": "漏水"})
    for _number in range(55):
        makers.file_incident(town, source="hotline", text="漏水。", by=town.operator)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get("/search/", {"q": "漏水"}).context["rows"]) == 50
