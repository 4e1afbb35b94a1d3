"""A change of the working calendar and the batch that recounts running clocks: who, why, which, by how much."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.casework.recount import behind, kinds, recount_batch
from grid.casework.sql import database_now
from grid.casework.trace import append_only

from .calendar import CalendarDay, CalendarVersion, WorkSession, calendar_now
from .rule_change import RuleChange, lock_rules

HOURS = "hours"  # as audit lines name the working hours


class RecomputationQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at=None)

    def go_on(self, at=None, size=200):
        """Recount what is behind, batch by batch, until nothing is or somebody holds the rest; return how many moved.

        May be killed at any moment and run by several at once: a clock that is counted carries the calendar's version.
        """
        latest = self.unfinished().order_by("-pk").first()
        if latest is None:
            return 0
        calendar, before = calendar_now(), latest.clocks.count()
        for model in kinds():
            while recount_batch(model, calendar, at or database_now(), latest.keeper(model), size):
                pass
        left = any(behind(model, calendar.version).exists() for model in kinds())
        if not left:
            self.unfinished().filter(pk__lte=latest.pk).update(finished_at=at or database_now())
        return latest.clocks.count() - before


class Recomputation(models.Model):
    """One confirmed change of the calendar; later ones take over what an unfinished one has left."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("grid.Post", models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField()
    calendar_version = models.PositiveIntegerField(unique=True)
    finished_at = models.DateTimeField(null=True)

    objects = RecomputationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.why}"

    def get_absolute_url(self):
        return reverse("grid:recomputation", args=[self.pk])

    @classmethod
    @transaction.atomic
    def declare(cls, dates, worked, *, by, post, why, name="", seen=None, at=None):
        """Decide these dates (`worked` True, False, or None: by the week again) and order the recount.

        Raises RulesChanged when the calendar is not the one `seen`.
        """
        lock_rules("calendar", seen)
        at = at or database_now()
        before = {day.date: day for day in CalendarDay.objects.filter(date__in=dates)}
        for date in dates:
            old = before.get(date)
            cls._decide(date, old, worked, name, why)
            now = None if worked is None else _told(date, worked, name)
            kept = _told(date, old.is_working, old.name) if old else None
            RuleChange.note("calendar", str(date), kept, now, why=why, by=by, post=post, at=at)
        return cls._order(by=by, post=post, why=why, at=at)

    @classmethod
    @transaction.atomic
    def declare_hours(cls, sessions, *, by, post, why, seen=None, at=None):
        """Let every working day have these sessions [(opens, closes)], and order the recount.

        Raises RulesChanged when the calendar is not the one `seen`.
        """
        lock_rules("calendar", seen)
        at, old = at or database_now(), calendar_now().sessions
        WorkSession.objects.all().delete()
        WorkSession.objects.bulk_create(WorkSession(opens=opens, closes=closes) for opens, closes in sessions)
        told = [{"sessions": sessions_text(each)} for each in (old, sessions)]
        RuleChange.note("calendar", HOURS, *told, why=why, by=by, post=post, at=at)
        return cls._order(by=by, post=post, why=why, at=at)

    @classmethod
    def _order(cls, **said):
        return cls.objects.create(calendar_version=CalendarVersion.number_of("calendar"), **said)

    @staticmethod
    def _decide(date, old, worked, name, why):
        if worked is None:
            CalendarDay.objects.filter(date=date).delete()
        else:
            said = {"is_working": worked, "name": name, "name_en": "", "source": why}
            CalendarDay.objects.update_or_create(date=date, defaults=said)

    def keeper(self, model):
        """What writes down the clocks of this kind that moved."""

        def keep(moved):
            RecountedClock.objects.bulk_create(
                RecountedClock(
                    recomputation=self, kind=model.KIND, case=clock.case_id, clock=clock.pk, stage=clock.stage,
                    was=was, due_at=clock.due_at, calendar_version=clock.calendar_version,
                )
                for clock, was in moved
            )  # fmt: skip

        return keep

    def counted(self):
        """[(kind, stage, clocks)] of what moved."""
        rows = self.clocks.order_by("kind", "stage").values_list("kind", "stage")
        return list(rows.annotate(count=Count("pk")))


def _told(date, worked, name):
    return {"date": str(date), "worked": worked, "name": name}


class RecountedClock(models.Model):
    """A clock that a recount moved: from when to when."""

    recomputation = models.ForeignKey(Recomputation, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=16)
    case = models.BigIntegerField()
    clock = models.BigIntegerField()
    stage = models.CharField(max_length=16)
    was = models.DateTimeField()
    due_at = models.DateTimeField()
    calendar_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["kind", "stage", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "clock", "calendar_version"], name="recountedclock_once")
        ]
        triggers = append_only("what a recount moved is never changed")

    def __str__(self):
        return f"{self.kind}/{self.clock}"

    @property
    def shift(self):
        """How much later it is due (a timedelta; negative: earlier)."""
        return self.due_at - self.was


def sessions_text(sessions):
    """08:00–12:00、14:00–18:00"""
    return "、".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in sessions)


def preview(calendar, at):
    """[(kind, stage, clocks, largest shift)] that would move by this calendar, and nothing is changed."""
    found: dict[tuple, list] = {}
    for model in kinds():
        clocks = model.clocks.rel.related_model.objects.running()
        for clock in clocks.iterator(chunk_size=500):
            was = clock.due_at
            clock.recompute(at, calendar)
            if clock.due_at != was:
                found.setdefault((model.KIND, clock.stage), []).append(clock.due_at - was)
    return [(*key, len(shifts), max(shifts, key=abs)) for key, shifts in sorted(found.items())]
