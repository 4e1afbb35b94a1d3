"""Which units have held a matter, and as what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """What a department has to do with a matter."""

    LEAD = "lead", _("lead")
    ASSISTING = "assisting", _("assisting")
    CONSULTED = "consulted", _("consulted")
    INFORMED = "informed", _("informed")


class Handing(models.Model):
    """A unit that had to do with the incident, from one step to another: what it has seen it may always see."""

    incident = models.ForeignKey("grid.Incident", models.PROTECT, related_name="handings", db_index=False)
    department = models.ForeignKey("grid.Department", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("grid.DepartmentUnit", models.PROTECT, null=True, related_name="+", db_index=False)
    part = models.CharField(max_length=12, choices=Part, default=Part.ASSISTING)
    from_seq = models.PositiveIntegerField()
    to_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "department", "from_seq"], name="handing_once"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(part="lead", to_seq=None), name="handing_one_leads"
            ),
            models.CheckConstraint(
                condition=Q(to_seq=None) | Q(to_seq__gte=models.F("from_seq")), name="handing_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="handing_part_known"),
        ]
        # Read by everything a department sees.
        indexes = [models.Index(fields=["department", "incident"], name="handing_department")]

    def __str__(self):
        return f"{self.incident_id} → {self.department_id}"
