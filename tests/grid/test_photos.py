"""Photos: cleaned at once, without what the camera wrote, and served only to who may see the case."""

import io
import os

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from grid.models import Photo
from grid.photos import clean
from grid.tasks import discard_unsent_photos
from tests.makers import file_incident, photo, picture
from tests.town import MONDAY

GPS, UPRIGHT = 0x8825, 0x0112


def encoded(format="JPEG", size=(64, 48), mode="RGB", **more):
    kept = io.BytesIO()
    Image.new(mode, size).save(kept, format, **more)
    return kept.getvalue()


def opened(file):
    return Image.open(io.BytesIO(file.read()))


def upload(content):
    return ContentFile(content, "phone.jpg")


def with_exif(**tags):
    exif = Image.Exif()
    exif[UPRIGHT] = tags.get("orientation", 1)
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 9.0, 0.0), 3: "E", 4: (117.0, 8.0, 0.0)})
    return encoded(exif=exif)


def bomb(side):
    """A PNG of a few hundred bytes whose header promises side × side pixels."""
    small = bytearray(encoded("PNG", (1, 1)))
    small[16:24] = side.to_bytes(4, "big") * 2
    return bytes(small)


HOSTILE = {
    "nothing at all": b"",
    "a bomb by its header": encoded("PNG", (8000, 8000), "1"),
    "a bomb beyond Pillow's own limit": encoded("PNG", (30000, 30000), "1"),
    "a header with a wrong checksum": bomb(3000),
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "HTML behind a PNG's first bytes": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "half a JPEG": picture(side=400)[:-300],
    "a GIF": encoded("GIF", mode="P"),
    "a TIFF": encoded("TIFF"),
    "a BMP": encoded("BMP"),
    "noise": os.urandom(4000),
}
WELCOME = {
    "a JPEG": encoded(),
    "a grey JPEG": encoded(mode="L"),
    "a CMYK JPEG": encoded(mode="CMYK"),
    "a PNG with transparency": encoded("PNG", mode="RGBA"),
    "a PNG with a palette": encoded("PNG", mode="P"),
    "a PNG of 16 bits": encoded("PNG", mode="I;16"),
    "a WebP": encoded("WEBP"),
    "a PNG with a page behind it": encoded("PNG") + b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_no_photo_comes_of_it(content):
    with pytest.raises(ValidationError):
        clean(upload(content))


@pytest.mark.parametrize("content", WELCOME.values(), ids=WELCOME)
def test_a_plain_jpeg_comes_of_it(content):
    made = opened(clean(upload(content)).full)
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (64, 48))


def test_a_page_behind_a_picture_is_left_behind():
    assert b"script" not in clean(upload(encoded("PNG") + b"<script>alert(1)</script>")).full.read()


def test_where_it_was_taken_is_forgotten():
    made = opened(clean(upload(with_exif())).full)
    assert (dict(made.getexif()), made.info.keys() & {"exif", "comment", "icc_profile"}) == ({}, set())


def test_a_photo_taken_sideways_stands_upright():
    assert opened(clean(upload(with_exif(orientation=6))).full).size == (48, 64)


def test_it_is_shrunk_to_1600_pixels_and_480_for_lists():
    made = clean(upload(encoded(size=(3200, 1600))))
    assert (made.width, made.height, opened(made.thumbnail).size) == (1600, 800, (480, 240))


def test_more_than_12_megabytes_are_not_even_opened():
    with pytest.raises(ValidationError, match="12"):
        clean(upload(picture() + b"\0" * 12 * 1024 * 1024))


def test_the_stored_name_says_nothing(town):
    kept = Photo.take(ContentFile(picture(), "../../王小明 3号楼.php"), by=town.worker, kind="near")
    assert kept.file.name.startswith("photos/")
    assert kept.file.name.endswith(".jpg")
    assert "王" not in kept.file.name


def test_nothing_half_written_stays_when_the_disk_fails(town):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        default_storage.save("photos/x/half.jpg", Broken(b""))
    assert default_storage.listdir("photos/x") == ([], [])


def test_one_photo_belongs_to_one_report(town):
    taken = photo(town.worker)
    file_incident(town, photos=[taken])
    with pytest.raises(ValidationError):
        file_incident(town, photos=[taken])


@pytest.mark.parametrize("name", ["photo", "photo_small"])
def test_it_is_served_as_a_jpeg_and_as_nothing_else(client, town, name):
    case = file_incident(town)
    client.force_login(town.operator)
    answer = client.get(reverse(f"grid:{name}", args=[case.photos.get().pk]))
    assert opened(io.BytesIO(b"".join(answer.streaming_content))).format == "JPEG"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["stranger", "clerk", "second_worker", "system_admin"])
def test_who_does_not_see_the_case_gets_a_404(client, town, who):
    kept = file_incident(town).photos.get()
    client.force_login(getattr(town, who))
    assert client.get(kept.url).status_code == client.get(kept.thumb_url).status_code == 404


def test_a_photo_not_sent_yet_is_its_takers_alone(client, town):
    kept = photo(town.worker)
    client.force_login(town.worker)
    assert b"".join(client.get(kept.url).streaming_content)
    client.force_login(town.operator)
    assert client.get(kept.url).status_code == 404


def test_photos_of_forms_nobody_sent_are_discarded_with_their_files(town, django_capture_on_commit_callbacks):
    unsent, sent = photo(town.worker), file_incident(town).photos.get()
    Photo.objects.update(at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_unsent_photos() == 1
    assert [default_storage.exists(each.file.name) for each in (unsent, sent)] == [False, True]
    assert Photo.objects.get() == sent


def test_a_photo_of_this_week_still_waits_for_its_form(town):
    photo(town.worker)
    assert discard_unsent_photos() == 0


def test_without_a_login_there_is_no_photo(client, town):
    assert client.get(photo(town.worker).url).status_code == 302
