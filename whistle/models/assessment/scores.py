"""What stands beside the ratings: the other half of the annual score, and the vote of the streets."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.refusals import NotYours
from grid.casework.sql import database_now
from grid.casework.worktime import SHANGHAI
from grid.models.calendar import told

from ..hands import BLOWERS


def hundred(label):
    """A score from 0 to 100 with two decimals."""
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )


@told()
class OtherScore(models.Model):
    """The other half of a department's year, 0 to 100, as some other office reckoned it (`domain.md` 5.4: O(d))."""

    department = models.ForeignKey("grid.Department", models.PROTECT, related_name="other_scores")
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    points = hundred(gettext_lazy("other score"))
    source = models.CharField(gettext_lazy("source"), max_length=200)
    by = models.ForeignKey("grid.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("other score"), gettext_lazy("other scores")
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="otherscore_once"),
            models.CheckConstraint(condition=Q(points__range=(0, 100)), name="otherscore_in_range"),
            models.CheckConstraint(condition=~Q(source=""), name="otherscore_from_somewhere"),
        ]

    def __str__(self):
        return f"{self.department_id} {self.year}: {self.points}"

    @classmethod
    def enter(cls, year, scores, *, source, by, at=None):
        """Write these scores ({department key: points}) of a year; those of others stay. History is kept."""
        at = at or database_now()
        for department, points in scores.items():
            said = {"points": points, "source": source, "by": by, "at": at}
            cls.objects.update_or_create(department_id=department, year=year, defaults=said)


def quarter_of(at):
    """(year, quarter) of a moment in Shanghai."""
    day = timezone.localtime(at, SHANGHAI)
    return day.year, (day.month + 2) // 3


def bounds(year, quarter):
    """The half-open span of a quarter."""
    first = datetime(year, 3 * quarter - 2, 1, tzinfo=SHANGHAI)
    return first, datetime(year + quarter // 4, 3 * (quarter % 4) + 1, 1, tzinfo=SHANGHAI)


class Vote(models.Model):
    """What a street thinks of a department in a quarter, 0 to 100: one a street, changeable until the quarter ends."""

    street = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey("grid.Department", models.PROTECT, related_name="votes")
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    quarter = models.PositiveSmallIntegerField(gettext_lazy("quarter"))
    points = models.PositiveSmallIntegerField(gettext_lazy("points"), validators=[MaxValueValidator(100)])
    by = models.ForeignKey("grid.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("vote"), gettext_lazy("votes")
        constraints = [
            models.UniqueConstraint(fields=["street", "department", "year", "quarter"], name="vote_once_a_quarter"),
            models.CheckConstraint(condition=Q(points__range=(0, 100)), name="vote_in_range"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="vote_in_a_quarter"),
            # Changing a vote after its quarter would write a moment after the close.
            models.CheckConstraint(condition=Q(at__lt=F("closes_at")), name="vote_in_time"),
        ]

    def __str__(self):
        return f"{self.year}/{self.quarter} {self.street_id} {self.department_id}: {self.points}"

    @classmethod
    def cast(cls, street, points, *, by, at=None):
        """Cast (or change) the votes {department key: points} of a street in the quarter of `at`.

        Raises NotYours unless `by` is its party secretary or director.
        """
        at = at or database_now()
        if not any(post.role in BLOWERS and post.grid_id == street.pk for post in by.posts_at(at)):
            raise NotYours("cast", None)
        year, quarter = quarter_of(at)
        said = {"by": by, "at": at, "closes_at": bounds(year, quarter)[1]}
        for department, given in points.items():
            if not 0 <= given <= 100:
                raise ValidationError(_("From 0 to %(most)d points.") % {"most": 100})
            seat = {"street": street, "department_id": department, "year": year, "quarter": quarter}
            cls.objects.update_or_create(**seat, defaults=said | {"points": given})
