"""The portal reads in Chinese without a gap, and the compiled catalogue is the one that was written."""

import importlib.util
import re

import polib
from django.conf import settings

spec = importlib.util.spec_from_file_location("messages", settings.BASE_DIR / "tools/messages.py")
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)

PLACE = re.compile(r"%\((\w+)\)|{(\w*)}")


def test_nothing_is_missing_fuzzy_or_not_compiled():
    assert messages.problems() == []


def test_a_translation_names_no_place_that_its_sentence_does_not_fill():
    catalogue = polib.pofile(str(messages.CATALOGUE))
    strange = {
        entry.msgid
        for entry in catalogue
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if set(PLACE.findall(text)) - set(PLACE.findall(entry.msgid + entry.msgid_plural))
    }
    assert strange == set()
