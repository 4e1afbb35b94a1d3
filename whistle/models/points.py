"""Deductions and bonuses (正向激励、负向惩戒): rows that every annual figure can show (`domain.md` 1-24, 5.4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.trace import append_only


class PointEntryQuerySet(models.QuerySet):
    def of_year(self, year):
        """What counts in a year; an entry and the one that takes it back add up to nothing."""
        return self.filter(year=year)


class PointEntry(models.Model):
    """So many points more or less for one department or one street in one year, never changed.

    An error is taken back by an entry of its own (`reverses`), with the same points the other way round.
    """

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", _("supervision slip")
        ACCOUNTABILITY = "accountability", _("accountability")
        COMMENDATION = "commendation", _("commendation")
        INITIATIVE = "initiative", _("initiative of its own")
        OTHER = "other", pgettext_lazy("points", "other")

    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    street = models.ForeignKey(
        "grid.Grid", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("street")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(pgettext_lazy("points", "kind"), max_length=16, choices=Kind)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    supervision = models.ForeignKey("whistle.Supervision", models.PROTECT, null=True, related_name="points")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = PointEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name, verbose_name_plural = _("point entry"), _("point entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(department=None, street__isnull=False) | Q(department__isnull=False, street=None),
                name="pointentry_for_one_side",
            ),
            models.CheckConstraint(condition=~Q(points=0), name="pointentry_of_some_points"),
            models.CheckConstraint(condition=~Q(reason=""), name="pointentry_for_a_reason"),
            # One slip deducts once, whoever writes it down.
            models.UniqueConstraint(
                fields=["supervision"], condition=Q(reverses=None), name="pointentry_supervision_once"
            ),
        ]
        triggers = append_only("points are never changed: take them back with an entry of their own")

    def __str__(self):
        return f"{self.year} {self.department_id or self.street_id}: {self.points:+}"
