"""Recompute every promise of the portal from raw rows; exit 1 when one does not hold."""

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from grid.casework.sql import database_now
from portal.verify import CHECKS


class Command(BaseCommand):
    """Print a line per promise: how many violations, and the first of them in words."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=20, help="how many violations of a promise to print")

    def handle(self, *, most, **options):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            broken = sum(self._check(promise, check, database_now(), most) for promise, check in CHECKS.items())
        if broken:
            raise SystemExit(1)

    def _check(self, promise, check, at, most):
        found = 0
        for line in check(at):
            found += 1
            if found <= most:
                self.stderr.write(f"  {line}")
        self.stdout.write(f"{found:>6}  {promise}")
        return found
