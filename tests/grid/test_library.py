"""The library of rules: numbered documents with files, read by everybody who holds a post."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grid.models import Attachment, Document, Ladder, RuleChange, TimeLimit
from tests.makers import document, pdf

LIBRARY = reverse("grid:library")
SAID = {
    "number": "津红政发〔2026〕12号", "title": "街道吹哨部门报到工作办法", "subject": "whistle", "issuer": "区政府",
    "issued_on": "2026-03-02", "valid_from": "2026-04-01", "valid_until": "", "supersedes": "", "summary": "",
    "why": "新发布",
}  # fmt: skip


def file(name="附件.pdf", content=None):
    return SimpleUploadedFile(name, content or pdf())


def add(client, who, **said):
    client.force_login(who)
    return client.post(reverse("grid:document_add"), SAID | said)


def edit(client, who, row, **said):
    client.force_login(who)
    return client.post(reverse("grid:document_edit", args=[row.pk]), SAID | {"number": row.number} | said)


@pytest.mark.parametrize("who", ["centre", "system_admin"])
def test_it_is_kept_with_its_files_and_an_audit_line(client, town, who):
    assert add(client, getattr(town, who), attachments=[file(), file("b.pdf")]).status_code == 302
    row = Document.objects.get()
    assert (row.number, row.issued_on, row.attachments.count()) == (SAID["number"], date(2026, 3, 2), 2)
    line = RuleChange.objects.get(subject="document")
    assert (line.old, line.new["attachments"]) == (None, ["b.pdf", "附件.pdf"])


@pytest.mark.parametrize("who", ["worker", "clerk", "operator", "supervisor", "leader", "audit_admin"])
def test_everybody_else_reads_it_and_its_files(client, town, who):
    row = document(town, files=[file()])
    client.force_login(getattr(town, who))
    assert client.get(row.get_absolute_url()).status_code == 200
    answer = client.get(row.attachments.get().get_absolute_url())
    assert b"".join(answer).startswith(b"%PDF")
    assert client.get(reverse("grid:document_edit", args=[row.pk])).status_code == 403


def test_without_a_post_there_is_no_library(client, town):
    row = document(town, files=[file()])
    client.force_login(town.stranger)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(row.attachments.get().get_absolute_url()).status_code == 404
    assert list(client.get(LIBRARY).context["page"].rows) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "〔2026〕1"}, ["1"]),
        ({"q": "考核"}, ["2"]),
        ({"year": "2025"}, ["2"]),
        ({"subject": "grid"}, []),
        ({}, ["1", "2"]),
    ],
)
def test_the_list_is_searched_and_filtered(client, town, asked, found):
    document(town, number="津红政发〔2026〕1号", title="第1号")
    document(town, number="津红政办发〔2025〕9号", title="第2号考核办法", issued_on=date(2025, 5, 1))
    client.force_login(town.clerk)
    rows = client.get(LIBRARY, asked).context["page"].rows
    assert sorted(row.title[1] for row in rows) == found


WRONG = {
    "the number again": ({"number": "津红政发〔2026〕1号"}, "number"),
    "an end before the beginning": ({"valid_until": "2026-03-01"}, "valid_until"),
    "no title": ({"title": ""}, "title"),
    "no reason": ({"why": ""}, "why"),
    "an impossible day": ({"issued_on": "2026-02-30"}, "issued_on"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_at_its_field(client, town, case):
    document(town, number="津红政发〔2026〕1号")
    said, field = WRONG[case]
    answer = add(client, town.centre, **said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_file_is_not_chosen_twice_because_a_field_was_wrong(client, town):
    page = add(client, town.centre, title="", attachments=[file()])
    token = page.context["form"].files_shown[0].token
    assert token in page.content.decode()
    assert add(client, town.centre, kept_files=[token]).status_code == 302
    assert Document.objects.get().attachments.count() == Attachment.objects.count() == 1


def test_a_file_is_taken_away_and_another_added(client, town):
    row = document(town, files=[file("旧.pdf")])
    old = row.attachments.get()
    assert edit(client, town.centre, row, dropped=[old.pk], attachments=[file("新.pdf")]).status_code == 302
    assert [each.name for each in row.attachments.all()] == ["新.pdf"]
    assert old in Attachment.objects.unowned()


def test_no_circle_of_documents_superseding_each_other(client, town):
    old = document(town, number="旧")
    new = document(town, number="新", supersedes=old)
    assert edit(client, town.centre, old, supersedes=new.pk).status_code == 422
    page = client.get(old.get_absolute_url()).content.decode()
    assert new.title in page


def test_an_edit_of_an_older_state_is_stale(client, town):
    row = document(town)
    seen = row.seen
    edit(client, town.centre, row, title="甲")
    assert edit(client, town.centre, row, title="乙", seen=seen).status_code == 409
    assert Document.objects.get().title == "甲"


def test_rules_name_it_as_their_basis_and_it_names_them(client, town):
    row = document(town)
    TimeLimit.objects.filter(kind="order", stage="sign").update(basis=row)
    Ladder.objects.filter(name="warn").update(basis=row)
    client.force_login(town.centre)
    rests = client.get(row.get_absolute_url()).context["rests"]
    assert [address for address, _words in rests] == [
        f"{reverse('grid:limits')}?kind=order", Ladder.objects.get(name="warn").get_absolute_url()
    ]  # fmt: skip


def test_what_has_ended_says_so(client, town):
    row = document(town, valid_until=date(2026, 3, 31), valid_from=date(2026, 3, 1))
    assert [row.holds_on(date(2026, 3, day)) for day in (1, 31)] == [True, True]
    assert not row.holds_on(date(2026, 4, 1))
    assert not Document.objects.in_force(date(2026, 4, 1)).exists()
