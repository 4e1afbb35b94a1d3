"""Photos sent before the report that names them, and reports sent again and again: each arrives once."""

import hashlib
import json
import random
import uuid
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db.models import Count
from django.urls import reverse
from PIL import Image

from grid.models import Incident, Photo
from grid.views.report import report
from tests.grid.incident.pressing import upload
from tests.makers import picture

REPORT, UPLOADS = reverse("grid:report"), reverse("grid:uploads")
DRAFTS, REPLAYS = 500, 3


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def send_photo(client, who, content=None, **said):
    """What the outbox does with one photo."""
    content = picture() if content is None else content
    headers = {"x-drafted-by": str(who.pk)}
    return client.post(UPLOADS, {"photo": upload(content=content), "sha256": sha256(content), **said}, headers=headers)


def draft(town, *names, **more):
    """What the outbox says of a draft whose photos have gone ahead; names are `kind:sha256`."""
    said = {"category": "0110", "grid": town.grid.code, "text": "围墙外有垃圾。", "key": str(uuid.uuid4())}
    return said | {"named": list(names)} | more


def send_draft(client, who, said):
    return client.post(REPORT, said, headers={"x-drafted-by": str(who.pk)})


@pytest.fixture
def worker(client, town):
    client.force_login(town.worker)
    return town.worker


def test_a_photo_sent_twice_is_one_photo(client, worker):
    answers = [send_photo(client, worker) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert Photo.objects.get().token == answers[0].json()["token"]
    assert len(default_storage.listdir("photos")[0]) <= 2


def test_the_phone_learns_which_photos_have_arrived(client, worker):
    token = send_photo(client, worker).json()["token"]
    asked = client.get(UPLOADS, {"sha256": [sha256(picture()), sha256(b"another")]})
    assert asked.json() == {sha256(picture()): token}


def test_what_others_have_sent_is_not_told(client, town, worker):
    send_photo(client, worker)
    client.force_login(town.second_worker)
    assert client.get(UPLOADS, {"sha256": sha256(picture())}).json() == {}
    assert send_photo(client, town.second_worker).status_code == 201


@pytest.mark.parametrize(
    ("content", "said"), [(b"", {}), (b"<svg/>", {}), (picture(), {"sha256": "0" * 64}), (picture(), {"kind": "x"})]
)
def test_what_is_no_photo_is_said_in_a_sentence(client, worker, content, said):
    answer = send_photo(client, worker, content, **said)
    assert answer.status_code == 422
    assert answer.json()["errors"]["before"]
    assert not Photo.objects.exists()


def test_a_report_names_its_photos_and_what_they_show(client, town, worker):
    send_photo(client, worker)
    send_photo(client, worker, picture((1, 2, 3)))
    names = f"near:{sha256(picture())}", f"far:{sha256(picture((1, 2, 3)))}"
    answer = send_draft(client, worker, draft(town, *names))
    case = Incident.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"url": case.get_absolute_url()})
    assert list(case.photos.values_list("kind", flat=True)) == ["near", "far"]


def test_a_photo_that_has_not_arrived_is_asked_for_again(client, town, worker):
    answer = send_draft(client, worker, draft(town, f"before:{'a' * 64}"))
    assert (answer.status_code, answer.json()["missing"]) == (422, ["a" * 64])
    assert not Incident.objects.exists()


def test_what_is_missing_is_told_field_by_field(client, town, worker):
    answer = send_draft(client, worker, draft(town, text="", category=""))
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"text", "category", "before"})


def test_nobody_names_the_photo_of_somebody_else(client, town, worker):
    send_photo(client, worker)
    client.force_login(town.second_worker)
    form = draft(town, f"before:{sha256(picture())}", grid=town.second_grid.code)
    assert send_draft(client, town.second_worker, form).json()["missing"] == [sha256(picture())]


@pytest.mark.parametrize("send", [send_photo, send_draft], ids=["a photo", "a report"])
def test_the_outbox_of_another_person_is_refused(client, town, worker, send):
    said = {"content": picture()} if send is send_photo else {"said": draft(town)}
    assert send(client, town.second_worker, **said).status_code == 403


def test_one_photo_may_show_two_matters(client, town, worker):
    send_photo(client, worker)
    name = f"before:{sha256(picture())}"
    for _matter in range(2):
        assert send_draft(client, worker, draft(town, name)).status_code == 201
    first, second = Photo.objects.order_by("pk")
    assert (first.sha256, first.incident != second.incident) == (second.sha256, True)
    assert first.file.name != second.file.name


def test_a_guessed_place_finds_its_own_grid(client, town, worker):
    send_photo(client, worker)
    lng, lat = town.point
    said = draft(town, f"before:{sha256(picture())}", lng=lng, lat=lat, guessed="on", grid=town.grid.code)
    send_draft(client, worker, said)
    assert (Incident.objects.get().grid, Incident.objects.get().lng) == (town.grid, lng)


def test_a_key_used_for_something_else_is_a_conflict(client, town, worker):
    send_photo(client, worker)
    first = draft(town, f"before:{sha256(picture())}")
    filed = send_draft(client, worker, first).json()["url"]
    answer = send_draft(client, worker, first | {"text": "别的事。"})
    assert (answer.status_code, answer.json()["url"]) == (409, filed)
    page = client.post(REPORT, first | {"text": "别的事。"})
    assert (page.status_code, filed in page.content.decode()) == (409, True)


def test_a_form_with_kept_photos_may_be_sent_twice(client, town, worker):
    send_photo(client, worker)
    said = draft(town, kept=Photo.objects.get().token)
    assert [client.post(REPORT, said).status_code for _time in range(2)] == [302, 302]
    assert Incident.objects.count() == 1


def shade(no):
    """A photo of its own for each draft."""
    kept = BytesIO()
    Image.new("RGB", (8, 8), (no % 256, no // 256, 0)).save(kept, "PNG")
    return kept.getvalue()


def filed(rf, who, said):
    """What the view alone answers, without the frame of a session: there are fifteen hundred of these."""
    request = rf.post(REPORT, said, headers={"x-drafted-by": str(who.pk)})
    request.user = who
    return json.loads(report(request).content)["url"]


@pytest.mark.slow
def test_five_hundred_drafts_sent_three_times_in_any_order_file_five_hundred(rf, town):
    worker = town.worker
    drafts = [
        (shade(no), draft(town, f"before:{sha256(shade(no))}", text=f"第{no}处。")) for no in range(DRAFTS)
    ] * REPLAYS
    random.Random(7).shuffle(drafts)
    urls = set()
    for shot, said in drafts:
        Photo.receive(upload(content=shot), by=worker, kind="before")
        urls.add((said["key"], filed(rf, worker, said)))
    assert (len(urls), Incident.objects.count()) == (DRAFTS, DRAFTS)
    assert set(Incident.objects.values_list(Count("photos"))) == {(1,)}
    assert Photo.objects.count() == len({sha256(shot) for shot, _said in drafts}) == DRAFTS


def test_who_logs_out_tells_the_browser_to_forget(client, worker):
    assert client.post(reverse("logout"))["Clear-Site-Data"] == '"cache", "storage"'


def test_the_service_worker_belongs_to_everybody_and_is_never_old(client, db):
    answer = client.get(reverse("grid:worker"))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    assert b'"page": "/incidents/report/"' in answer.content
