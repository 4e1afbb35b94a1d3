"""manage.py demo_data: plays the invented year of the demonstration up to the present."""

import os
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from grid.models import Grid, GridLevel, Rung, TimeLimit
from portal.demo import annual
from portal.demo.afterwards import round_off
from portal.demo.album import Album
from portal.demo.cast import Casting, is_cast
from portal.demo.play import Player
from portal.demo.rules import route
from portal.demo.watching import watch
from portal.demo_logins import table


class Command(BaseCommand):
    help = "Plays the demonstration: 75 days of 红桥区 with invented people, through the verbs that people press."

    def add_arguments(self, parser):
        part = parser.add_mutually_exclusive_group()
        part.add_argument(
            "--first", action="store_true", help="what the first page needs: people, whistles, some incidents"
        )
        part.add_argument("--rest", action="store_true", help="the rest, in the background")
        part.add_argument("--logins", action="store_true", help="who may log in, and the password")
        part.add_argument("--beside", action="store_true", help="play along with another process")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--days", type=int, default=75)
        parser.add_argument("--incidents", type=int, default=3000)

    def handle(self, *args, **options):
        if not (settings.DEMO or settings.TEST):
            raise CommandError("These people and matters are invented: only for the demonstration (DEMO=true).")
        self.options = options
        if options["logins"]:
            return self.stdout.write(table())
        if not options["beside"]:
            self.prepare()
        player = Player(options["seed"], options["days"])
        first, rest = player.names(options["incidents"])
        if options["beside"]:
            _blown, others = player.shared_out(first)
            return self.play(player, others, apart=True)
        if not options["rest"]:
            self.play_first(player, first)
            self.hurry()
        if not options["first"]:
            self.play_rest(player, rest)
        return None

    def prepare(self):
        """Fill the seats and draw the pictures, once."""
        if not is_cast():
            Casting(self.options["seed"]).fill()
        Album.draw()
        district = Grid.objects.get(level=GridLevel.DISTRICT)
        route(district)
        annual.schemes(district, timezone.localtime())
        # So that lateness can be watched at any hour: an emergency is to be signed within one minute.
        TimeLimit.objects.filter(kind="order", stage="sign", urgency="emergency").update(amount=1)

    def hurry(self):
        """From now on supervision follows an unsigned emergency after another minute, so that it can be waited for."""
        Rung.objects.filter(ladder__name="order_sign_emergency", effect="supervise").update(amount=1)

    def play_first(self, player, names):
        """Play what the first page needs, with a second process on the other core."""
        started, names = time.monotonic(), player.unplayed(names)
        if not names:
            return self.stdout.write("The demonstration's first part is there.")
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo_data", "--beside"]
        command += [f"--{name}={self.options[name]}" for name in ("seed", "days", "incidents")]
        helper = subprocess.Popen(command)
        for share in player.shared_out(names):
            self.play(player, share, apart=True)
        if helper.wait():
            raise CommandError("The demonstration's second process failed; see above.")
        player.close_the_books()
        round_off(player.world, player.now)
        annual.assess(player.world, timezone.localtime(player.now))
        watch(player.world, player.now)
        return self.stdout.write(f"The demonstration's first part is played ({time.monotonic() - started:.1f} s).")

    def play(self, player, names, apart):
        with connection.cursor() as cursor:  # nobody waits before a page, and the other process may be slow
            cursor.execute("SET lock_timeout = '60s'")
        for name in names:
            player.play(name, apart=apart)

    def play_rest(self, player, names):
        """Play the rest slowly behind the portal, telling now and then how far it is; what fails is tried again."""
        if hasattr(os, "nice"):
            os.nice(10)
        for _try in range(3):
            for number, name in enumerate(waiting := player.unplayed(names), 1):
                self.play_or_leave(player, name)
                if number % 250 == 0:
                    self.stdout.write(f"{number} of {len(waiting)} more incidents are played.")
        player.close_the_books()
        self.stdout.write("The demonstration is complete.")

    def play_or_leave(self, player, name):
        """A life that fails (a lock held too long, say) leaves nothing behind and stops nobody."""
        try:
            player.play(name)
        except (DatabaseError, RuntimeError) as error:
            self.stderr.write(f"{name} was left out: {str(error).splitlines()[0]}")
            connection.close()
