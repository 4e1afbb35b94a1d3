"""Collect the sentences of the portal into locale/, compile them, and say which still lack Chinese.

python tools/messages.py            collect (needs GNU gettext) and compile
python tools/messages.py --compile  compile only
python tools/messages.py --check    list what is missing, fuzzy or not compiled; changes nothing
"""

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
COLLECT = [
    "makemessages",
    "--locale=zh_Hans",
    "--no-wrap",
    "--add-location=file",
    "--no-obsolete",
    "--extension=html,txt,py",
]
LEFT_OUT = [f"--ignore={folder}" for folder in (".venv", "node_modules", "tests", "static", "staticfiles", "media")]


def collect():
    """Read every source anew; translations of sentences that stayed are kept."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", *COLLECT, *LEFT_OUT]
    # Without settings, so that a half-written model does not stand in the way.
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=ROOT, check=True, env=bare)
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    # A date that changes with every run would make every run a change.
    catalogue.metadata = {
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalogue.header = ""
    for entry in catalogue.fuzzy_entries():
        drop_guess(entry)
    catalogue.save()


def drop_guess(entry):
    """A translation guessed from a similar sentence is worse than a gap, which is at least seen."""
    entry.flags.remove("fuzzy")
    entry.msgstr = ""
    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def compile_catalogue():
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def problems():
    """What a reader of Chinese would miss: untranslated, fuzzy, or not yet in the compiled catalogue."""
    catalogue = polib.pofile(str(CATALOGUE))
    compiled = {(entry.msgctxt, entry.msgid): entry for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    found = [f"missing: {entry.msgid}" for entry in catalogue.untranslated_entries()]
    found += [f"fuzzy: {entry.msgid}" for entry in catalogue.fuzzy_entries()]
    for entry in catalogue.translated_entries():
        twin = compiled.get((entry.msgctxt, entry.msgid))
        if twin is None or (twin.msgstr, twin.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
            found.append(f"not compiled: {entry.msgid}")
    return found


def main(arguments):
    if "--check" not in arguments:
        if "--compile" not in arguments:
            collect()
        compile_catalogue()
    found = problems()
    sys.stdout.write("\n".join([*found, f"{len(found)} problems", ""]))
    return bool(found) and "--check" in arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
