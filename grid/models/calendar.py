"""The working calendar as rows: which days and hours are worked, and since when (`domain.md` 2.12).

Arithmetic lives in `casework.deadlines`; here are the tables it is made from. A change applies to
clocks started later; running clocks keep the moments they were given until they are recomputed.
"""

import pghistory
import pgtrigger
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework import deadlines
from grid.naming import in_language

ALARM_MONTH = 11  # the State Council's notice for the next year appears in November


def told():
    """What is kept of a table's history, deletions too; new trackers each time, for each binds to its model."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())


def bumps(subject, *columns):
    """A trigger that gives `subject` a new version whenever a statement touches the table (or these columns)."""
    anything = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    return pgtrigger.Trigger(
        name="new_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(*columns) if columns else anything,
        # A sequence never turns back, so a number that was rolled back is never seen again.
        func=f"""
            INSERT INTO grid_calendarversion AS kept (subject, number)
            VALUES ('{subject}', nextval(pg_get_serial_sequence('grid_calendarversion', 'id')))
            ON CONFLICT (subject) DO UPDATE
            SET number = nextval(pg_get_serial_sequence('grid_calendarversion', 'id'));
            RETURN NULL;
        """,  # noqa: S608 the subject is a word of this file
    )


class CalendarVersion(models.Model):
    """One row a subject (calendar, limits), renumbered by the database at every change of its tables.

    Numbers are unique for ever, so what was read at a number can be kept until the number changes.
    """

    subject = models.CharField(max_length=16, unique=True)
    number = models.BigIntegerField()

    def __str__(self):
        return f"{self.subject} {self.number}"

    @classmethod
    def number_of(cls, subject):
        """The present version; 0 while nothing was ever written."""
        with connection.cursor() as cursor:  # asked by every verb, so in the plainest way
            cursor.execute("SELECT number FROM grid_calendarversion WHERE subject = %s", [subject])
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def numbers_of(cls, *subjects):
        """The present versions of several subjects, in the order of their words."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number FROM grid_calendarversion WHERE subject = ANY(%s) ORDER BY subject", [list(subjects)]
            )
            return tuple(number for (number,) in cursor.fetchall())


_kept = {}


def kept(subject, build):
    """What `build(number)` made of the tables at the present version: one query unless they changed.

    `subject`: one word, or several with spaces between for what is made of several tables. Several
    may build from one subject, each a named function or class of its own.
    """
    words = subject.split()
    number = CalendarVersion.number_of(subject) if len(words) == 1 else CalendarVersion.numbers_of(*words)
    version = connection.settings_dict["NAME"], number
    at, made = _kept.get((subject, build), (None, None))
    if at != version:
        made = build(version[1])
        _kept[subject, build] = version, made
    return made


@told()
class CalendarDay(models.Model):
    """A date decided otherwise than the weekend rule: a day off, or a weekend day worked instead."""

    date = models.DateField(gettext_lazy("date"), primary_key=True)
    is_working = models.BooleanField(gettext_lazy("worked"))
    name = models.CharField(gettext_lazy("holiday"), max_length=40)
    name_en = models.CharField(gettext_lazy("holiday in English"), max_length=60, blank=True)
    note = models.CharField(gettext_lazy("note"), max_length=200, blank=True)
    source = models.CharField(gettext_lazy("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = gettext_lazy("calendar day")
        verbose_name_plural = gettext_lazy("calendar days")
        triggers = [bumps("calendar")]

    def __str__(self):
        return f"{self.date} {in_language(self.name, self.name_en)}"


NO_OVERLAP = """
    IF EXISTS (
        SELECT 1 FROM grid_worksession one JOIN grid_worksession other ON one.id < other.id
        WHERE one.opens <= other.closes AND other.opens <= one.closes
    ) THEN
        RAISE EXCEPTION 'work sessions overlap or touch' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
"""


@told()
class WorkSession(models.Model):
    """One session of every working day; without rows 08:00–12:00 and 14:00–18:00."""

    opens = models.TimeField(gettext_lazy("opens"), unique=True)
    closes = models.TimeField(gettext_lazy("closes"))

    class Meta:
        ordering = ["opens"]
        verbose_name = gettext_lazy("work session")
        verbose_name_plural = gettext_lazy("work sessions")
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="worksession_closes_later")]
        triggers = [
            bumps("calendar"),
            # Runs after new_version (by name), whose row lock lets one writer at a time pass.
            pgtrigger.Trigger(
                name="sessions_apart",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NO_OVERLAP,
            ),
        ]

    def __str__(self):
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


def calendar_now():
    """The working calendar as the tables have it: one small query unless they changed."""
    return kept("calendar", _read_calendar)


def _read_calendar(number):
    days = CalendarDay.objects.values_list("date", "is_working", "name", "name_en")
    sessions = tuple(WorkSession.objects.values_list("opens", "closes"))
    return deadlines.WorkCalendar(
        days={date: deadlines.Day(works, name, name_en) for date, works, name, name_en in days},
        sessions=sessions or deadlines.SESSIONS,
        version=number,
    )


def missing_years(today):
    """The years whose days off are not in the table though they should be.

    This year always; the next from 1 November, when its notice is to be expected.
    Such a year is counted by plain weekends until somebody enters its list.
    """
    years = [today.year, today.year + 1] if today.month >= ALARM_MONTH else [today.year]
    calendar = calendar_now()
    return [year for year in years if not calendar.covers(year)]


def calendar_alarm(today):
    """One sentence for those who keep the calendar, or None when nothing is missing."""
    years = missing_years(today)
    if not years:
        return None
    return _("The days off of %(years)s are not entered yet: limits are counted by plain weekends.") % {
        "years": ", ".join(map(str, years))
    }
