"""manage.py load_ground FILE… [--dry-run] [--crs gcj02]"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from grid.ground.load import load

SHOWN = 200
CRS = {"wgs84": "WGS-84", "gcj02": "GCJ-02"}


class Command(BaseCommand):
    help = "Loads areas (districts, streets, communities, base grids) by their codes from CSV and GeoJSON files."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="go the whole way, then take it back")
        parser.add_argument("--crs", choices=CRS, default="wgs84", help="coordinates of GeoJSON files; kept as WGS-84")

    def handle(self, *, files, dry_run, crs, **options):
        outcome = load(files, crs=CRS[crs], dry_run=dry_run)
        for problem in outcome.problems[:SHOWN]:
            self.stderr.write(str(problem))
        if outcome.problems:
            raise CommandError(_("Nothing was loaded: %(number)s problems.") % {"number": len(outcome.problems)})
        counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
        self.stdout.write(_("%(created)s areas created, %(updated)s updated, %(unchanged)s unchanged.") % counts)
        if dry_run:
            self.stdout.write(_("A dry run: nothing was kept."))
