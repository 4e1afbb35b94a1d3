"""The calendar of 2024–2026 as the fixtures have it, and a short way to write its moments."""

import csv
from datetime import date, datetime
from pathlib import Path

from grid.casework.deadlines import SHANGHAI, Day, WorkCalendar

FIXTURE = Path(__file__).parents[2] / "fixtures" / "calendar.csv"
ROWS = list(csv.DictReader(FIXTURE.read_text(encoding="utf-8").splitlines()))
CALENDAR = WorkCalendar(
    {date.fromisoformat(r["date"]): Day(r["is_working"] == "1", r["name"], r["name_en"]) for r in ROWS}, version=7
)


def at(text):
    """10-10 16:00 of 2026, or a date with its year."""
    year = "" if text[4:5] == "-" else "2026-"
    return datetime.fromisoformat(year + text).replace(tzinfo=SHANGHAI)
