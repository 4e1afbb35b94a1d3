"""manage.py check_ground [--tolerance 50]"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from grid.ground.check import findings


class Command(BaseCommand):
    help = "Reports gaps and overlaps between areas by their codes; exits with 1 if it finds any."

    def add_arguments(self, parser):
        parser.add_argument("--tolerance", type=float, default=50, help="square metres of a piece that are let pass")

    def handle(self, *, tolerance, **options):
        found = 0
        for found, finding in enumerate(findings(tolerance), 1):  # noqa: B007
            self.stdout.write(str(finding))
        if found:
            raise CommandError(_("%(number)s findings.") % {"number": found})
        self.stdout.write(_("No gaps and no overlaps."))
