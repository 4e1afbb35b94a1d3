"""Documents that people attach: each gets its verdict, and leaves the house only to whom it concerns."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict

from grid.attachments import checked, clean_name
from grid.casework.access import FormOnce
from grid.forms.attachments import AttachmentsForm
from grid.models import Attachment
from grid.tasks import discard_unsent_attachments
from tests.grid.paperwork import CORPUS, TAKEN, office
from tests.makers import attachment, pdf

PDF = "application/pdf"
NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\temp\\方案.pdf": "方案.pdf",
    "a\r\nX-Header: 1.pdf": "aX-Header 1.pdf",
    "ann\u202efdp.exe.pdf": "annfdp.exe.pdf",
    "...pdf": "file.pdf",
    "x" * 300 + ".pdf": "x" * 80 + ".pdf",
    '关于<b>"A"|B?.pdf': "关于 b A B.pdf",
    "": "file.pdf",
}


class PaperForm(AttachmentsForm, FormOnce):
    """A form as others build it."""


def verdict_of(name, content):
    file = ContentFile(content)
    file.name = name
    try:
        checked(file)
    except ValidationError as error:
        return error.messages[0]
    return TAKEN


def sent(name="协议.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def bytes_of(row):
    with row.file.open("rb") as file:
        return file.read()


def paper_form(by, *files, **data):
    return PaperForm(MultiValueDict(data), MultiValueDict({"attachments": list(files)}), user=by)


@pytest.mark.parametrize("said", CORPUS)
def test_it_gets_its_verdict(said):
    name, content, verdict = CORPUS[said]
    with translation.override("en"):
        assert verdict in verdict_of(name, content() if callable(content) else content)


def test_there_are_more_than_fifty_and_most_are_refused():
    assert len(CORPUS) > 50
    assert 10 <= [verdict for _name, _content, verdict in CORPUS.values()].count(TAKEN) < 15


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_fits_any_disk_and_header(name):
    assert clean_name(name, PDF) == NAMES[name]


def test_it_is_kept_under_a_random_name_with_its_digest(town):
    row = attachment(town.clerk, "协议 (终稿).pdf")
    assert (row.name, row.media_type, row.size) == ("协议 (终稿).pdf", PDF, len(pdf()))
    assert "协议" not in row.file.name
    assert bytes_of(row) == pdf()
    assert attachment(town.clerk).file.name != row.file.name
    assert row.sha256 == attachment(town.clerk).sha256


def test_a_picture_becomes_a_cleaned_jpeg(town):
    name, content, _verdict = CORPUS["a scan"]
    row = attachment(town.clerk, name, content)
    assert (row.name, row.media_type) == ("a.jpg", "image/jpeg")
    assert bytes_of(row).startswith(b"\xff\xd8")


def test_it_is_a_download_and_nothing_else(client, town):
    sent = office()
    row = attachment(town.clerk, "协议.docx", sent)
    client.force_login(town.clerk)
    answer = client.get(row.get_absolute_url())
    assert b"".join(answer) == sent
    answer.close()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E5%8D%8F%E8%AE%AE.docx"
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", row.media_type)
    assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_else_sees_what_belongs_to_nothing_yet(client, town):
    row = attachment(town.clerk)
    client.force_login(town.head)
    assert client.get(reverse("grid:attachment", args=[row.pk])).status_code == 404


def test_nothing_is_lost_when_another_file_is_wrong(town):
    with translation.override("en"):
        form = paper_form(town.clerk, sent(), sent("a.exe", b"MZ"))
        assert not form.is_valid()
    assert "a.exe: Please choose a PDF" in form.errors["attachments"][0]
    again = paper_form(town.clerk, kept_files=[form.files_shown[0].token])
    assert again.is_valid()
    assert [row.name for row in again.said["attachments"]] == ["协议.pdf"]
    assert Attachment.objects.count() == 1


def test_at_most_ten_files(town):
    assert "attachments" in paper_form(town.clerk, *[sent()] * 11).errors


def test_another_persons_file_is_not_taken_along(town):
    token = attachment(town.head).token
    assert "kept_files" in paper_form(town.clerk, kept_files=[token]).errors


def test_what_was_discarded_meanwhile_is_told(town):
    row = attachment(town.clerk)
    Attachment.objects.all().discard()
    with pytest.raises(ValidationError):
        Attachment.for_owner([row], by=town.clerk)


def test_what_no_form_took_is_discarded_after_a_week(town, django_capture_on_commit_callbacks):
    old, new = attachment(town.clerk), attachment(town.clerk)
    Attachment.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_unsent_attachments() == 1
    assert list(Attachment.objects.all()) == [new]
    assert not old.file.storage.exists(old.file.name)
