"""Over sixty files that people, phones and ill will send: each gets its verdict, and nothing of it stays but pixels."""

import io
import json
import re
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from grid.models import Incident, Photo
from grid.photos import clean
from tests.grid.corpus import SECRET, TAKEN, corpus, verdict_of
from tests.grid.incident.pressing import upload
from tests.makers import picture

REPORT = reverse("grid:report")
CORPUS = corpus()
WELCOME = {name: maker for name, (maker, verdict) in CORPUS.items() if verdict == TAKEN}
REFUSED = {name: maker for name, (maker, verdict) in CORPUS.items() if verdict != TAKEN}
MOST_MEGABYTES, MOST_SECONDS = 200, 2
NAMES = ["../../x", "..", "a" * 300 + ".jpg", "phone\0.jpg", "王小明 3号楼.jpg", "photo.php", "a.jpg/../../b", ""]
# Markers of JPEG in which a file could say more than pixels: application data beyond JFIF, and comments.
MORE_THAN_PIXELS = {*range(0xE1, 0xF0), 0xFE}


def segments(jpeg):
    """The markers of a JPEG up to where its pixels begin."""
    place = 2
    while jpeg[place + 1] != 0xDA:
        yield jpeg[place + 1]
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")


def test_there_are_more_than_sixty():
    assert len(CORPUS) >= 60
    assert min(len(WELCOME), len(REFUSED)) > 20


@pytest.mark.parametrize("name", CORPUS)
def test_it_gets_its_verdict(name):
    maker, verdict = CORPUS[name]
    with translation.override("en"):
        assert verdict in verdict_of(maker())


@pytest.mark.parametrize("name", WELCOME)
def test_nothing_is_kept_but_pixels(name):
    made = clean(ContentFile(WELCOME[name](), "phone.jpg"))
    for file in made.full.read(), made.thumbnail.read():
        assert not MORE_THAN_PIXELS & set(segments(file))
        assert not any(said in file for said in (b"Exif", b"ICC_PROFILE", b"adobe:ns", b"script", SECRET))


def test_some_of_them_would_tell():
    small = [name for name in WELCOME if "limit" not in name]
    assert len([name for name in small if SECRET in WELCOME[name]() or "where" in name]) >= 8


@pytest.mark.parametrize("way", range(1, 9))
def test_it_stands_upright_whichever_way_it_was_held(way):
    made = Image.open(clean(ContentFile(CORPUS[f"a JPEG turned the way {way}"][0](), "phone.jpg")).full)
    assert made.size == ((64, 48) if way < 5 else (48, 64))
    width, height = made.size
    bright = {1: (5, 20), 2: (59, 20), 3: (59, 20), 4: (5, 20), 5: (20, 5), 6: (20, 5), 7: (20, 59), 8: (20, 59)}[way]
    dark = (width - 1 - bright[0], height - 1 - bright[1]) if way < 5 else (bright[0], height - 1 - bright[1])
    assert made.getpixel(bright)[0] > 100 > made.getpixel((dark[0], bright[1]) if way < 5 else dark)[0]


def test_what_is_transparent_lies_on_white_and_sixteen_bits_keep_their_shades():
    clear = clean(ContentFile(CORPUS["a PNG grey and transparent"][0](), "phone.png"))
    assert Image.open(clear.full).getpixel((5, 5)) == (255, 255, 255)
    grey = io.BytesIO()
    Image.new("I;16", (8, 8), 40000).save(grey, "PNG")
    assert 150 < Image.open(clean(ContentFile(grey.getvalue(), "phone.png")).full).getpixel((4, 4))[0] < 162


@pytest.mark.slow
def test_the_whole_of_it_costs_little_memory_and_no_file_two_seconds():
    done = subprocess.run([sys.executable, "-m", "tests.grid.corpus"], check=True, stdout=subprocess.PIPE, text=True)
    cost = json.loads(done.stdout)
    assert cost["grown"] <= MOST_MEGABYTES
    assert {name: spent for name, spent in cost["seconds"].items() if spent > MOST_SECONDS} == {}


@pytest.mark.parametrize("name", REFUSED)
def test_one_bad_photo_loses_neither_the_words_nor_the_other_photo(client, town, name):
    client.force_login(town.worker)
    said = {"category": "0110", "grid": town.grid.code, "text": "围墙外有垃圾。"}
    answer = client.post(REPORT, said | {"before": [upload(), upload(content=REFUSED[name]())]})
    page = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["before"])
    assert "围墙外有垃圾。" in page
    assert Photo.objects.get().token in page


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_name_it_came_with_is_forgotten(client, town, name):
    client.force_login(town.worker)
    said = {"category": "0110", "grid": town.grid.code, "text": "围墙外有垃圾。"}
    file = SimpleUploadedFile("phone.jpg", picture(), "image/jpeg")
    file._name = name
    answer = client.post(REPORT, said | {"before": [upload(), file]})
    assert answer.status_code == 302
    kept = [file for photo in Incident.objects.get().photos.all() for file in (photo.file.name, photo.thumbnail.name)]
    assert all(re.fullmatch(r"photos/[0-9a-f]{4}/[0-9a-f]{32}\.jpg", name) for name in kept)
