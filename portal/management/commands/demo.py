"""The whole portal on this machine, with its own servers and its own made-up district."""

import hashlib
import io
import os
import sys
import time
import urllib.request

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from portal import embedded, prepare
from portal.launcher import Household, Interrupted, Program

# The page must answer within this many seconds of its start.
PATIENCE = 60


class Command(BaseCommand):
    """Bring up servers, tables and data; then serve until Ctrl-C."""

    help = "Run the demo: embedded PostgreSQL and Valkey, the web server, a worker and the timer."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        self.started = time.monotonic()
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = os.environ.get("PORT") or "8000"
        try:
            prepare.refuse_taken_port(self.host, self.port)
            with embedded.services("demo"):
                self.lay_out()
                self.serve()
        except (prepare.Refused, embedded.NotStarted) as refused:
            raise CommandError(str(refused)) from None
        except embedded.AlreadyRunning as refused:
            raise CommandError(f"The demo of this checkout is {refused}; stop it first.") from None
        except OperationalError as error:
            raise CommandError(f"The database gave up: {str(error).splitlines()[0]}") from error
        except (Interrupted, KeyboardInterrupt):
            self.stdout.write("\nStopped; the data is kept for the next `make demo`.")

    def lay_out(self):
        """Bring the tables up to date and play the first part of the made-up year."""
        self.stdout.write(f"Servers are up ({self.seconds()}), preparing the data...")
        call_command("migrate", verbosity=0)
        self.load_fixtures()
        if "demo_data" in get_commands():
            call_command("demo_data", "--first")
        connection.close()

    def load_fixtures(self):
        """Read the tables of codes, unless the embedded database holds these very files."""
        state = embedded.state_dir("demo")
        stamp, digest = state / "fixtures", hashlib.sha256()
        for path in sorted(settings.BASE_DIR.glob("fixtures/**/*.*")):
            digest.update(path.read_bytes())
        embedded_database = "DATABASE_URL" not in os.environ
        if embedded_database and stamp.exists() and stamp.read_text() == digest.hexdigest():
            return
        call_command("load_fixtures", stdout=io.StringIO())
        if embedded_database:
            stamp.write_text(digest.hexdigest())

    def serve(self):
        """Run the programs until one of them falls or somebody says stop."""
        with Household() as household:
            household.start("web", web(self.host, self.port))
            self.await_page(household)  # first: the rest would only slow it down
            for name, program in background().items():
                household.start(name, program)
            self.welcome()
            raise CommandError(f"{household.watch()}; everything was stopped.")

    def await_page(self, household):
        """Wait until the web server answers. Raises CommandError when it does not."""
        deadline = time.monotonic() + PATIENCE
        while not answers(self.port):
            if household.running["web"].poll() is not None or time.monotonic() > deadline:
                raise CommandError("The web server did not start; what it said stands above.")
            time.sleep(0.05)

    def welcome(self):
        """Print where to go and whom one may be there."""
        if "demo_data" in get_commands():
            call_command("demo_data", "--logins")
        shown = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104
        self.stdout.write(f"\nOpen http://{shown}:{self.port}/ (ready after {self.seconds()}; Ctrl-C stops everything)")

    def seconds(self):
        return f"{time.monotonic() - self.started:.1f} s"


def answers(port):
    """Does the web server answer at all?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def web(host, port):
    """The web server, as in docker-compose.yml: one worker a core, each with one blocking thread."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "portal.wsgi:application", "--no-ws"]
    command += ["--host", host, "--port", port, "--workers", str(cores), "--log-level", "warning"]
    # A thread that ends takes its database connection along.
    command += ["--blocking-threads", "1", "--blocking-threads-idle-timeout", "600"]
    return Program(command, environment={"DB_STATEMENT_TIMEOUT": "10s"})


def background():
    """What works behind the pages: the worker, the timer and the rest of the made-up year."""
    quiet = ["-W", "ignore:You're running the worker"]  # as root; the demo listens to this machine only
    celery = [sys.executable, *quiet, "-m", "celery", "--quiet", "-A", "portal"]
    worker = [*celery, "worker", "-l", "warning", "--without-gossip", "--without-mingle"]
    worker += ["--pool", "threads", "-c", "2"]  # a third of the memory, and no shared memory, which sandboxes lack
    beat = [*celery, "beat", "-l", "warning", "-s", str(embedded.state_dir("demo") / "beat")]
    programs = {"worker": Program(worker, environment={"DB_STATEMENT_TIMEOUT": "60s"}), "beat": Program(beat)}
    if "demo_data" in get_commands():
        programs["data"] = Program([sys.executable, "manage.py", "demo_data", "--rest"], once=True)
    return programs
