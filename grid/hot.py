"""Hot issues (热点): which types and which places are reported more than their own past would let one expect.

A window (7, 30 or 90 days up to today) is held against the four windows of the same length before it.
Everything is asked of a scoped queryset; declined and void reports are left out, merged ones count, for
each is somebody who reported (`domain.md` 0-34).
"""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import erfc, exp, lgamma, log, sqrt

from django.conf import settings
from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from grid.casework.measures import Period, Rate
from grid.models import Role
from grid.models.incident.likeness import DEGREE, Spot
from grid.models.incident.questions import again, within
from grid.models.people import STREET_STAFF

WATCHERS = STREET_STAFF | {Role.CENTRE, Role.SUPERVISOR, Role.LEADER}
WINDOWS = (7, 30, 90)
BASES = 4
LEAST = 3  # fewer reports are never hot
UNLIKELY = 0.01
PLENTY = 2000  # from so many reports on the bell curve is as good as counting
COMPARED = 20_000  # reports, the newest, among which places with several of them are looked for
SPOTS, TRIED = 20, 200

# Who reported, as one word: the phone left, or else the person who wrote it down.
PERSON = Coalesce(NullIf("reporter_phone", Value("")), Concat(Value("u"), Cast("author_id", CharField())))


@dataclass(frozen=True)
class Rise:
    """How often something was reported in the window, and in `bases` windows before it together."""

    key: int
    now: int
    before: int
    bases: int
    people: int
    again: int

    @property
    def mean(self):
        """Reports of one earlier window, with one decimal; None while there is no past to compare with."""
        return self._rounded(Decimal(self.before) / self.bases, "0.1") if self.bases else None

    @property
    def change(self):
        """Percent more (or less) than that, whole; None over nothing."""
        if not self.bases or not self.before:
            return None
        return int(self._rounded(Decimal(self.now * self.bases * 100) / self.before - 100, "1"))

    @property
    def repeats(self):
        """Which part of the reports tells of a matter reported more than once."""
        return Rate(self.again, self.now)

    @property
    def is_rising(self):
        """At least three, and by chance so many would fall into this window less than once in a hundred times."""
        if not self.bases or self.now < LEAST or self.now * self.bases <= self.before:
            return False
        return tail(self.now, self.now + self.before, 1 / (self.bases + 1)) < UNLIKELY

    @staticmethod
    def _rounded(number, step):
        return number.quantize(Decimal(step), ROUND_HALF_UP)


def tail(count, total, share):
    """The probability that `count` or more of `total` fall where a `share` of them is to be expected (binomial)."""
    if total > PLENTY:
        return erfc((count - 0.5 - total * share) / sqrt(2 * total * share * (1 - share))) / 2
    ways = (lgamma(total + 1) - lgamma(n + 1) - lgamma(total - n + 1) for n in range(count, total + 1))
    chances = (n * log(share) + (total - n) * log(1 - share) for n in range(count, total + 1))
    return sum(exp(way + chance) for way, chance in zip(ways, chances, strict=True))


@dataclass(frozen=True)
class Window:
    """The days looked at, and as many whole windows of the same length before as there are reports for."""

    period: Period
    bases: int

    @classmethod
    def of(cls, days, at, incidents):
        """The window that ends today; `incidents` tell since when anything was reported at all."""
        period = Period.last_days(days, at)
        first = incidents.order_by("created_at").values_list("created_at", flat=True).first()
        past = (period.first - localdate(first)).days // days if first else 0
        return cls(period, max(0, min(BASES, past)))

    @property
    def base(self):
        """The days of the earlier windows together; None without any."""
        if not self.bases:
            return None
        last = self.period.first - timedelta(days=1)
        return Period.last_days(self.period.days * self.bases, last)


def rises(incidents, window, by):
    """[Rise] of everything reported in the window, by the field `by`; what rises comes first. Two queries.

    Who reported is asked of the window alone: counting people costs a sort, and the past is four times as long.
    """
    rows = incidents.counted_reports().order_by().values(key=F(by))
    now = within("created_at", window.period)
    begins = (window.base or window.period).start
    told = {"now": Count("pk", filter=now), "before": Count("pk", filter=~now)}
    counted = rows.filter(created_at__gte=begins, created_at__lt=window.period.end).annotate(**told)
    people = rows.filter(now).annotate(people=Count(PERSON, distinct=True), again=Count("pk", filter=again()))
    more = {row["key"]: row for row in people}
    found = [Rise(bases=window.bases, **row | more[row["key"]]) for row in counted if row["key"] in more]
    return sorted(found, key=lambda rise: (not rise.is_rising, -rise.now, rise.key))


@dataclass(frozen=True)
class HotSpot:
    """A place with at least three reports of one group of types: the incident in its midst, and how many."""

    key: int
    now: int


@dataclass
class Crowd:
    """The reports of a window, so laid out that the neighbours of one are found without asking all."""

    rows: dict = field(default_factory=dict)  # key: (group, Spot)
    cells: dict = field(default_factory=lambda: defaultdict(list))
    addresses: dict = field(default_factory=lambda: defaultdict(list))

    def add(self, key, group, spot):
        self.rows[key] = group, spot
        if spot.has_point:
            self.cells[self._cell(group, spot)].append(key)
        if spot.address:
            self.addresses[group, spot.community, spot.address].append(key)

    @staticmethod
    def _cell(group, spot, east=0, north=0):
        """Boxes at least as wide and high as a report reaches, up to 60 degrees of latitude."""
        high = settings.SIMILAR_METRES / DEGREE
        return group, int(spot.lng // (2 * high)) + east, int(spot.lat // high) + north

    def around(self, key):
        """The nine boxes around a report that has a point."""
        group, spot = self.rows[key]
        if not spot.has_point:
            return []
        steps = [(east, north) for east in (-1, 0, 1) for north in (-1, 0, 1)]
        return [self.cells.get(self._cell(group, spot, *step), ()) for step in steps]

    def same(self, key):
        group, spot = self.rows[key]
        return self.addresses.get((group, spot.community, spot.address), ()) if spot.address else ()

    def weight(self, key):
        """How many there are to ask at most."""
        return len(self.same(key)) + sum(map(len, self.around(key)))

    def near(self, key):
        """The keys that may be alike: those of the nine squares around, and of the same address."""
        return {key, *self.same(key), *(other for box in self.around(key) for other in box)}

    def alike(self, key):
        """The keys of the same group so near, or at the same address; its own among them."""
        spot = self.rows[key][1]
        near = self.near(key)
        return {key} | {other for other in near if spot.is_like(self.rows[other][1], settings.SIMILAR_METRES)}


def spots(incidents, window):
    """[HotSpot] of the window, the most reported first: at most 20, among its 20,000 newest reports. One query."""
    crowd, rows = Crowd(), incidents.reports_in(window.period).order_by("-created_at", "-pk")
    told = rows.values_list("pk", "category__major", "lng", "lat", "address", "community_id")
    for key, group, *place in told[:COMPARED]:
        crowd.add(key, group, Spot.at(*place))
    tried = sorted(crowd.rows, key=lambda key: (-crowd.weight(key), -key))[:TRIED]
    counted = sorted(((crowd.alike(key), key) for key in tried), key=lambda pair: (-len(pair[0]), -pair[1]))
    found, covered = [], set()
    for keys, key in counted:
        if len(keys) >= LEAST and key not in covered and len(found) < SPOTS:
            covered |= keys
            found.append(HotSpot(key, len(keys)))
    return found


def sentence(told):
    """The figures (of `frozen`) in words: how many now, how many were usual, how much that is more."""
    if told["mean"] is None:
        return _("%(now)s in the last %(days)s days; there is no earlier time to compare with.") % told
    words = _("%(now)s in the last %(days)s days; before, %(mean)s on average of %(bases)s such times") % told
    change = told["change"]
    if change is None:
        return words + _(", so it is new.")
    more = {"percent": abs(change)}
    return words + (_(", up %(percent)s%%.") % more if change >= 0 else _(", down %(percent)s%%.") % more)


def frozen(rise, window):
    """The figures of a Rise as they stand, to be kept as JSON."""
    days = {"first": str(window.period.first), "last": str(window.period.last), "days": window.period.days}
    return asdict(rise) | days | {"mean": None if rise.mean is None else str(rise.mean), "change": rise.change}
