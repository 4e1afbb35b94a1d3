"""How long a stage may take, and what happens on the way: rows, never constants (`domain.md` 4)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Floor
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from grid.casework import deadlines

from .calendar import bumps, kept, told
from .rule_change import RuleChange, RulesChanged, lock_rules
from .seats import SeatWord

EFFECT = r"^(remind|overdue|supervise|strike:[a-z_]+)$"
# What the ladders of the house are called; others by the name they were given.
LADDERS = {
    "warn": gettext_noop("Reminder and overdue"),
    "incident_handle": gettext_noop("Handling an incident"),
    "order_sign": gettext_noop("Signing an order"),
    "order_sign_emergency": gettext_noop("Signing an emergency order"),
    "order_report_in": gettext_noop("Reporting in for an order"),
    "order_handle": gettext_noop("Handling an order"),
    "leader_in": gettext_noop("Reporting in of the district leader"),
    "resume": gettext_noop("Resuming after a suspension"),
    "supervision_reply": gettext_noop("Replying to a slip"),
    "supervision_reply_red": gettext_noop("Replying to a red slip"),
    "appeals": gettext_noop("The time for appeals"),
}


def ladder_label(name):
    """The ladder of this name in the reader's words."""
    return gettext(LADDERS.get(name, name)) if name else ""


class Ladder(models.Model):
    """A named ladder of rungs (`kernel.md` 14–15): the reminder, being overdue, what opens or strikes."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    basis = models.ForeignKey(
        "grid.Document", models.PROTECT, null=True, blank=True, related_name="ladders", verbose_name=_("basis")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("ladder")
        verbose_name_plural = _("ladders")
        triggers = [bumps("limits")]

    def __str__(self):
        return ladder_label(self.name)

    def get_absolute_url(self):
        return reverse("grid:ladder", args=[self.pk])

    @property
    def ref(self):
        """How audit lines name it."""
        return f"ladder/{self.pk}"

    @property
    def told(self):
        """Its values as an audit line keeps them."""
        return {
            "name": self.name,
            "note": self.note,
            "basis": self.basis.number if self.basis else "",
            "rungs": [rung.told for rung in self.rungs.order_by("position")],
        }

    @transaction.atomic
    def rebuild(self, rungs, *, note, basis, by, post, why, seen=None, at=None):
        """Let the ladder (a new one too) have exactly these rungs, for clocks started later; leaves its audit line.

        `rungs`: unsaved, of this ladder. Raises RulesChanged when the rules are not those `seen`.
        """
        lock_rules("limits", seen)
        old = type(self).objects.get(pk=self.pk).told if self.pk else None
        self.note, self.basis = note, basis
        self.save()
        if old is None or [rung.told for rung in rungs] != old["rungs"]:
            self.rungs.all().delete()
            for rung in rungs:
                rung.ladder = self  # which had no key before
            Rung.objects.bulk_create(rungs)
        RuleChange.note("ladder", self.ref, old, self.told, why=why, by=by, post=post, at=at)

    @transaction.atomic
    def remove(self, *, by, post, why, seen=None, at=None):
        """Take out a ladder that no limit climbs; clocks that run keep their rungs. Raises RulesChanged."""
        lock_rules("limits", seen)
        if self.time_limits.exists():
            raise RulesChanged("remove", None)
        old, ref = self.told, self.ref
        self.delete()
        RuleChange.note("ladder", ref, old, None, why=why, by=by, post=post, at=at)


@told()
class Rung(models.Model):
    """One step of a ladder: at its moment the clock has this effect."""

    class Basis(models.TextChoices):
        SHARE = "share", _("share of the limit")
        BEFORE = "before", _("before the due moment")
        AFTER = "after", _("after the due moment")

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="rungs", verbose_name=_("ladder"))
    position = models.PositiveSmallIntegerField(_("position"))
    effect = models.CharField(_("effect"), max_length=24, validators=[RegexValidator(EFFECT)])
    basis = models.CharField(_("counted from"), max_length=8, choices=Basis)
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    unit = models.CharField(pgettext_lazy("time", "unit"), max_length=16, choices=deadlines.Unit, blank=True)
    tells = ArrayField(models.CharField(max_length=16, choices=SeatWord), verbose_name=_("tells"), default=list)

    class Meta:
        ordering = ["ladder", "position"]
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        constraints = [
            models.UniqueConstraint(fields=["ladder", "position"], name="rung_position_once"),
            models.CheckConstraint(condition=Q(effect__regex=EFFECT), name="rung_effect_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="rung_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(basis="share", unit="") | Q(basis__in=["before", "after"], unit__in=deadlines.Unit.values),
                name="rung_basis_with_unit",
            ),
            models.CheckConstraint(condition=Q(tells__contained_by=SeatWord.values), name="rung_tells_known_seats"),
        ]
        triggers = [bumps("limits")]

    def __str__(self):
        return f"{self.position} {self.effect}"

    @property
    def told(self):
        """Its values as an audit line keeps them."""
        amount = str(plain(self.amount))
        return {"effect": self.effect, "basis": self.basis, "amount": amount, "unit": self.unit, "tells": self.tells}

    def as_value(self):
        """The rung as `deadlines` reckons with it."""
        return deadlines.Rung(self.effect, self.basis, plain(self.amount), self.unit or None, tuple(self.tells))


class LimitMissing(LookupError):
    """Nobody said how long this stage may take: a row of TimeLimit is to be entered."""


class TimeLimitQuerySet(models.QuerySet):
    def limit_for(self, kind, stage, urgency="", category=None):
        """The `deadlines.Limit` that a clock started now gets; the most specific row wins.

        Category and urgency, then category, then urgency, then any. `category` is a row, a key
        or None; `urgency` a word, or several, the special before the general. Raises LimitMissing.
        One small query, unless the tables changed.
        """
        found = kept("limits", _read_limits)
        words = urgency if isinstance(urgency, tuple) else (str(urgency or ""),)
        category = getattr(category, "pk", category)
        for key in [(kind, word) for kind in (category, None) for word in (*words, "")]:
            if limit := found.get((kind, stage, *key)):
                return limit
        raise LimitMissing(f"No time limit for {kind}, stage {stage} (urgency {urgency!r}, category {category}).")


@told()
class TimeLimit(models.Model):
    """How long one stage of a kind of case may take, for an urgency and category or for any.

    Without amount and unit the due moment is set by hand (a report-in time) and only the ladder
    counts; without a ladder nothing rings. A change applies to clocks started later.
    """

    kind = models.CharField(_("kind of case"), max_length=16)
    stage = models.CharField(_("stage"), max_length=16)
    urgency = models.CharField(_("urgency"), max_length=16, blank=True)
    category = models.ForeignKey(
        "grid.Category", models.PROTECT, null=True, blank=True, related_name="time_limits", verbose_name=_("category")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(pgettext_lazy("time", "unit"), max_length=16, choices=deadlines.Unit, null=True, blank=True)
    ladder = models.ForeignKey(
        Ladder, models.PROTECT, null=True, blank=True, related_name="time_limits", verbose_name=_("ladder")
    )
    basis = models.ForeignKey(
        "grid.Document", models.PROTECT, null=True, blank=True, related_name="time_limits", verbose_name=_("basis")
    )

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "stage", "urgency"]
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "stage", "urgency", "category"], nulls_distinct=False, name="timelimit_once"
            ),
            models.CheckConstraint(
                condition=Q(amount=None, unit=None)
                | Q(amount__isnull=False, unit__isnull=False, amount__gte=0, unit__in=deadlines.Unit.values),
                name="timelimit_amount_with_unit",
            ),
            models.CheckConstraint(
                condition=~Q(unit=deadlines.Unit.CALENDAR_DAY) | Q(amount=Floor("amount")),
                name="timelimit_calendar_days_whole",
            ),
        ]
        triggers = [bumps("limits")]

    def __str__(self):
        return f"{self.kind} {self.stage} {self.urgency}".strip()

    @property
    def ref(self):
        """What the limit is for, as audit lines name it."""
        return f"{self.kind}/{self.stage}/{self.urgency}/{self.category.code if self.category else ''}"

    @property
    def told(self):
        """Its values as an audit line keeps them."""
        amount = None if self.amount is None else str(plain(self.amount))
        ladder, basis = self.ladder.name if self.ladder else "", self.basis.number if self.basis else ""
        return {"amount": amount, "unit": self.unit, "ladder": ladder, "basis": basis}

    @property
    def is_general(self):
        """The row that catches all that no other row is for; it is never removed."""
        return not self.urgency and self.category_id is None

    @property
    def may_go(self):
        """Whether a more general row would take its place."""
        rest = type(self).objects.filter(kind=self.kind, stage=self.stage).exclude(pk=self.pk)
        return not self.is_general and rest.filter(urgency="", category=None).exists()

    @transaction.atomic
    def keep(self, *, by, post, why, seen=None, at=None, **said):
        """Write these values, for clocks started later, and leave the audit line. Raises RulesChanged."""
        lock_rules("limits", seen)
        old = type(self).objects.get(pk=self.pk).told if self.pk else None
        for name, value in said.items():
            setattr(self, name, value)
        self.save()
        RuleChange.note("limit", self.ref, old, self.told, why=why, by=by, post=post, at=at)

    @transaction.atomic
    def remove(self, *, by, post, why, seen=None, at=None):
        """Take a specific row out: the more general one holds again. Raises RulesChanged, also when there is none."""
        lock_rules("limits", seen)
        if not self.may_go:
            raise RulesChanged("remove", None)
        old, ref = self.told, self.ref
        self.delete()
        RuleChange.note("limit", ref, old, None, why=why, by=by, post=post, at=at)

    def as_value(self):
        """The limit as `deadlines` reckons with it, its ladder in order."""
        rungs = sorted(self.ladder.rungs.all(), key=lambda rung: rung.position) if self.ladder else ()
        return deadlines.Limit(plain(self.amount), self.unit, tuple(rung.as_value() for rung in rungs))


def plain(amount):
    """A whole number as int, so that it prints and counts as one; else the Decimal, or None."""
    return int(amount) if amount is not None and amount == int(amount) else amount


def _read_limits(_number):
    rows = TimeLimit.objects.select_related("ladder").prefetch_related("ladder__rungs")
    return {(row.kind, row.stage, row.category_id, row.urgency): row.as_value() for row in rows}
