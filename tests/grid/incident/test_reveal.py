"""A reporter's number is shown in full to those who work on the matter, for a reason that is kept."""

import pytest
from django.db import DatabaseError, connection, transaction

from grid.models import Reveal
from tests.makers import incident_in

CONTACT = {"source": "public", "reporter_name": "王小明", "reporter_phone": "13812345678"}
WHY = {"field": "reporter_phone", "reason": "回访处理结果"}


@pytest.fixture
def case(town):
    return incident_in(town, "handling", by=town.community_operator, **CONTACT)


def look(client, user, case, **said):
    client.force_login(user)
    return client.post(f"{case.get_absolute_url()}reveal/", said)


def test_the_look_is_written_down_and_one_field_is_shown(client, town, case):
    page = look(client, town.community_operator, case, **WHY).content.decode()
    kept = Reveal.objects.get()
    assert (kept.user, kept.incident, kept.field, kept.reason) == (town.community_operator, case, *WHY.values())
    assert "13812345678" in page
    assert "王小明" not in page


def test_what_could_not_be_written_down_is_not_shown(client, town, case):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE grid_reveal ADD CONSTRAINT full_book CHECK (false)")
    client.raise_request_exception = False
    with transaction.atomic():
        answer = look(client, town.community_operator, case, **WHY)
        transaction.set_rollback(True)
    assert answer.status_code >= 500
    assert "13812345678" not in answer.content.decode()


@pytest.mark.parametrize("who", ["community_operator", "clerk", "head", "worker"])
def test_those_who_work_on_it_may_look(client, town, case, who):
    assert look(client, getattr(town, who), case, **WHY).status_code == 200


OTHERS = {"operator": 403, "centre": 403, "leader": 403, "other_clerk": 404, "system_admin": 404}


@pytest.mark.parametrize(("who", "answer"), OTHERS.items())
def test_nobody_else_may(client, town, case, who, answer):
    assert look(client, getattr(town, who), case, **WHY).status_code == answer
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("said", [{}, {"field": "reporter_phone", "reason": " "}, {"field": "text", "reason": "好奇"}])
def test_without_a_reason_or_for_another_field_nothing_is_shown(client, town, case, said):
    answer = look(client, town.community_operator, case, **said)
    assert (answer.status_code, Reveal.objects.count()) == (422, 0)
    assert "13812345678" not in answer.content.decode()


def test_asking_by_its_address_shows_nothing(client, town, case):
    client.force_login(town.community_operator)
    page = client.get(f"{case.get_absolute_url()}reveal/?field=reporter_phone&reason=x").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_who_looked_is_never_erased(client, town, case, statement):
    look(client, town.community_operator, case, **WHY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("grid_reveal"))


def test_the_pages_of_the_incident_show_it_masked_with_the_way_to_it(client, town):
    case = incident_in(town, "feedback", by=town.community_operator, **CONTACT)
    client.force_login(town.community_operator)
    for path in ("", "evaluate/"):
        page = client.get(f"{case.get_absolute_url()}{path}").content.decode()
        assert "138****5678" in page
        assert f"{case.get_absolute_url()}reveal/" in page
        assert "13812345678" not in page


def test_who_may_not_look_is_not_led_there(client, town, case):
    client.force_login(town.leader)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "138****5678" in page
    assert "reveal/" not in page
