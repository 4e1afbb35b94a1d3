"""Clocks are rows: what must happen by when, what rings on the way, and the verdict in the end."""

from dataclasses import replace
from datetime import UTC, datetime

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from .deadlines import Limit, Unit, ladder_moments
from .recounting import Recounted
from .sql import stop_running, write_nearest_due
from .usage import Measured

Q = models.Q


class Verdict(models.TextChoices):
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")
    VOID = "void", _("no longer asked for")


class ClockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(stopped_at=None)

    def due(self, at):
        """Clocks that have something to do at `at`; the one indexed question of the sweep."""
        return self.filter(alarm_at__lte=at, case__stuck_at=None)


class Clock(Measured, Recounted, models.Model):
    """One limit at work on one case; concrete kinds add ``case`` and a trigger-kept frozen end.

    `amount` and `unit` are both null for a set moment. `ladder` is frozen at the start as
    ``[[rung, effect, ISO moment, [words of seats], [basis, amount, unit]], …]`` (older ones end after the
    moment), so ringing and recounting read no table of limits; extending and resuming begin a new
    `cycle`. `turns` tells why `due_at` is no longer start + limit:
    ``[{"turn": "extend" | "suspend" | "resume" | "recompute", "at": ISO, "due": ISO, …}]``.
    """

    stage = models.CharField(max_length=16)
    cycle = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    start_seq = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    unit = models.CharField(max_length=16, choices=Unit, null=True)
    due_at = models.DateTimeField()
    calendar_version = models.PositiveIntegerField(default=0)
    turns = models.JSONField(default=list)
    ladder = models.JSONField(default=list)
    rung = models.PositiveSmallIntegerField(default=0)
    alarm_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, choices=Verdict, null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage"], condition=Q(stopped_at=None), name="%(class)s_one_running"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=models.F("started_at")), name="%(class)s_due_after_start"),
            models.CheckConstraint(
                condition=Q(amount=None, unit=None) | Q(amount__isnull=False, unit__isnull=False),
                name="%(class)s_amount_with_unit",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, verdict=None) | Q(stopped_at__isnull=False, verdict__isnull=False),
                name="%(class)s_verdict_at_stop",
            ),
            models.CheckConstraint(
                condition=Q(alarm_at=None) | Q(stopped_at=None, suspended_at=None), name="%(class)s_silent_when_still"
            ),
        ]
        indexes = [
            # Read by the page of a case and by figures over verdicts.
            models.Index(fields=["case", "stage"], name="%(class)s_case"),
            # Read by the sweep every twenty seconds.
            models.Index(fields=["alarm_at", "id"], condition=Q(alarm_at__isnull=False), name="%(class)s_alarm"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_stopped",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__stopped_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.stage}: {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self):
        return self.stopped_at is None and self.suspended_at is None

    def is_late(self, at):
        """Whether the due moment lies before `at`, or before the stop when stopped."""
        return (self.stopped_at or at) > self.due_at

    # -- the ladder ---------------------------------------------------------

    def climb(self, calendar, ladder, since):
        """Freeze the ladder (Rungs) as moments between `since` and the due moment, and arm the first."""
        rungs = tuple(self._after_due(rung) for rung in ladder)
        self.ladder = ladder_moments(calendar, since, self.due_at, Limit(self.amount, self.unit, rungs))
        self.rung, self.alarm_at = 0, self.next_moment()

    def _after_due(self, rung):
        """A share beyond the whole counts from the due moment in the limit's own unit, in every cycle."""
        if rung.basis == "share" and rung.amount > 1 and self.amount is not None:
            return replace(rung, basis="after", amount=(rung.amount - 1) * self.amount, unit=self.unit)
        return rung

    def rungs_due(self, at):
        """The rungs not yet rung whose moment has come, as (number, effect, moment)."""
        ahead = ((no, effect, datetime.fromisoformat(moment)) for no, effect, moment in self.rungs if no > self.rung)
        return [(no, effect, moment) for no, effect, moment in ahead if moment <= at]

    def next_moment(self):
        return next((datetime.fromisoformat(moment) for no, _effect, moment in self.rungs if no > self.rung), None)

    @property
    def rungs(self):
        """The frozen ladder as (number, effect, ISO moment)."""
        return [tuple(rung[:3]) for rung in self.ladder]

    def tells(self, no):
        """The words of the seats that hear of rung `no`, as they were when the clock started; maybe none."""
        return next((tuple(rung[3]) for rung in self.ladder if rung[0] == no and len(rung) > 3), ())

    # -- turns --------------------------------------------------------------

    def turn(self, kind, at, **more):
        self.turns = [*self.turns, {"turn": kind, "at": at.astimezone(UTC).isoformat(), **more}]

    def extend(self, at, calendar, ladder):
        """Add one original limit to the due moment; a new cycle of the ladder begins.

        Raises ValueError when the limit is a set moment, is over, or stands still.
        """
        if self.amount is None or not self.is_running or self.is_late(at):
            raise ValueError("only a running limit that is not over can be extended")
        self.due_at = calendar.extend(self.due_at, self.amount, self.unit)
        self.turn("extend", at, due=self.due_at.isoformat(), amount=str(self.amount), unit=self.unit)
        self.cycle += 1
        self.climb(calendar, ladder, at)

    def suspend(self, at):
        """Stand still from `at`; what is left is kept in the limit's own clock."""
        if not self.is_running:
            raise ValueError("the clock does not run")
        self.suspended_at, self.alarm_at = at, None
        self.turn("suspend", at)

    def resume(self, at, calendar, ladder):
        """Run again from `at` with exactly what was left; a new cycle of the ladder begins.

        A limit that was over already stays over, and what rang of it rings no second time.
        """
        if self.suspended_at is None:
            raise ValueError("the clock is not suspended")
        left = calendar.remaining(self.suspended_at, self.due_at, self.unit)
        self.due_at = calendar.advance(at, left, self.unit or Unit.MINUTE)
        self.suspended_at = None
        self.turn("resume", at, due=self.due_at.isoformat())
        self.cycle += 1
        self.climb(calendar, ladder, at)
        if self.is_late(at):
            self.pass_over(at)

    def replace_limit(self, at, calendar, limit):
        """Count again by another limit after the type changed: the same start, extensions and standstills.

        A due moment that would lie in the past by then counts from `at` instead, for nobody is made late by
        another's pen. The old limit is kept in the turn; a new cycle of the ladder begins, and what lies
        before `at` is not rung. Raises ValueError for a clock that stands still or has a set moment.
        """
        if self.amount is None or not self.is_running:
            raise ValueError("only a running limit can be replaced")
        was = {"old_amount": str(self.amount), "old_unit": self.unit}
        self.amount, self.unit = limit.amount, limit.unit
        due = self.replayed_due(calendar)
        anew = due <= at
        self.due_at = calendar.add(at, self.amount, self.unit) if anew else due
        told = {"amount": str(self.amount), "unit": self.unit, "anew": anew}
        self.turn("retype", at, due=self.due_at.isoformat(), **was, **told)
        self.cycle += 1
        self.climb(calendar, limit.ladder, at if anew else self.started_at)
        self.pass_over(at)

    def pass_over(self, at):
        """Take what lies before `at` out of the ladder: it is not to be rung."""
        before = [no for no, _effect, moment in self.rungs if datetime.fromisoformat(moment) <= at]
        self.rung = max(before, default=0)
        self.ladder = [rung for rung in self.ladder if rung[0] > self.rung]
        self.alarm_at = self.next_moment()

    def explain(self, calendar):
        """Why this date: the lines of `deadlines`, start to due, with every turn."""
        set_moment = self.due_at if self.amount is None else None
        return calendar.explain(self.started_at, self.amount, self.unit, self.turns, due=set_moment)


class Alarm(models.Model):
    """A rung that rang: once for ever, never before it fell due. Concrete kinds add ``clock``."""

    cycle = models.PositiveSmallIntegerField()
    rung = models.PositiveSmallIntegerField()
    effect = models.CharField(max_length=24)
    fell_due_at = models.DateTimeField()
    rang_at = models.DateTimeField()
    step_seq = models.PositiveIntegerField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["clock", "cycle", "rung"], name="%(class)s_once"),
            models.CheckConstraint(condition=Q(rang_at__gte=models.F("fell_due_at")), name="%(class)s_never_early"),
        ]

    def __str__(self):
        return f"{self.clock_id}/{self.cycle}/{self.rung} {self.effect}"


class ClockedCase(models.Model):
    """The clocks of a case: verbs start and stop them; `note_due` keeps the nearest one for lists."""

    class Meta:
        abstract = True

    _due_moved = False

    def start_clock(self, stage, limit, *, step, calendar, due_at=None):
        """Start a stage's clock at `step`; `limit` is frozen with it (`due_at` for a set moment).

        A stage with a stroke (item/3) is the clock of a part: it rings, and the case is not due by it.
        """
        clock = self.new_clock(stage, limit, step=step, calendar=calendar, due_at=due_at)
        clock.save(force_insert=True)
        self._due_moved = True
        return clock

    def new_clock(self, stage, limit, *, step, calendar, due_at=None):
        """The same clock unsaved, for whoever starts many and writes them together."""
        clock = type(self).clocks.rel.related_model(
            case=self,
            stage=stage,
            started_at=step.at,
            start_seq=step.seq,
            amount=None if due_at else limit.amount,
            unit=None if due_at else limit.unit,
            due_at=due_at or limit.due(calendar, step.at),
            calendar_version=calendar.version,
        )
        clock.climb(calendar, limit.ladder, step.at)
        return clock

    def stop_clocks(self, *stages, step, verdict=None):
        """Stop the running clocks of these stages (none named: all); the verdict is frozen with them."""
        stop_running(self, type(self).clocks.rel.related_model, stages, step.at, verdict)
        self._due_moved = True

    def note_due(self):
        """Write the nearest running clock's due moment on the case, when a clock of it changed."""
        if not self._due_moved:
            return
        self._due_moved = False
        self.due_at = write_nearest_due(self, type(self).clocks.rel.related_model)
