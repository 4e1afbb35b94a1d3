"""The tables no case can do without, loaded from fixtures/ as production loads them."""

import csv

from django.conf import settings

from portal.management.commands.load_fixtures import TABLES


def load_tables():
    """Departments and offices, 88 types of incidents, calendar 2024–2026, ladders and time limits."""
    for name, loader in TABLES.items():
        with (settings.BASE_DIR / "fixtures" / name).open(encoding="utf-8", newline="") as file:
            loaded = loader(list(csv.DictReader(file)), name)
        assert not loaded.problems, loaded.problems[:3]
