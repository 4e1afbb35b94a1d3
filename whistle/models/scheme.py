"""The rules by which a year is assessed: parts, weights, shares; frozen before anything is counted."""

from functools import reduce
from operator import add

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.sql import database_now

PARTS = {
    "timeliness": ("sign_points", "contact_points", "report_in_points"),
    "attendance": ("presence_points", "attitude_points"),
    "handling": ("handling_points",),
    "result": ("result_points",),
}
POINTS = tuple(name for names in PARTS.values() for name in names)


def points(label, default):
    return models.PositiveSmallIntegerField(label, default=default, validators=[MaxValueValidator(100)])


def share(label, default):
    """A share of the whole, 0 to 1, with two decimals."""
    return models.DecimalField(
        label, max_digits=3, decimal_places=2, default=default, validators=[MaxValueValidator(1)]
    )


class AssessmentSchemeQuerySet(models.QuerySet):
    def of_year(self, district, year):
        """The scheme of that year, as it is (unsaved: the usual one, where nobody wrote one down)."""
        return self.filter(district=district, year=year).first() or self.model(district=district, year=year)

    def running(self, district, at):
        """The scheme that counts at `at`, written down and frozen by now."""
        scheme, _new = self.get_or_create(district=district, year=year_of(at))
        scheme.freeze(at=at)
        return scheme

    def freeze_begun(self, at=None):
        """Freeze what the new year finds unfrozen; the hourly task."""
        at = at or database_now()
        for scheme in self.filter(frozen_at=None, year__lte=year_of(at)):
            scheme.freeze(at=at)


class AssessmentScheme(models.Model):
    """How the departments of a district are assessed in a year (`domain.md` 5.4).

    The lines of points add up to 100. `late_share` is what lateness leaves of a computed line, in per
    cent. The street's share of the annual score is `street_weight`; a rating of a second whistle counts
    `round_weight` times; `vote_share` is the vote's share of the street's score (0: no vote is held).
    """

    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    sign_points = points(gettext_lazy("signing in time"), 10)
    contact_points = points(gettext_lazy("contacting the street in time"), 5)
    report_in_points = points(gettext_lazy("reporting in on time"), 15)
    presence_points = points(gettext_lazy("attendance"), 10)
    attitude_points = points(gettext_lazy("attitude"), 10)
    handling_points = points(gettext_lazy("quality of handling"), 30)
    result_points = points(gettext_lazy("satisfaction with the result"), 20)
    late_share = points(gettext_lazy("left when late, in per cent"), 40)
    street_weight = share(gettext_lazy("weight of the streets"), "0.50")
    round_weight = models.PositiveSmallIntegerField(
        gettext_lazy("a second whistle counts"), default=2, validators=[MaxValueValidator(9)]
    )
    vote_share = share(gettext_lazy("share of the vote"), "0.30")
    ranking_shown = models.BooleanField(gettext_lazy("departments see the ranking"), default=True)
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)
    frozen_at = models.DateTimeField(gettext_lazy("frozen at"), null=True, editable=False)
    by = models.ForeignKey("grid.User", models.PROTECT, null=True, related_name="+", db_index=False, editable=False)

    objects = AssessmentSchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name, verbose_name_plural = gettext_lazy("assessment scheme"), gettext_lazy("assessment schemes")
        constraints = [
            models.UniqueConstraint(fields=["district", "year"], name="assessmentscheme_once"),
            models.CheckConstraint(
                condition=Q(sign_points=100 - reduce(add, map(F, POINTS[1:]))),
                name="assessmentscheme_hundred",
            ),
            models.CheckConstraint(
                condition=Q(
                    late_share__lte=100, street_weight__range=(0, 1), vote_share__range=(0, 1), round_weight__gte=1
                ),
                name="assessmentscheme_in_range",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.district_id} {self.year}"

    @property
    def is_frozen(self):
        """Whether nothing may change any more."""
        return self.frozen_at is not None

    def most(self, part):
        """The most points of a part (a key of PARTS)."""
        return sum(getattr(self, name) for name in PARTS[part])

    def clean(self):
        if sum(getattr(self, name) or 0 for name in POINTS) != 100:
            raise ValidationError(_("The lines must add up to 100 points."))

    def freeze(self, *, at=None, by=None):
        """From now on nothing of it changes; freezing again is no harm."""
        at = at or database_now()
        mine = type(self).objects.filter(pk=self.pk, frozen_at=None)
        if mine.update(frozen_at=at, by=by or self.by):
            self.frozen_at = at

    def told(self):
        """Everything that counts, as JSON holds it."""
        names = (*POINTS, "late_share", "street_weight", "round_weight", "vote_share", "ranking_shown", "note")
        return {name: plain(getattr(self, name)) for name in names}


def plain(value):
    return value if isinstance(value, bool | int | str) else f"{value:.2f}"


def year_of(at):
    """The calendar year of a moment in Shanghai."""
    return timezone.localtime(at).year
