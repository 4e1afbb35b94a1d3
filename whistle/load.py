"""Loads this floor's tables of codes from rows of files; see `grid.limits` for the manner."""

from grid.rows import Loaded, load_rows, texts
from whistle.models import WhistleKind

COLUMNS = ("code", "name", "name_en", "note", "is_emergency", "by_plan", "position")


def load_kinds(rows, file="whistle_kinds.csv") -> Loaded:
    """The kinds of whistles. Columns: code, name, name_en, note, is_emergency and by_plan (0, 1), position."""
    return load_rows(file, rows, lambda row: WhistleKind(**texts(row, *COLUMNS)), ["code"], kept=["active"])
