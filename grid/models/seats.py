"""Rungs name seats by a word; here a word becomes seats, and a vacant seat finds who stands above it.

A seat is (role, "grid" | "department", primary key). Nobody is named: whoever holds the seat, also acting,
reads the notice. A vacant seat keeps its notice for its next holder, and the seat above hears of it too.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from .calendar import kept
from .people import Department, Post, Role
from .territory import Grid, GridLevel


class SeatWord(models.TextChoices):
    """Whom a rung may tell, in words that fit every kind of case (`domain.md` 4.4)."""

    HOLDER = "holder", _("whoever has to act")
    CALLER = "caller", _("whoever called or watches")
    WORKER = "worker", _("worker of the grid")
    COMMUNITY = "community", _("community staff")
    STREET_OPERATOR = "street_operator", _("street operator")
    BLOWERS = "blowers", _("street secretary and director")
    STREET_STAFF = "street_staff", _("street staff")
    CLERK = "clerk", _("department clerks")
    HEAD = "head", _("department head")
    CENTRE = "centre", _("district centre")
    SUPERVISION = "supervision", _("supervision office")
    LEADER = "leader", _("district leaders")


BLOWERS = (Role.PARTY_SECRETARY, Role.DIRECTOR)
# word: the roles, and the place of the case they are held at. `holder` and `caller` the case itself knows.
PLACED = {
    SeatWord.WORKER: ((Role.WORKER,), "grid"),
    SeatWord.COMMUNITY: ((Role.COMMUNITY_OPERATOR, Role.COMMUNITY_SECRETARY), "community"),
    SeatWord.STREET_OPERATOR: ((Role.STREET_OPERATOR,), "street"),
    SeatWord.BLOWERS: (BLOWERS, "street"),
    SeatWord.STREET_STAFF: ((Role.STREET_OPERATOR, *BLOWERS), "street"),
    SeatWord.CLERK: ((Role.CLERK,), "department"),
    SeatWord.HEAD: ((Role.HEAD,), "department"),
    SeatWord.CENTRE: ((Role.CENTRE,), "district"),
    SeatWord.SUPERVISION: ((Role.SUPERVISOR,), "district"),
    SeatWord.LEADER: ((Role.LEADER,), "district"),
}
# What ladders told before rungs named seats: for clocks that were started then.
BEFORE = {
    "remind": ("holder",),
    "strike:resume": ("holder",),
    "supervise": ("holder", "centre", "supervision"),
}


def seats_of(case, clock, no, effect):
    """The seats that rung `no` of this clock tells, in the order of its words, none twice.

    `case.seats_for(word, stage)` answers for `holder` and `caller`.
    """
    seats = []
    for word in clock.tells(no) or BEFORE.get(effect, ("holder", "caller")):
        if word in PLACED:
            roles, place = PLACED[word]
            ground = "department" if place == "department" else "grid"
            seats += [(role, ground, getattr(case, f"{place}_id", None)) for role in roles]
        else:
            seats += case.seats_for(word, clock.stage)
    return [seat for seat in dict.fromkeys(seats) if seat[2] is not None]


# Who stands above a seat: ways to try in turn, the first of which is held; the last is told if none is.
ABOVE = {
    Role.WORKER: [[Role.COMMUNITY_OPERATOR], [Role.COMMUNITY_SECRETARY]],
    Role.COMMUNITY_OPERATOR: [[Role.COMMUNITY_SECRETARY], [Role.STREET_OPERATOR]],
    Role.COMMUNITY_SECRETARY: [[Role.COMMUNITY_OPERATOR], [Role.STREET_OPERATOR]],
    Role.STREET_OPERATOR: [list(BLOWERS)],
    Role.PARTY_SECRETARY: [[Role.DIRECTOR], [Role.STREET_OPERATOR, Role.CENTRE]],
    Role.DIRECTOR: [[Role.PARTY_SECRETARY], [Role.STREET_OPERATOR, Role.CENTRE]],
    Role.CLERK: [[Role.HEAD], [Role.CENTRE]],
    Role.HEAD: [[Role.CENTRE]],
    Role.CENTRE: [[Role.LEADER]],
    Role.SUPERVISOR: [[Role.LEADER]],
    Role.MEDIATOR: [[Role.MEDIATION_CLERK], [Role.CENTRE]],
    Role.MEDIATION_CLERK: [[Role.CENTRE]],
}
LEVEL = {
    Role.WORKER: GridLevel.BASE,
    Role.COMMUNITY_OPERATOR: GridLevel.COMMUNITY,
    Role.COMMUNITY_SECRETARY: GridLevel.COMMUNITY,
    Role.STREET_OPERATOR: GridLevel.STREET,
    Role.PARTY_SECRETARY: GridLevel.STREET,
    Role.DIRECTOR: GridLevel.STREET,
}


@dataclass
class Roster:
    """Which seats are held when, and which place lies above which; pure, so the rule can be tested by itself.

    `held`: seat → [(from, to or None)]; `above`: key of a grid → {level: key}, itself included; `home`: key of
    a department → key of its district.
    """

    held: dict = field(default_factory=dict)
    above: dict = field(default_factory=dict)
    home: dict = field(default_factory=dict)

    def is_held(self, seat, at: datetime):
        """Whether somebody, an acting deputy included, holds the seat at `at`."""
        return any(start <= at and (end is None or at < end) for start, end in self.held.get(seat, ()))

    def heirs(self, seat, at):
        """The seats above a vacant seat that hear of what it was told; nobody above a seat that is held."""
        heirs, vacant = {}, [] if self.is_held(seat, at) else [seat]
        for empty in vacant:  # grows while nobody is found
            ways = [self._way(roles, empty, {seat, *heirs}) for roles in ABOVE.get(empty[0], ())]
            ways = [way for way in ways if way]
            held = next((way for way in ways if any(self.is_held(higher, at) for higher in way)), None)
            reached = held or (ways[-1] if ways else [])
            heirs |= dict.fromkeys(reached)
            vacant += [] if held else reached
        return list(heirs)

    def _way(self, roles, below, tried):
        seats = [self.seat_of(role, below) for role in roles]
        return [seat for seat in seats if seat and seat not in tried]

    def seat_of(self, role, below):
        """The seat of `role` that stands above the seat `below`, or None."""
        _role, ground, key = below
        if ground == "department":
            return (role, ground, key) if role == Role.HEAD else self._placed(role, self.home.get(key))
        return self._placed(role, self.above.get(key, {}).get(LEVEL.get(role, GridLevel.DISTRICT)))

    def _placed(self, role, key):
        return (role, "grid", key) if key is not None else None


def roster():
    """Who holds which seat, kept until a post, an area or a department changes: one small query otherwise."""
    return kept("ground posts", _read_roster)


def _read_roster(_numbers):
    held, home = _read_posts()
    return Roster(held, _read_chains(), home)


def _read_posts():
    held = defaultdict(list)
    posts = Post.objects.filter(user__is_active=True).exclude(role=Role.CHANNEL)
    for role, grid, department, start, end in posts.values_list("role", "grid", "department", "valid_from", "valid_to"):
        seat = (role, "grid", grid) if department is None else (role, "department", department)
        held[seat].append((start, end))
    return dict(held), dict(Department.objects.values_list("pk", "district"))


def _read_chains():
    """{key: {level: key}} of every area and those above it, told by their codes."""
    areas = {code: (key, level) for key, code, level in Grid.objects.values_list("pk", "code", "level")}
    digits = {level: level.digits for level in GridLevel}
    return {
        key: {above: areas[code[: digits[above]]][0] for above in GridLevel
              if above <= level and code[: digits[above]] in areas}
        for code, (key, level) in areas.items()
    }  # fmt: skip
