"""The number line of working time: every moment has a position, every position a moment.

Working days are numbered 0, 1, 2 … like pages: the plain weekday rule, corrected by
the few days decided otherwise.  So no question walks through days, however far it goes.
Positions are microseconds of working time since the year 1.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MICROSECOND = timedelta(microseconds=1)


class WorkTime:
    """Positions of moments on a calendar whose decided days and sessions are given.

    ``worked`` maps each decided date to whether it is worked; ``sessions`` are
    (opening, closing) times.  Raises ValueError unless these are in order and apart.
    """

    def __init__(self, worked, sessions):
        self.sessions = tuple((of_day(opens), of_day(closes)) for opens, closes in sessions)
        edges = [edge for session in self.sessions for edge in session]
        if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
            raise ValueError("Sessions must be in order, apart, and at least one.")
        self.full_day = sum(closes - opens for opens, closes in self.sessions)
        self._worked = worked
        self._number_days({d.toordinal(): on for d, on in worked.items() if on != (d.weekday() < 5)})

    def _number_days(self, odd):
        """Note how each day against the weekday rule shifts the numbers after it."""
        self._odd = sorted(odd)
        self._shift = list(accumulate((1 if odd[o] else -1 for o in self._odd), initial=0))
        self._passed = [weekdays_before(o + 1) + s for o, s in zip(self._odd, self._shift[1:], strict=True)]

    def is_worked(self, day: date) -> bool:
        """What was decided about the day, or else Monday to Friday."""
        decided = self._worked.get(day)
        return day.weekday() < 5 if decided is None else decided

    def position(self, moment: datetime) -> int:
        """The working time before a Shanghai moment."""
        now, today = of_day(moment), 0
        if self.is_worked(moment.date()):
            today = sum(min(now, closes) - opens for opens, closes in self.sessions if now > opens)
        ordinal = moment.toordinal()
        before = weekdays_before(ordinal) + self._shift[bisect_left(self._odd, ordinal)]
        return before * self.full_day + today

    def earliest(self, position: int) -> datetime:
        """The first moment at that position: the end of a session rather than the next opening."""
        day, rest = divmod(position, self.full_day)
        if not rest:
            day, rest = day - 1, self.full_day
        for opens, closes in self.sessions:
            if rest <= closes - opens:
                break
            rest -= closes - opens
        return self._moment(day, opens + rest)

    def latest(self, position: int) -> datetime:
        """The last moment at that position: an opening rather than the end of the session before."""
        day, rest = divmod(position, self.full_day)
        for opens, closes in self.sessions:
            if rest < closes - opens:
                break
            rest -= closes - opens
        return self._moment(day, opens + rest)

    def _moment(self, number, clock):
        midnight = datetime.fromordinal(self._ordinal(number)).replace(tzinfo=SHANGHAI)
        return midnight + timedelta(microseconds=clock)

    def _ordinal(self, number):
        """The day of that number: an ordinary weekday, unless a worked weekend day comes first."""
        at = bisect_right(self._passed, number)
        week, weekday = divmod(number - self._shift[at], 5)
        ordinary = week * 7 + weekday + 1
        return min(ordinary, self._odd[at]) if at < len(self._odd) else ordinary


def local(moment: datetime) -> datetime:
    """The moment on Shanghai's clocks; ValueError when it has no zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone means nothing here.")
    return moment.astimezone(SHANGHAI)


def of_day(clock) -> int:
    """Microseconds since midnight of a time or moment."""
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def weekdays_before(ordinal: int) -> int:
    """Mondays to Fridays before a proleptic ordinal (1 is a Monday)."""
    weeks, days = divmod(ordinal - 1, 7)
    return weeks * 5 + min(days, 5)
