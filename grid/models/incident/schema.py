"""What the database itself refuses of an incident, and the indexes that earn their place."""

from django.db import models
from django.db.models import Q

from grid.casework.pausing import MOST_EXTENSIONS

from ..category import Urgency
from .closing import Satisfaction, Solved
from .status import ENDED, FINISHED, IncidentStatus

HEARD = [*FINISHED, "contested"]
OPEN = ~Q(status__in=sorted(ENDED))

CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(grid__isnull=False, community__isnull=False, street__isnull=False), name="incident_placed"
    ),
    models.CheckConstraint(
        condition=Q(lng=None, lat=None)
        | Q(lng__isnull=False, lat__isnull=False, lng__range=(-180, 180), lat__range=(-90, 90)),
        name="incident_point",
    ),
    models.CheckConstraint(
        condition=~Q(status="declined") | ~Q(decline_reason=""), name="incident_declined_for_a_reason"
    ),
    models.CheckConstraint(
        condition=~Q(status="dispatched") | Q(department__isnull=False), name="incident_dispatched_to_somebody"
    ),
    models.CheckConstraint(
        condition=~Q(status__in=FINISHED) | Q(closed_at__isnull=False), name="incident_closed_at_some_time"
    ),
    models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="incident_cost_not_negative"),
    models.CheckConstraint(condition=Q(status__in=IncidentStatus.values), name="incident_status_known"),
    models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="incident_urgency_known"),
    models.CheckConstraint(
        condition=~Q(status__in=["handled", "feedback", "contested"]) | ~Q(result=""),
        name="incident_done_with_a_result",
    ),
    models.CheckConstraint(
        condition=Q(satisfaction=None, solved="")
        | Q(satisfaction__in=Satisfaction.values, solved__in=Solved.values, status__in=HEARD),
        name="incident_evaluated_when_closed",
    ),
    models.CheckConstraint(condition=Q(unit=None) | Q(department__isnull=False), name="incident_unit_of_a_department"),
    models.CheckConstraint(
        condition=Q(status="merged", merged_into__isnull=False) | (~Q(status="merged") & Q(merged_into=None)),
        name="incident_merged_into_another",
    ),
    models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="incident_not_merged_into_itself"),
    models.CheckConstraint(
        condition=Q(extension_count__lte=MOST_EXTENSIONS, suspension_count__lte=1),
        name="incident_paused_within_bounds",
    ),
    models.CheckConstraint(
        condition=~Q(status="suspended") | Q(suspend_until__isnull=False), name="incident_suspended_until"
    ),
    models.CheckConstraint(
        condition=~Q(status="verifying") | Q(verify_grid__isnull=False), name="incident_verified_by_somebody"
    ),
    models.CheckConstraint(condition=Q(is_exempt=False) | Q(appeal_state="granted"), name="incident_exempt_by_appeal"),
]

INDEXES = [
    # A worker's own reports.
    models.Index(fields=["author", "id"], name="incident_author"),
    # The whole history of a street or district, newest first.
    models.Index(fields=["street", "created_at", "id"], name="incident_street_newest"),
    models.Index(fields=["district", "created_at", "id"], name="incident_district_newest"),
    # What was reported at one place in a year, and the list of a worker's grid.
    models.Index(fields=["grid", "created_at", "id"], name="incident_grid_newest"),
    # Open work, what cannot wait first: desks, tabs, lists. Small, for most incidents are closed.
    models.Index(
        fields=["street", "priority", "due_at", "id"],
        include=["status", "category"],
        condition=OPEN,
        name="incident_street_open",
    ),
    models.Index(fields=["district", "priority", "due_at", "id"], condition=OPEN, name="incident_district_open"),
    models.Index(fields=["due_at", "id"], condition=OPEN, name="incident_open"),
    # Read by the task that archives.
    models.Index(fields=["closed_at", "id"], condition=Q(status="closed"), name="incident_to_archive"),
    # Few have any of these: what was merged, split off, or given to a worker to verify.
    models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="incident_merged"),
    models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="incident_parts"),
    models.Index(fields=["verify_grid"], condition=Q(verify_grid__isnull=False), name="incident_to_verify"),
]
