"""What a slip costs (`domain.md` 4.4): so many points by its colour, once, taken back when the slip is withdrawn."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.models import GridLevel
from grid.models.calendar import told

from ..points import PointEntry
from .flow import SupervisionLevel


@told()
class PointRate(models.Model):
    """How many points a slip of a colour deducts: a row that the system administrator may change.

    A change applies to slips sent out later; what a slip deducted is kept with the slip.
    """

    level = models.PositiveSmallIntegerField(_("level"), choices=SupervisionLevel, unique=True)
    points = models.DecimalField(_("points deducted"), max_digits=4, decimal_places=2)

    class Meta:
        ordering = ["level"]
        verbose_name, verbose_name_plural = _("point rate"), _("point rates")
        constraints = [models.CheckConstraint(condition=Q(points__gte=0), name="pointrate_not_negative")]

    def __str__(self):
        return f"{self.get_level_display()}: {self.points}"

    @property
    def tone(self):
        return SupervisionLevel(self.level).tone


class Deducting:
    """The points of a slip. Deductions belong to departments and streets; a district centre has no yearly sheet.

    What a street does among its own units costs nobody points of the district's sheets.
    """

    @property
    def costs_points(self):
        return not self.is_of_street and (self.department_id is not None or self.desk.level == GridLevel.STREET)

    @classmethod
    def deductions(cls):
        """{level: points deducted}"""
        return dict(PointRate.objects.values_list("level", "points"))

    @classmethod
    def sent_out(cls):
        """What sending out writes on a slip: when, and what it costs by the rates of that moment."""
        rates = cls.deductions()
        return {"sent_at": lambda _slip, at: at, "deduction": lambda slip, _at: slip.cost_by(rates)}

    def cost_by(self, rates):
        return rates.get(self.level, 0) if self.costs_points else 0

    @classmethod
    def deduct(cls, slips, at, by=None):
        """Write the deductions of these slips, just sent out; one statement, whatever their number."""
        PointEntry.objects.bulk_create(slip.point_entry(at, by) for slip in slips if slip.deduction)

    def point_entry(self, at, by):
        street = self.desk_id if self.department_id is None else None
        return PointEntry(
            district_id=self.district_id, department_id=self.department_id, street_id=street, supervision=self,
            year=timezone.localtime(at).year, kind=PointEntry.Kind.SUPERVISION, points=-self.deduction,
            reason=self.number, by=by, at=at,
        )  # fmt: skip

    def give_back(self, by, at, reason):
        """Take the deduction back, if there was one."""
        for entry in self.points.filter(reverses=None):
            entry.take_back(by=by, reason=reason, at=at)
