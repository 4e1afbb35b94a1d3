"""A visit is corrected by whoever wrote it down, on the same day, and what it said before stays beside it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from tests import makers
from tests.makers import visit
from tests.town import MONDAY
from whistle.models import SolvedProblem, Visit, VisitCorrection

NEW = {"at": "2026-03-02T08:30", "seen": "查看渣土清运。", "problems": "路灯不亮\n井盖破损", "reason": "时间记错"}


def correct(client, user, row, **said):
    client.force_login(user)
    return client.post(f"{row.get_absolute_url()}correct/", said)


def form(town, **said):
    return NEW | {"area": town.street.pk} | said


def test_the_leader_corrects_the_own_visit_and_both_facts_stay(town, client):
    row = visit(town, 3)
    assert correct(client, town.leader, row, **form(town)).status_code == 302
    row = Visit.objects.get()
    assert (row.place, row.community, row.seen, row.solved) == (town.street, None, "查看渣土清运。", 2)
    was = VisitCorrection.objects.get().was
    assert (was["place"], was["seen"], len(was["problems"])) == (str(town.community), "看望居民。", 3)
    assert [each.text for each in SolvedProblem.objects.all()] == ["路灯不亮", "井盖破损"]


def test_its_page_shows_what_it_said_before_and_why(town, client):
    row = visit(town)
    correct(client, town.leader, row, **form(town))
    page = client.get(row.get_absolute_url()).content.decode()
    assert all(words in page for words in ("时间记错", "看望居民。", "查看渣土清运。"))


def test_the_form_opens_with_what_was_said(town, client):
    row = visit(town, 2, whistle=makers.blow_whistle(town))
    client.force_login(town.leader)
    said = client.get(f"{row.get_absolute_url()}correct/").context["form"].initial
    assert (said["area"], said["problems"], said["number"]) == (town.community.pk, "问题0\n问题1", row.whistle.number)


def test_whoever_wrote_it_for_a_leader_corrects_it_and_may_name_another_whistle(town, client):
    row = Visit.record(by=town.centre, leader=town.leader, area=town.street, at=MONDAY, seen="。")
    whistle = makers.blow_whistle(town)
    assert correct(client, town.leader, row, **form(town)).status_code == 403
    answer = correct(client, town.centre, row, **form(town, leader=town.leader.pk, number=whistle.number))
    assert (answer.status_code, Visit.objects.get().whistle) == (302, whistle)


@pytest.mark.parametrize("who", ["centre", "operator", "supervisor"])
def test_nobody_else_corrects_it(town, client, who):
    row = visit(town)
    assert correct(client, getattr(town, who), row, **form(town)).status_code == 403
    with pytest.raises(PermissionDenied):
        row.correct(by=getattr(town, who), reason="。", leader=town.leader, area=town.street, at=MONDAY, seen="。")


def test_the_next_day_it_stands(town, client):
    row = visit(town)
    Visit.objects.update(made_at=row.made_at - timedelta(days=1))
    assert correct(client, town.leader, row, **form(town)).status_code == 403
    assert "correct/" not in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("wrong", "field"), [({"reason": ""}, "reason"), ({"seen": ""}, "seen"),
                                              ({"at": "2099-01-01T10:00"}, "at")])  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(town, client, wrong, field):
    row = visit(town)
    answer = correct(client, town.leader, row, **form(town) | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not VisitCorrection.objects.exists()


@pytest.mark.parametrize("statement", ["UPDATE whistle_visitcorrection SET reason = 'x'",
                                       "DELETE FROM whistle_visitcorrection"])  # fmt: skip
def test_what_was_said_before_is_never_changed(town, client, statement):
    correct(client, town.leader, visit(town), **form(town))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
