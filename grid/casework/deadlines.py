"""WorkCalendar: pure working-time arithmetic. No database, no "now".

Everything rests on one number: the working time before a moment, its *position*.
Working days are numbered like pages, by the weekday rule corrected by the few days
decided otherwise; so a limit is one addition and two look-ups, however long it is.

Conventions (``kernel.md`` 13, ``domain.md`` 2.3.4 and 2.12):

* Time zone Asia/Shanghai, which has had no summer time since 1992.
* A limit is over at the *earliest* moment at which that much time has passed: work
  that ends with a session is due at 12:00 or 18:00, not at the next opening.
* Counting back stops at the *latest* such moment, so a reminder falls on an opening.
* An amount of nothing is due at its start, also in the middle of the night.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework import reasons

SHANGHAI = ZoneInfo("Asia/Shanghai")
SESSIONS = ((time(8), time(12)), (time(14), time(18)))
MICROSECOND = timedelta(microseconds=1)

Amount = int | float | Decimal | Fraction


class Unit(models.TextChoices):
    """The clocks a limit may be counted in (``kernel.md`` 13)."""

    MINUTE = "minute", _("minutes")
    URGENT_HOUR = "urgent_hour", _("urgent hours")
    NATURAL_DAY = "natural_day", _("natural days")
    CALENDAR_DAY = "calendar_day", _("calendar days")
    WORKING_HOUR = "working_hour", _("working hours")
    WORKING_DAY = "working_day", _("working days")

    @property
    def counts_work(self):
        """Only working sessions count; otherwise the clock runs day and night."""
        return self in {Unit.WORKING_HOUR, Unit.WORKING_DAY}


LENGTHS = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.URGENT_HOUR: timedelta(hours=1),
    Unit.NATURAL_DAY: timedelta(days=1),
    Unit.WORKING_HOUR: timedelta(hours=1),
}


@dataclass(frozen=True)
class Day:
    """What the table says about one date: 国庆节 off, or a weekend day worked for it."""

    is_working: bool
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Which days and hours are worked; adds, subtracts and explains limits.

    ``days`` holds the dates somebody decided about; all others follow the weekend
    rule.  Moments go in aware and come out in Asia/Shanghai; naive ones raise
    ValueError.  Spans are timedeltas in the unit's own clock (working time or plain).
    """

    days: Mapping[date, Day] = field(default_factory=dict)
    sessions: tuple[tuple[time, time], ...] = SESSIONS
    version: int = 0
    _hours: tuple = field(init=False, repr=False)
    _full_day: int = field(init=False, repr=False)
    _odd: list = field(init=False, repr=False)
    _shift: list = field(init=False, repr=False)
    _after: list = field(init=False, repr=False)

    def __post_init__(self):
        hours = tuple((_of_day(opens), _of_day(closes)) for opens, closes in self.sessions)
        edges = [edge for session in hours for edge in session]
        if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
            raise ValueError("Sessions must be in order, apart, and at least one.")
        odd = sorted(d.toordinal() for d, day in self.days.items() if day.is_working != (d.weekday() < 5))
        signs = (1 if self.days[date.fromordinal(o)].is_working else -1 for o in odd)
        shift = list(accumulate(signs, initial=0))
        private = {
            "_hours": hours,
            "_full_day": sum(closes - opens for opens, closes in hours),
            "_odd": odd,
            "_shift": shift,
            "_after": [_weekdays_before(o + 1) + total for o, total in zip(odd, shift[1:], strict=True)],
        }
        for name, value in private.items():
            object.__setattr__(self, name, value)

    # Days

    def is_working_day(self, day: date) -> bool:
        """The table's word, or else Monday to Friday."""
        known = self.days.get(day)
        return known.is_working if known else day.weekday() < 5

    def covers(self, year: int) -> bool:
        """The list of that year is in: it holds 1 October, the last fixed holiday."""
        return date(year, 10, 1) in self.days

    @property
    def full_day(self) -> timedelta:
        """The working time of one working day: the length of its sessions together."""
        return self._full_day * MICROSECOND

    # Limits

    def add(self, start: datetime, amount: Amount, unit: str) -> datetime:
        """The moment at which a limit that began at ``start`` is over.

        ``amount`` is in ``unit``; calendar days are whole numbers, 0 being 24:00 of
        the same day.  Raises ValueError for a negative or broken amount.
        """
        unit = Unit(unit)
        if unit is Unit.CALENDAR_DAY:
            if amount < 0 or amount != int(amount):
                raise ValueError("Calendar days are counted whole.")
            return _midnight(local(start)) + timedelta(days=int(amount) + 1)
        return self.advance(start, self.span(amount, unit), unit)

    def span(self, amount: Amount, unit: str) -> timedelta:
        """How much time ``amount`` of ``unit`` is, in its own clock."""
        if amount < 0:
            raise ValueError("A limit cannot be negative.")
        unit = Unit(unit)
        one = self.full_day if unit is Unit.WORKING_DAY else LENGTHS[unit]
        return one * amount if isinstance(amount, int) else _scaled(one, amount)

    def advance(self, start: datetime, span: timedelta, unit: str) -> datetime:
        """The earliest moment at which ``span`` of the unit's own clock has passed."""
        start = local(start)
        if not span or not Unit(unit).counts_work:
            return start + span
        day, rest = divmod(self._position(start) + span // MICROSECOND, self._full_day)
        if not rest:
            day, rest = day - 1, self._full_day
        return self._moment(day, next(o + rest - done for o, done, upto in self._shifts() if rest <= upto))

    def retreat(self, due: datetime, span: timedelta, unit: str) -> datetime:
        """The latest moment at which ``span`` of the unit's own clock is left."""
        due = local(due)
        if not span or not Unit(unit).counts_work:
            return due - span
        day, rest = divmod(self._position(due) - span // MICROSECOND, self._full_day)
        return self._moment(day, next(o + rest - done for o, done, upto in self._shifts() if rest < upto))

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` to ``end``; nothing when ``end`` is not later."""
        return max(self._position(local(end)) - self._position(local(start)), 0) * MICROSECOND

    def remaining(self, now: datetime, due: datetime, unit: str | None) -> timedelta:
        """The time left in the limit's own clock; negative once ``due`` is past.

        A set moment has no unit (None) and is measured by the plain clock.
        """
        if unit is None or not Unit(unit).counts_work:
            return local(due) - local(now)
        return (self._position(local(due)) - self._position(local(now))) * MICROSECOND

    def moment(self, start: datetime, amount: Amount, unit: str, share: Amount) -> datetime:
        """The moment at which ``share`` (0.8, 1.5 …) of the limit has passed, in its own clock."""
        return self.share(start, self.add(start, amount, unit), unit, share)

    def share(self, start: datetime, due: datetime, unit: str | None, share: Amount) -> datetime:
        """The same between two known moments; share 1 is ``due`` itself."""
        if share == 1:
            return local(due)
        if unit is None:
            return set_moment(start, due, share)
        return self.advance(start, _scaled(self.remaining(start, due, unit), share), unit)

    def explain(self, start, amount, unit, turns=(), due=None) -> list[reasons.Line]:
        """Why the limit is over when it is, line by line; see ``reasons.explain``."""
        return reasons.explain(self, local(start), amount, unit and Unit(unit), turns, due)

    # Positions

    def _position(self, moment):
        """Microseconds of working time before ``moment``, counted from the year 1."""
        now, today = _of_day(moment), 0
        if self.is_working_day(moment.date()):
            today = sum(min(now, closes) - opens for opens, closes in self._hours if now > opens)
        return self._days_before(moment.toordinal()) * self._full_day + today

    def _days_before(self, ordinal):
        return _weekdays_before(ordinal) + self._shift[bisect_left(self._odd, ordinal)]

    def _day(self, number):
        """The ordinal of the working day of that number: the inverse of ``_days_before``."""
        passed = bisect_right(self._after, number)
        week, weekday = divmod(number - self._shift[passed], 5)
        ordinary = week * 7 + weekday + 1
        return min(ordinary, self._odd[passed]) if passed < len(self._odd) else ordinary

    def _shifts(self):
        """Each session as (opening, work done before it, work done when it closes)."""
        done = 0
        for opens, closes in self._hours:
            yield opens, done, done + closes - opens
            done += closes - opens

    def _moment(self, number, of_day):
        day = datetime.fromordinal(self._day(number)).replace(tzinfo=SHANGHAI)
        return day + timedelta(microseconds=of_day)


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: remind, overdue, supervise or strike:<verb>.

    ``basis`` is share (``amount`` of the limit has passed), before or after (that
    much before or after the due moment, in ``unit``).
    """

    effect: str
    basis: str
    amount: Amount
    unit: str | None = None

    def moment(self, calendar: WorkCalendar, start: datetime, due: datetime, unit: str | None) -> datetime:
        """When this rung falls, for a clock in ``unit`` that runs from ``start`` to ``due``."""
        if self.basis == "share":
            return calendar.share(start, due, unit, self.amount)
        if self.basis == "before":
            return calendar.retreat(due, calendar.span(self.amount, self.unit), self.unit)
        return calendar.advance(due, calendar.span(self.amount, self.unit), self.unit)


@dataclass(frozen=True)
class Limit:
    """How long a stage may take, and what happens on the way.

    Without amount and unit the due moment is set by somebody (a report-in time).
    """

    amount: Amount | None
    unit: str | None
    ladder: tuple[Rung, ...] = ()


def ladder_moments(calendar: WorkCalendar, start: datetime, due: datetime, limit: Limit) -> list[list]:
    """The ladder as ``[[rung number from 1, effect, ISO moment], …]`` by moment.

    Rungs of the same moment keep the order of the ladder.  A rung "before due" that
    does not fit between start and due is left out.
    """
    start = local(start)
    found = [(rung.moment(calendar, start, due, limit.unit), rung) for rung in limit.ladder]
    kept = [(at, rung) for at, rung in found if rung.basis != "before" or at > start]
    kept.sort(key=itemgetter(0))
    return [[number, rung.effect, at.isoformat()] for number, (at, rung) in enumerate(kept, 1)]


def local(moment: datetime) -> datetime:
    """The moment on Shanghai's clocks; ValueError when it has no zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone means nothing here.")
    return moment.astimezone(SHANGHAI)


def set_moment(start: datetime, due: datetime, share: Amount) -> datetime:
    """The share of the plain time between two moments: for limits that have no amount."""
    start = local(start)
    return start + _scaled(local(due) - start, share)


def _scaled(span, share):
    return round(Fraction(span // MICROSECOND) * Fraction(share)) * MICROSECOND


def _midnight(moment):
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _of_day(clock):
    """Microseconds since midnight."""
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _weekdays_before(ordinal):
    """Mondays to Fridays before a proleptic ordinal (1 is a Monday)."""
    weeks, days = divmod(ordinal - 1, 7)
    return weeks * 5 + min(days, 5)
