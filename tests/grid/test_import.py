"""A list of tickets: looked at first, filed once each when confirmed, and put right from what was wrong."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from grid.imports.filing import file_rows
from grid.models import Client, ImportDraft, Incident, Post, Ticket
from grid.tasks import discard_import_drafts, import_tickets
from tests.makers import file_incident, import_draft, ticket_row
from tests.town import LONG_AGO

HEAD = "工单编号,诉求内容,事件类型,地址,网格编码,诉求人,联系电话,紧急程度\n"
GOOD = "W-1,便道井盖破损。,0110,,120106001002001,王小明,13812345678,紧急\n"
BAD = "W-2,=cmd|' /C calc'!A0,没有这种,,120106004001001,,abc,\n"


def upload(client, who, text=HEAD + GOOD + BAD, name="工单.csv", channel="12345"):
    client.force_login(who)
    content = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    return client.post("/incidents/import/", {"channel": channel, "file": SimpleUploadedFile(name, content)})


def page(client, draft, **params):
    return client.get(draft.get_absolute_url(), params).content.decode()


def test_nothing_is_filed_before_it_is_confirmed(town, client):
    answer = upload(client, town.operator)
    draft = ImportDraft.objects.get()
    assert answer.url == draft.get_absolute_url()
    assert "便道井盖破损。" in page(client, draft)
    assert not Incident.objects.exists()


def test_a_confirmed_row_is_an_incident_of_whoever_imports(town, client):
    upload(client, town.operator)
    client.post(ImportDraft.objects.get().get_absolute_url())
    incident = Incident.objects.get()
    assert (incident.grid, incident.author, incident.urgency) == (town.grid, town.operator, "urgent")
    assert (incident.source, incident.external_number) == ("hotline", "W-1")
    assert (incident.reporter_name, incident.reporter_phone) == ("王小明", "13812345678")


def test_confirming_again_imports_nothing_again(town, client):
    upload(client, town.operator)
    for _time in range(2):
        client.post(ImportDraft.objects.get().get_absolute_url())
    assert Incident.objects.count() == 1


def test_the_same_file_again_finds_its_tickets_here(town, client):
    for _time in range(2):
        upload(client, town.operator)
        client.post(ImportDraft.objects.latest("pk").get_absolute_url())
    incident = Incident.objects.get()
    assert incident.get_absolute_url() in page(client, ImportDraft.objects.latest("pk"), show="here")


def test_a_ticket_that_a_platform_has_pushed_is_here_already(town, client):
    platform, _key = Client.connect(district=town.district, channel="12345", name="12345热线")
    Post.objects.filter(user=platform.user).update(valid_from=LONG_AGO)
    Ticket.take_in(
        lambda: file_incident(town, by=platform.user, source="hotline"),
        district=town.district, channel="12345", number="W-1", digest="0" * 64, client=platform,
    )  # fmt: skip
    draft = import_draft(town)
    draft.confirm(), file_rows(draft, 10)
    assert Incident.objects.count() == 1


def test_the_same_number_of_another_platform_is_another_ticket(town, client):
    for channel in ("12345", "12319"):
        upload(client, town.operator, channel=channel)
        client.post(ImportDraft.objects.latest("pk").get_absolute_url())
    assert Incident.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"number": ""}, "number"),
        ({"number": "a b"}, "number"),
        ({"text": ""}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"category": "没有这种"}, "category"),
        ({"code": "999"}, "code"),
        ({"code": "", "address": "不知道哪里"}, "address"),
        ({"code": ""}, "address"),
        ({"lng": "117.1", "lat": "x"}, "lat"),
        ({"lng": "121.4", "lat": "31.2"}, "lat"),
        ({"reporter_phone": "=1+1"}, "reporter_phone"),
        ({"urgency": "十万火急"}, "urgency"),
        ({"code": "120106004001001"}, "code"),
    ],
)
def test_what_is_wrong_is_said_by_column(town, said, column):
    draft = import_draft(town, ticket_row(**said))
    assert list(draft.wrong["0"]) == [column]


def test_a_number_said_twice_is_wrong_the_second_time(town):
    draft = import_draft(town, ticket_row("W-1", line=2), ticket_row("W-1", line=3))
    assert (list(draft.wrong), "2" in draft.wrong["1"]["number"]) == (["1"], True)


@pytest.mark.parametrize(
    "said", [{"category": "暴露生活垃圾"}, {"urgency": "urgent"}, {"code": "", "address": "增产里社区3号楼"}]
)
def test_people_write_it_in_several_ways(town, said):
    assert import_draft(town, ticket_row(**said)).wrong == {}


def test_the_centre_imports_for_the_whole_district(town):
    assert import_draft(town, ticket_row(code="120106004001001"), by=town.centre).wrong == {}


def test_wrong_rows_come_back_with_the_reason_and_without_a_formula(town, client):
    upload(client, town.operator)
    answer = client.get(ImportDraft.objects.get().get_absolute_url() + "wrong/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["诉求内容"] for row in rows] == ["'=cmd|' /C calc'!A0"]
    assert all(word in list(rows[0].values())[-1] for word in ("事件类型", "联系电话"))


def test_what_came_back_can_be_put_right_and_imported(town, client):
    upload(client, town.operator)
    text = client.get(ImportDraft.objects.get().get_absolute_url() + "wrong/").content.decode("utf-8-sig")
    right = text.replace("没有这种", "0110").replace("120106004001001", "120106001002001").replace("abc", "")
    upload(client, town.operator, right)
    draft = ImportDraft.objects.latest("pk")
    assert (draft.wrong, draft.rows[0]["text"]) == ({}, "=cmd|' /C calc'!A0")


def test_a_list_is_nobody_elses(town, client):
    draft = import_draft(town)
    for who, status in ((town.centre, 404), (town.next_street.operator, 404), (town.worker, 403)):
        client.force_login(who)
        assert client.get(draft.get_absolute_url()).status_code == status
        assert client.post(draft.get_absolute_url()).status_code == status
        assert client.get(draft.get_absolute_url() + "wrong/").status_code == status
    assert not Incident.objects.exists()


def test_whoever_lost_the_post_meanwhile_imports_nothing(town):
    draft = import_draft(town)
    Post.objects.filter(user=town.operator).update(valid_to=timezone.now())
    draft = ImportDraft.objects.get(pk=draft.pk)
    draft.confirm(), file_rows(draft, 10)
    assert (Incident.objects.count(), list(draft.wrong["0"])) == (0, ["code"])


def test_a_long_list_goes_on_in_the_background_where_it_ended(town):
    draft = import_draft(town, *(ticket_row(f"W-{line}", line=line) for line in range(2, 8)))
    draft.confirm()
    file_rows(draft, 0)
    assert not Incident.objects.exists()
    assert (import_tickets(), import_tickets()) == (1, 0)
    assert (Incident.objects.count(), Ticket.objects.filter(draft=draft).count()) == (6, 6)


def test_two_at_the_same_list_file_each_row_once(town):
    draft = import_draft(town, ticket_row("W-1"), ticket_row("W-2", line=3))
    draft.confirm()
    other = ImportDraft.objects.get(pk=draft.pk)
    file_rows(draft, 10), file_rows(other, 10)
    assert Incident.objects.count() == 2


def test_a_page_in_the_middle_tells_how_far_it_is(town, client):
    draft = import_draft(town, ticket_row("W-1"), ticket_row("W-2", line=3))
    draft.confirm()
    client.force_login(town.operator)
    assert 'value="0"' in page(client, draft)


def test_a_list_is_forgotten_after_a_day_and_its_incidents_stay(town):
    draft = import_draft(town)
    draft.confirm(), file_rows(draft, 10)
    ImportDraft.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert discard_import_drafts() == 1
    assert Ticket.objects.get().draft is None


def test_a_list_of_few_columns_is_shown_as_well(town, client):
    upload(client, town.operator, "工单编号,诉求内容,事件类型\nW-1,井盖破损,0110\n")
    assert "井盖破损" in page(client, ImportDraft.objects.get())


def test_many_rows_are_turned_over_page_by_page(town, client):
    draft = import_draft(town, *(ticket_row(f"W-{line}", line=line) for line in range(2, 122)))
    client.force_login(town.operator)
    assert "W-100" not in page(client, draft)
    assert "W-100" in page(client, draft, page=2)
    assert "W-121" in page(client, draft, page=3, show="ready")
