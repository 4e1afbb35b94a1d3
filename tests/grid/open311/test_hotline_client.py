"""Platforms are let in and shut out by a command that shows a key once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grid.models import Client


def run(*words):
    said = StringIO()
    call_command("hotline_client", *words, stdout=said)
    return said.getvalue().strip()


def test_the_key_is_shown_once_and_only_its_hash_is_kept(town):
    key = run("add", "120106", "12345", "天津12345")
    client = Client.objects.showing(key)
    assert (client.name, client.source, client.district) == ("天津12345", "hotline", town.district)
    assert key.partition(".")[2] not in str(Client.objects.values())


def test_a_client_is_revoked_and_let_in_again_with_another_key(town):
    key = run("add", "120106", "12319", "城管热线", "--source", "department")
    run("revoke", "120106", "12319")
    assert Client.objects.showing(key) is None
    assert run("list") == "- 120106 12319 城管热线 department"
    assert Client.objects.showing(run("rekey", "120106", "12319"))


@pytest.mark.parametrize(
    "words",
    [
        ("add", "999999", "12345", "某热线"),
        ("add", "120106", "Big Words!", "某热线"),
        ("add", "120106", "twice", "某热线"),
        ("revoke", "120106", "nobody"),
    ],
)
def test_what_cannot_be_is_said(town, words):
    run("add", "120106", "twice", "第一个")
    with pytest.raises(CommandError):
        run(*words)


def test_a_person_of_the_district_sees_its_clients_and_a_stranger_none(town):
    run("add", "120106", "12345", "天津12345")
    assert Client.objects.visible_to(town.centre).count() == 1
    assert Client.objects.visible_to(town.stranger).count() == 0
