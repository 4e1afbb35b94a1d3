"""The same question as /healthz, for processes that serve no pages."""

from django.core.management.base import BaseCommand, CommandError

from portal.health import causes


class Command(BaseCommand):
    """End with 0 when database, Redis and timers work, else with 1 and the causes."""

    help = "Ask whether database, Redis and timers work."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        if found := causes():
            raise CommandError("; ".join(found))
        self.stdout.write("ok")
