"""Plays the lives of the demonstration, each in one transaction, each once for ever."""

from random import Random
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from grid.casework.books import Submission
from grid.casework.refusals import Refused
from grid.models import Incident

from . import annual, history, today
from .calls import PAST
from .incidents import IncidentLife, Report
from .twists import TWISTS, deck
from .whistles import WhistleLife
from .world import World

OURS = UUID("6f1d2c54-1de0-4c0b-9f0c-120106000000")
WHISTLES = 7  # of the past; those of the present come on top, and more of the past later
# Incidents of the past that are there when the first page opens: some as they come, and each turn once.
FIRST = {*range(50), *map(deck().index, TWISTS)}


class Player:
    """Plays lives by their names: today/3, whistle/5, incident/120."""

    def __init__(self, seed, days, now=None):
        self.seed, self.days = seed, days
        self.now = now or timezone.now()
        self.world = World()
        self.keeper = self.world.cast.people["system.hongqiao"]
        self.present = dict(enumerate(today.plans(self.now, self.world)))

    def names(self, incidents):
        """The lives of a demonstration with so many incidents in all: those of the first page, and the rest."""
        early = [f"whistle/{number}" for number in range(WHISTLES)]
        early += [f"last/{number}" for number in range(annual.LAST_YEAR)]
        early += [f"today/{number}" for number in self.present]
        early += [f"incident/{number}" for number in range(incidents) if number in FIRST]
        rest = [f"whistle/{number}" for number in range(WHISTLES, 2 * len(PAST))]
        rest += [f"incident/{number}" for number in range(incidents) if number not in FIRST]
        return self.in_order(early), self.in_order(rest)

    def shared_out(self, names):
        """These lives for two processes: those in which somebody blows this year, and the others.

        They share the running numbers of whistles and slips, so two processes would wait for each other.
        """
        blown = [name for name in names if not name.startswith("last/") and not isinstance(self.plan(name), Report)]
        return blown, [name for name in names if name not in blown]

    def in_order(self, names):
        return sorted(names, key=lambda name: self.plan(name).begins)

    def chance(self, name):
        """The luck of a life: the same for the same seed."""
        return Random(f"{self.seed} {name}")

    def plan(self, name):
        kind, _slash, number = name.partition("/")
        if kind == "today":
            return self.present[int(number)]
        if kind == "last":
            return annual.plan(int(number), self.now, self.world)
        plan = {"whistle": history.whistle, "incident": history.report}[kind]
        return plan(int(number), self.days, self.now, self.world, self.chance(name))

    def play(self, name, apart=False):
        """Play a life, unless it was played or is just being played; return whether it was played here.

        The life is one transaction, so nobody rings a half-played one. `apart`: its first act is
        committed by itself, so that several processes do not wait for each other's running numbers;
        only while no timer runs.
        """
        try:
            with transaction.atomic():
                life = self.claim(name) if is_free(name) else None
                if life and not apart:
                    life.play()
            if life and apart:
                with transaction.atomic():
                    life.play()
        except Refused as refused:
            raise RuntimeError(f"{name}: {refused!r} {refused.case.status}") from refused
        return life is not None

    def close_the_books(self):
        """Archive what was closed long before the present, as the hourly task does."""
        return Incident.archive_due(self.now)

    def claim(self, name):
        """Write down that this life is played and play its first act; None when it was played before."""
        plan, chance = self.plan(name), self.chance(f"{name} played")
        life = (IncidentLife if isinstance(plan, Report) else WhistleLife)(self.world, chance, self.now)
        begun = []

        def act():
            life.begin(plan)
            life.play_one()
            begun.append(life)
            return name

        Submission.once(self.keeper, self.key(name), "demo", act)
        return begun[0] if begun else None

    def key(self, name):
        return uuid5(OURS, f"{self.seed} {name}")

    def unplayed(self, names):
        """Those of these lives that nobody has begun."""
        played = set(Submission.objects.filter(user=self.keeper).values_list("key", flat=True))
        return [name for name in names if self.key(name) not in played]


def is_free(name):
    """Whether no other process is busy with this life; it is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 120106))", [f"demo {name}"])
        return cursor.fetchone()[0]
