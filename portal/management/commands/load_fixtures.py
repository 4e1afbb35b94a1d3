"""manage.py load_fixtures [--folder fixtures]: the ground, the departments, the calendar and all tables of codes."""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from grid import directory, limits
from grid.ground.load import load
from whistle.load import load_kinds

# In this order: each table may name rows of those before it.
TABLES = {
    "departments.csv": directory.load_departments,
    "department_units.csv": directory.load_units,
    "categories.csv": directory.load_categories,
    "whistle_kinds.csv": load_kinds,
    "calendar.csv": limits.load_calendar,
    "ladders.csv": limits.load_ladders,
    "time_limits_stages.csv": limits.load_time_limits,
    "time_limits.csv": limits.load_time_limits,
}


class Command(BaseCommand):
    help = "Loads the ground and the tables of codes from files, all or nothing; it may be run again at any time."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")

    @transaction.atomic
    def handle(self, *, folder, **options):
        outcome = load(sorted((folder / "ground").glob("*.geojson")))
        self.report("ground", outcome.problems, outcome.created, outcome.updated, outcome.unchanged)
        for name, loader in TABLES.items():
            with open(folder / name, encoding="utf-8-sig", newline="") as file:
                loaded = loader(csv.DictReader(file), file=name)
            self.report(name, loaded.problems, loaded.new, loaded.changed, loaded.same)
        for login in directory.open_public_channels():
            self.stdout.write(_("%(login)s: the public page of its district is open") % {"login": login})

    def report(self, name, problems, new, changed, same):
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(_("Nothing was loaded: %(number)s problems.") % {"number": len(problems)})
        counts = {"name": name, "new": new, "changed": changed, "same": same}
        self.stdout.write(_("%(name)s: %(new)s new, %(changed)s changed, %(same)s as before") % counts)
