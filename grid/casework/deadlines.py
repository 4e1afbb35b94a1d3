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

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import reasons
from .worktime import MICROSECOND, SHANGHAI, WorkTime, local

SESSIONS = ((time(8), time(12)), (time(14), time(18)))

__all__ = [
    "SESSIONS", "SHANGHAI", "Amount", "Day", "Limit", "Rung", "Unit", "WorkCalendar", "ladder_moments", "local",
    "set_moment",
]  # fmt: skip

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
    Unit.CALENDAR_DAY: timedelta(days=1),
    Unit.WORKING_HOUR: timedelta(hours=1),
}
# What nights and holidays do not stop, for each unit that they would.
URGENT = {Unit.WORKING_HOUR: Unit.URGENT_HOUR, Unit.WORKING_DAY: Unit.NATURAL_DAY}


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
    _time: WorkTime = field(init=False, repr=False)

    def __post_init__(self):
        worked = {date: day.is_working for date, day in self.days.items()}
        object.__setattr__(self, "_time", WorkTime(worked, self.sessions))

    # Days

    def is_working_day(self, day: date) -> bool:
        """The table's word, or else Monday to Friday."""
        return self._time.is_worked(day)

    def covers(self, year: int) -> bool:
        """The list of that year is in: it holds 1 October, the last fixed holiday."""
        return date(year, 10, 1) in self.days

    @property
    def full_day(self) -> timedelta:
        """The working time of one working day: the length of its sessions together."""
        return self._time.full_day * MICROSECOND

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

    def extend(self, due: datetime, amount: Amount, unit: str) -> datetime:
        """The later end of a limit that was over at ``due`` and is given ``amount`` more."""
        return self.advance(due, self.span(amount, unit), unit)

    def span(self, amount: Amount, unit: str) -> timedelta:
        """How much time ``amount`` of ``unit`` is, in its own clock; ValueError when negative."""
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
        return self._time.earliest(self._time.position(start) + span // MICROSECOND)

    def retreat(self, due: datetime, span: timedelta, unit: str) -> datetime:
        """The latest moment at which ``span`` of the unit's own clock is left."""
        due = local(due)
        if not span or not Unit(unit).counts_work:
            return due - span
        return self._time.latest(self._time.position(due) - span // MICROSECOND)

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` to ``end``; nothing when ``end`` is not later."""
        return max(self._time.position(local(end)) - self._time.position(local(start)), 0) * MICROSECOND

    def remaining(self, now: datetime, due: datetime, unit: str | None) -> timedelta:
        """The time left in the limit's own clock; negative once ``due`` is past.

        A set moment has no unit (None): the plain clock.
        """
        if unit is None or not Unit(unit).counts_work:
            return local(due) - local(now)
        return (self._time.position(local(due)) - self._time.position(local(now))) * MICROSECOND

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
        return reasons.explain(self, local(start), amount, unit and Unit(unit), turns, due and local(due))


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: remind, overdue, supervise or strike:<verb>.

    ``basis`` is share (``amount`` of the limit has passed), before or after (that
    much before or after the due moment, in ``unit``).
    """

    effect: str
    basis: str
    amount: Amount
    unit: Any = None  # a string, but for a share
    tells: tuple[str, ...] = ()  # words of the seats that hear of it; see grid/models/seats.py

    @property
    def frozen(self) -> list:
        """What a clock keeps of it beside the moment: whom it tells, and how the moment was found."""
        return [list(self.tells), [self.basis, str(self.amount), self.unit]] if self.tells else []

    def moment(self, calendar: WorkCalendar, start: datetime, due: datetime, unit: Any) -> datetime:
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

    amount: Any  # a number, and the unit a string, unless somebody sets the moment
    unit: Any
    ladder: tuple[Rung, ...] = ()

    def round_the_clock(self):
        """The same amount on the clock that runs day and night."""
        return replace(self, unit=URGENT.get(self.unit, self.unit))

    def due(self, calendar: WorkCalendar, start: datetime) -> datetime:
        """The due moment of a clock that starts at ``start``."""
        return calendar.add(start, self.amount, self.unit)


def ladder_moments(calendar: WorkCalendar, start: datetime, due: datetime, limit: Limit) -> list[list]:
    """The ladder as ``[[rung number from 1, effect, ISO moment, words of seats, spec], …]`` by moment.

    The spec is ``[basis, amount as text, unit]``.  A rung that names no seats has three elements only,
    as all had before rungs named any.  Rungs of the
    same moment keep the order of the ladder.  A rung "before due" that does not fit between start and due is left out.
    """
    start = local(start)
    found = [(rung.moment(calendar, start, due, limit.unit), rung) for rung in limit.ladder]
    kept = [(at, rung) for at, rung in found if rung.basis != "before" or at > start]
    kept.sort(key=itemgetter(0))
    return [[number, rung.effect, at.isoformat(), *rung.frozen] for number, (at, rung) in enumerate(kept, 1)]


def set_moment(start: datetime, due: datetime, share: Amount) -> datetime:
    """The share of the plain time between two moments: for limits that have no amount."""
    start = local(start)
    return start + _scaled(local(due) - start, share)


def _scaled(span, share):
    return round(Fraction(span // MICROSECOND) * Fraction(share)) * MICROSECOND


def _midnight(moment):
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
