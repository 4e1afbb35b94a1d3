"""JSON and XML say the same, field by field."""

import pytest

from grid.open311.answers import SINGULAR, as_json, as_xml, legible
from tests.grid.open311.asking import Platform, matter


@pytest.fixture
def hotline(town, client):
    return Platform(client, town.district)


WORDS = {"True": "true", "False": "false", "None": ""}


def as_texts(said):
    """What XML can say of a JSON value: texts, elements by name, and lists of elements."""
    if isinstance(said, dict):
        return {name: as_texts(value) for name, value in said.items()}
    if isinstance(said, list):
        return [as_texts(value) for value in said]
    return said if isinstance(said, str) else WORDS.get(repr(said), str(said))


def of_element(made):
    """An element as the same texts, dicts and lists."""
    if made.tag in SINGULAR:
        assert {below.tag for below in made} <= {SINGULAR[made.tag]}
        return [of_element(below) for below in made]
    return {below.tag: of_element(below) for below in made} if len(made) else made.text or ""


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("discovery", "discovery"),
        ("services", "services"),
        ("services/0110", "service_definition"),
        ("requests", "service_requests"),
        ("requests/{number}", "service_requests"),
        ("tokens/W-1", "service_requests"),
    ],
)
def test_both_formats_say_the_same(hotline, town, path, root):
    number = hotline.report(town, external_number="W-1", description="<b>&\"'\n第二行 😀")
    path = path.format(number=number)
    made = hotline.get(path, form="xml")
    said, found = as_texts(hotline.get(path)), of_element(made)
    assert (made.tag, found) == (root, said)


@pytest.mark.parametrize(
    "said", [{"service_code": "9999"}, {"service_code": "0110", "lat": "x"}, {"lat": 0, "long": 0}]
)
def test_refusals_too(hotline, town, said):
    status = 404 if said.get("service_code") == "9999" else 400
    said = matter(town, **{"service_code": "0110", **said})
    made = hotline.post(form="xml", expect=status, **said)
    assert (made.tag, of_element(made)) == ("errors", as_texts(hotline.post(expect=status, **said)))


def test_receipts_too(hotline, town):
    said = matter(town, external_number="W-1")
    made = hotline.post(form="xml", **said)
    assert (made.tag, of_element(made)) == ("service_requests", as_texts(hotline.post(**said)))


def test_what_xml_cannot_hold_is_left_out_of_both():
    said = legible({"a": "x\x0b\x00y\ufffe", "b": ["\ud800z"], "c": 1})
    assert said == {"a": "xy", "b": ["z"], "c": 1}
    assert as_json(said)
    assert as_xml("request", {"a": "xy"}).decode().endswith("<request><a>xy</a></request>")
