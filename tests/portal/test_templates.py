"""Templates keep the house: short, said what they need, and nothing a strict browser would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(FOLDER.rglob("*.html"))
COMPONENTS = sorted((FOLDER / "components").glob("*.html"))
STYLES = sorted(Path(settings.BASE_DIR, "static/css").glob("*.css"))
SCRIPTS = sorted(Path(settings.BASE_DIR, "static/js").rglob("*.js"))


def name(path):
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_inline_style_script_or_handler(path):
    text = path.read_text()
    assert not re.search(r"""<[^>]*\s(style|on[a-z]+)=["']""", text)
    assert not re.search(r"<style|javascript:|<script(?![^>]*(src=|application/json))", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_a_table_of_contents_of_at_most_80_lines(path):
    assert len(path.read_text().splitlines()) <= 80


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_a_component_opens_by_naming_its_context(path):
    opening = path.read_text()[:600]
    assert opening.startswith(("{#", "{% comment %}"))
    assert "ontext" in opening.split("#}")[0].split("{% endcomment %}")[0]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_never_turns_text_into_markup_or_code(path):
    unsafe = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert not re.search(unsafe, path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_carries_no_sentences_of_its_own(path):
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.S)
    assert set(re.findall(r"[\u4e00-\u9fff]+", code)) <= {"街道"}


def test_a_colour_is_named_once_in_the_tokens():
    shades = ("#0b2a5b", "#1b5bbf", "#147d4f", "#945600", "#bf2630")
    others = [path for path in STYLES if path.name != "tokens.css"]
    assert [path.name for path in others if any(shade in path.read_text() for shade in shades)] == []


def test_every_variable_a_style_uses_is_a_token():
    known = set(re.findall(r"(--[\w-]+):", (STYLES[0].parent / "tokens.css").read_text()))
    used = {word for path in STYLES for word in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - known == set()
