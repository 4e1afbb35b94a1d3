"""Why a due moment is what it is: the account of a limit, line by line.

Works on any calendar that adds limits and knows its days; imports nothing of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

TEXTS = {
    "start": gettext_noop("%(moment)s: the clock starts."),
    "moved": gettext_noop("Outside working hours: counting begins at %(moment)s."),
    "moved_weekend": gettext_noop("Started on a weekend: counting begins at %(moment)s."),
    "moved_holiday": gettext_noop("Started on a day off (%(name)s): counting begins at %(moment)s."),
    "limit": gettext_noop("Limit: %(limit)s."),
    "round_the_clock": gettext_noop("The clock runs day and night, rest days included."),
    "end_of_day": gettext_noop("Whole days: the limit ends at 24:00 of %(last)s."),
    "set": gettext_noop("The moment was set by hand, not counted."),
    "worked": gettext_noop("%(first)s: %(span)s of working time."),
    "worked_run": gettext_noop("%(first)s to %(last)s: %(span)s of working time in %(days)s working days."),
    "worked_instead": gettext_noop("%(first)s: worked in exchange for a holiday (%(name)s), %(span)s of working time."),
    "weekend": gettext_noop("%(first)s: weekend, not counted."),
    "weekend_run": gettext_noop("%(first)s to %(last)s: weekend, not counted."),
    "holiday": gettext_noop("%(first)s: %(name)s, not counted."),
    "holiday_run": gettext_noop("%(first)s to %(last)s: %(name)s, %(days)s days not counted."),
    "extend": gettext_noop("%(moment)s: extended; new due moment %(due)s."),
    "suspend": gettext_noop("%(moment)s: suspended; the clock stands still."),
    "resume": gettext_noop("%(moment)s: resumed with the time that was left; new due moment %(due)s."),
    "retype": gettext_noop("%(moment)s: the type was changed; the limit is now %(limit)s, new due moment %(due)s."),
    "retype_anew": gettext_noop(
        "%(moment)s: the type was changed; its limit of %(limit)s would have been over, so it counts from now:"
        " new due moment %(due)s."
    ),
    "recompute": gettext_noop("%(moment)s: the working calendar changed; new due moment %(due)s."),
    "due": gettext_noop("Due %(moment)s."),
}


@dataclass(frozen=True)
class Line:
    """One line of the account: a kind out of TEXTS, a moment or None, and its figures.

    ``data`` may hold first and last (dates), days, span (working time), name and
    name_en of a holiday, amount and unit, due (a moment).
    """

    kind: str
    moment: datetime | None = None
    data: Mapping = field(default_factory=dict)

    def text(self) -> str:
        """The line as a sentence in the reader's language."""
        shown = {key: SHOWN.get(key, str)(value) for key, value in self.data.items()}
        if "name" in shown:
            shown["name"] = self._name() or _("holiday")
        if "amount" in shown:
            shown["limit"] = amount_text(self.data["amount"], self.data["unit"])
        return _(TEXTS[self.kind]) % {**shown, "moment": self.moment and moment_text(self.moment)}

    def _name(self):
        foreign = not (get_language() or "").startswith("zh")
        return (foreign and self.data.get("name_en")) or self.data["name"]


def explain(calendar, start, amount, unit, turns=(), due=None) -> list[Line]:
    """The account of a limit: start, days counted and skipped, turns, due moment.

    ``unit`` is a Unit, or None with a set moment, which then is ``due``.  ``turns``
    are a clock's: mappings with ``turn`` (extend, suspend, resume, retype, recompute),
    ``at`` and, unless suspending, ``due`` (moments, or their ISO texts).
    """
    amount, unit = _first_limit(turns, amount, unit)
    first_due = due if unit is None else calendar.add(start, amount, unit)
    lines = [Line("start", start), *_counted(calendar, start, first_due, amount, unit)]
    for turn in turns:
        due = _moment(turn.get("due"), start.tzinfo) or due
        lines.append(Line(_turned(turn), _moment(turn["at"], start.tzinfo), {"due": due, **_limit_of(turn)}))
    end = due or first_due
    return [*lines, Line("due", end)] if end else lines


def _first_limit(turns, amount, unit):
    """The limit that the clock started with: what the first change of type replaced, if any did."""
    first = next((turn for turn in turns if turn["turn"] == "retype"), None)
    return (Decimal(first["old_amount"]), type(unit)(first["old_unit"])) if first else (amount, unit)


def _turned(turn):
    return "retype_anew" if turn.get("anew") else turn["turn"]


def _limit_of(turn):
    return {"amount": Decimal(turn["amount"]), "unit": turn["unit"]} if turn["turn"] == "retype" else {}


def _counted(calendar, start, due, amount, unit):
    if unit is None:
        return [Line("set")]
    limit = Line("limit", None, {"amount": amount, "unit": unit})
    if unit.counts_work:
        return [limit, *_moved(calendar, start), *_days(calendar, start, due)]
    if unit == "calendar_day":
        return [limit, Line("end_of_day", None, {"last": due.date() - timedelta(days=1)})]
    return [limit, Line("round_the_clock")]


def _moved(calendar, start):
    tick = timedelta(microseconds=1)
    opening = calendar.advance(start, tick, "working_hour") - tick
    if opening == start:
        return []
    kind, names = _rest(calendar, start.date())
    return [Line(f"moved_{kind}" if kind else "moved", opening, names)]


def _rest(calendar, date):
    """Why nobody works on that date: ("holiday", its names), ("weekend", {}) or (None, {})."""
    day = calendar.days.get(date)
    if calendar.is_working_day(date):
        return None, {}
    return ("holiday", {"name": day.name, "name_en": day.name_en}) if day else ("weekend", {})


def _days(calendar, start, due):
    """The days from start to due, neighbours of one sort drawn together."""
    spans = ((day, calendar.working_between(max(day, start), min(_next(day), due))) for day in _each(start, due))
    sorted_out = [(_sort(calendar, day.date(), span), day.date(), span) for day, span in spans]
    for (kind, name, name_en, _full), run in groupby(sorted_out, key=lambda row: row[0]):
        if kind:
            yield _run(kind, list(run), {"name": name, "name_en": name_en} if name else {})


def _sort(calendar, date, span):
    """What lets a date be drawn together with its neighbour: (kind, names, a full day or not)."""
    day = calendar.days.get(date)
    names = (day.name, day.name_en) if day else ("", "")
    if not calendar.is_working_day(date):
        return ("holiday", *names, True) if day else ("weekend", "", "", True)
    if not span:
        return (None, "", "", date)
    whole = span == calendar.full_day or date
    return ("worked_instead", *names, date) if date.weekday() > 4 else ("worked", "", "", whole)


def _run(kind, run, names):
    first, last = run[0][1], run[-1][1]
    span = sum((row[2] for row in run), timedelta())
    data = {"first": first, "last": last, "days": len(run), **({"span": span} if span else {}), **names}
    if kind == "worked_instead":
        data.setdefault("name", "")
    return Line(kind if first == last else f"{kind}_run", None, data)


def _each(start, due):
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < due:
        yield day
        day = _next(day)


def _next(day):
    return day + timedelta(days=1)


def _moment(value, zone):
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment and moment.astimezone(zone)


def moment_text(moment: datetime) -> str:
    """2026-10-10 16:00, the same in both languages; midnight is 24:00 of the day before."""
    if moment.hour == moment.minute == moment.second == 0:
        return f"{moment.date() - timedelta(days=1)} 24:00"
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def date_text(date) -> str:
    """2026-10-10 Saturday."""
    return f"{date} {WEEKDAYS[date.weekday()]}"


def span_text(span: timedelta) -> str:
    """2 h, 1 h 30 min, 20 min: a working time, rounded down to the minute."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    parts = [_("%(n)s h") % {"n": hours}] * bool(hours) + [_("%(n)s min") % {"n": minutes}] * bool(minutes)
    return " ".join(parts) or _("%(n)s min") % {"n": 0}


def amount_text(amount, unit) -> str:
    """3 working days: an amount in words; without unit, a moment set by hand."""
    plural = 1 if amount == 1 else 2
    words = {
        "minute": ngettext("%(n)s minute", "%(n)s minutes", plural),
        "urgent_hour": ngettext("%(n)s hour, day and night", "%(n)s hours, day and night", plural),
        "natural_day": ngettext("%(n)s natural day", "%(n)s natural days", plural),
        "calendar_day": ngettext("%(n)s calendar day", "%(n)s calendar days", plural) if amount else _("same day"),
        "working_hour": ngettext("%(n)s working hour", "%(n)s working hours", plural),
        "working_day": ngettext("%(n)s working day", "%(n)s working days", plural),
    }
    return words[str(unit)] % {"n": f"{float(amount):g}"} if unit else _("set by hand")


SHOWN = {"first": date_text, "last": date_text, "span": span_text, "due": lambda at: at and moment_text(at)}
