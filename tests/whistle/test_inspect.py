"""The street went to see: who, when, what, with photos and the agreement."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.grid.paperwork import pdf
from tests.makers import picture, whistle_in
from tests.whistle.verbs import press

SAID = {"inspected_at": "2026-03-01T15:00", "people": "街道书记、城管科", "findings": "空地堆满渣土，产权单位失联。"}


def test_an_inspection_keeps_people_findings_photo_and_agreement(client, town):
    whistle = whistle_in(town, "draft")
    shot = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    paper = SimpleUploadedFile("代管协议.pdf", pdf(), "application/pdf")
    assert press(client, town.operator, whistle, "inspect", before=shot, attachments=paper, **SAID).status_code == 302
    assert whistle.inspections.get().people == "街道书记、城管科"
    assert sorted(whistle.papers.values_list("kind", flat=True)) == ["agreement", "on_site"]


def test_its_papers_are_seen_by_the_called_department_and_by_nobody_else(client, town):
    whistle = whistle_in(town, "blown")
    shot = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    press(client, town.operator, whistle, "inspect", before=shot, **SAID)
    url = whistle.papers.get().photo.get_absolute_url()
    client.force_login(town.clerk)
    assert b"".join(client.get(url).streaming_content)
    for who in (town.third_clerk, town.next_street.operator):
        client.force_login(who)
        assert client.get(url).status_code == 404


def test_what_was_typed_is_kept_when_the_photo_is_none(client, town):
    broken = SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg")
    answer = press(client, town.operator, whistle_in(town, "draft"), "inspect", before=broken, **SAID)
    assert answer.status_code == 422
    assert "产权单位失联" in answer.content.decode()
