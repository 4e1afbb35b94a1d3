"""Period and Rate: over which time a figure counts, and what part of a whole it is (`domain.md` 5)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from .worktime import SHANGHAI, local

NOTHING = "—"


@dataclass(frozen=True)
class Period:
    """Whole days of Shanghai from the first to the last inclusive; as moments half-open [start, end)."""

    class Kind(models.TextChoices):
        DAY = "day", pgettext_lazy("period", "day")
        WEEK = "week", pgettext_lazy("period", "week")
        MONTH = "month", pgettext_lazy("period", "month")
        QUARTER = "quarter", pgettext_lazy("period", "quarter")
        YEAR = "year", pgettext_lazy("period", "year")
        DAYS = "days", pgettext_lazy("period", "days")

    first: date
    last: date
    kind: str = Kind.DAYS

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError("A period ends on or after the day it begins.")

    @classmethod
    def of(cls, kind, day):
        """The day, week (from Monday), month, quarter or year that holds this date or moment."""
        kind, day = cls.Kind(kind), _date(day)
        first = {
            cls.Kind.DAY: day,
            cls.Kind.WEEK: day - timedelta(days=day.weekday()),
            cls.Kind.MONTH: day.replace(day=1),
            cls.Kind.QUARTER: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
            cls.Kind.YEAR: day.replace(month=1, day=1),
        }[kind]
        return cls(first, _after(first, kind) - timedelta(days=1), kind)

    @classmethod
    def last_days(cls, count, day):
        """The `count` days that end with this date or moment."""
        day = _date(day)
        return cls(day - timedelta(days=count - 1), day)

    @property
    def start(self) -> datetime:
        """00:00 of the first day."""
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        """24:00 of the last day, which no longer belongs to the period."""
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, moment):
        return self.start <= moment < self.end

    def dates(self):
        """Every day of the period, in order."""
        return [self.first + timedelta(days=n) for n in range(self.days)]

    def previous(self):
        """The period of the same kind just before: last month, or as many days as these."""
        before = self.first - timedelta(days=1)
        return self.last_days(self.days, before) if self.kind == self.Kind.DAYS else self.of(self.kind, before)

    def next(self):
        """The period of the same kind just after."""
        after = self.last + timedelta(days=1)
        if self.kind == self.Kind.DAYS:
            return Period(after, after + (self.last - self.first))
        return self.of(self.kind, after)

    def a_year_before(self):
        """The same days of the year before (同比); 29 February becomes the 28th."""
        if self.kind in {self.Kind.DAY, self.Kind.DAYS, self.Kind.WEEK}:
            return Period(_year_before(self.first), _year_before(self.last), self.Kind.DAYS)
        return self.of(self.kind, _year_before(self.first))

    def label(self):
        """The period in the reader's language: 2026-09, Q3 2026, 2026-09-01 to 2026-09-07."""
        if self.kind == self.Kind.DAY or self.first == self.last:
            return str(self.first)
        words: dict[str, str] = {
            self.Kind.MONTH: _("%(year)s-%(month)02d"),
            self.Kind.QUARTER: _("Q%(quarter)s %(year)s"),
            self.Kind.YEAR: pgettext("period", "%(year)s"),
        }
        figures = {"year": self.first.year, "month": self.first.month, "quarter": (self.first.month + 2) // 3}
        spanning = _("%(first)s to %(last)s") % {"first": self.first, "last": self.last}
        return words[self.kind] % figures if self.kind in words else spanning

    __str__ = label


@total_ordering
@dataclass(frozen=True, eq=False)
class Rate:
    """A part of a whole; over nothing it has no value and prints as a dash, never 0 % and never 100 %.

    Comparing: a rate over nothing equals only another such and comes before all others.
    Adding pools parts and wholes.
    """

    part: int | Decimal
    whole: int | Decimal

    @property
    def value(self) -> Decimal | None:
        """The share itself, 0.937…; None over nothing."""
        return Decimal(self.part) / Decimal(self.whole) if self.whole else None

    @property
    def percent(self) -> Decimal | None:
        """The percentage with one decimal, half up: 93.7; None over nothing."""
        return self.rounded("0.1")

    def rounded(self, step="0.1"):
        """The percentage rounded half up to `step` (0.01 for the two decimals of a ranking)."""
        if not self.whole:
            return None
        return (Decimal(self.part) * 100 / Decimal(self.whole)).quantize(Decimal(step), ROUND_HALF_UP)

    def change(self, before):
        """Percentage points since another rate, with one decimal, from the unrounded shares; None without both."""
        if not self or not before:
            return None
        return ((self.value - before.value) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def reaches(self, percent):
        """Whether there is a rate and it is at least so many percent, unrounded."""
        return bool(self) and Decimal(self.part) * 100 >= Decimal(str(percent)) * Decimal(self.whole)

    def __bool__(self):
        return bool(self.whole)

    def __add__(self, other):
        return Rate(self.part + other.part, self.whole + other.whole)

    def __eq__(self, other):
        return self.value == other.value if isinstance(other, Rate) else NotImplemented

    def __lt__(self, other):
        if not self or not other:
            return not self and bool(other)
        return self.value < other.value

    def __hash__(self):
        return hash(self.value)

    def __str__(self):
        return f"{self.percent}%" if self else NOTHING


def _date(day):
    """The Shanghai date of a moment (ValueError when naive); a date as it is."""
    return local(day).date() if isinstance(day, datetime) else day


def _after(first, kind):
    """The first day of the next period of the kind."""
    if kind in {Period.Kind.DAY, Period.Kind.WEEK}:
        return first + timedelta(days=7 if kind == Period.Kind.WEEK else 1)
    months = {Period.Kind.MONTH: 1, Period.Kind.QUARTER: 3, Period.Kind.YEAR: 12}[kind]
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _year_before(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
