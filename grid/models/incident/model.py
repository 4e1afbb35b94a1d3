"""The incident itself: what, where, who holds it now, and who sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.casework.case import Case
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step

from ..category import Source, Urgency
from ..limits import TimeLimit
from ..notice import Notice
from ..people import Role
from ..territory import Grid, GridLevel
from . import notices
from .closing import Closing, Satisfaction, Solved
from .flow import INCIDENT_FLOW, IncidentStatus
from .handling import Handling
from .intake import DeclineReason, Intake
from .questions import Questions
from .routing import Routing

ENDED = frozenset({IncidentStatus.CLOSED, IncidentStatus.DECLINED})
OPEN = ~Q(status__in=sorted(ENDED))


class IncidentQuerySet(Questions, CaseQuerySet):
    def seen_from(self, post):
        """The ground of the post; below a street its street is said too, for that is where the indexes begin."""
        seen = super().seen_from(post)
        if not post.sees_territory or post.grid.level <= GridLevel.STREET:
            return seen
        street = Grid.objects.filter(code=post.grid.code[: GridLevel.STREET.digits])
        return seen & Q(street=models.Subquery(street.values("pk")))

    def handed_to(self, post):
        """Every case that was ever handed to the post's department."""
        return Q(pk__in=Handing.objects.filter(department=post.department_id).values("incident"))

    def own(self, user):
        """Their own reports, for those whose ground is smaller than what they report about.

        Every other post shows its territory and no more, and administrators see no case at all.
        """
        return Q(author=user) if user.holds(Role.WORKER, Role.CHANNEL) else Q(pk__in=[])


class Incident(Intake, Routing, Handling, Closing, Case):
    """A matter reported from any channel; closed only after it was checked and the reporter heard."""

    Status, Satisfaction, Solved, DeclineReason = IncidentStatus, Satisfaction, Solved, DeclineReason
    FLOW = INCIDENT_FLOW
    KIND, LETTER = "incident", "E"
    RUNG_WITH = ("desk",)
    ENDED = ENDED
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "text", "address", "result", "reporter_name", "reporter_phone"})

    status = models.CharField(_("status"), max_length=24, choices=IncidentStatus, editable=False)
    category = models.ForeignKey(
        "grid.Category", models.PROTECT, related_name="+", db_index=False, verbose_name=_("type")
    )
    source = models.CharField(_("source"), max_length=16, choices=Source, default=Source.PATROL)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what is the matter"), max_length=2000)
    address = models.CharField(_("where exactly"), max_length=120, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    desk = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("department"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "grid.DepartmentUnit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    reporter_name = models.CharField(_("reporter"), max_length=40, blank=True)
    reporter_phone = models.CharField(_("reporter's phone"), max_length=20, blank=True)
    external_number = models.CharField(_("number elsewhere"), max_length=40, blank=True)
    is_self_handled = models.BooleanField(default=False)
    decline_reason = models.CharField(_("why declined"), max_length=12, choices=DeclineReason, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    cost = models.DecimalField(_("cost in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    rework_count = models.PositiveSmallIntegerField(default=0)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), choices=Satisfaction, null=True)
    solved = models.CharField(_("solved?"), max_length=8, choices=Solved, blank=True)
    accepted_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("incident"), _("incidents")
        constraints = [
            *Case.Meta.constraints,
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
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="incident_closed_at_some_time"
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="incident_cost_not_negative"),
            models.CheckConstraint(condition=Q(status__in=IncidentStatus.values), name="incident_status_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="incident_urgency_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["handled", "feedback"]) | ~Q(result=""), name="incident_done_with_a_result"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None, solved="")
                | Q(satisfaction__in=Satisfaction.values, solved__in=Solved.values, status="closed"),
                name="incident_evaluated_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(department__isnull=False), name="incident_unit_of_a_department"
            ),
        ]
        indexes = [
            # A worker's own reports.
            models.Index(fields=["author", "id"], name="incident_author"),
            # The whole history of a street or district, newest first.
            models.Index(fields=["street", "created_at", "id"], name="incident_street_newest"),
            models.Index(fields=["district", "created_at", "id"], name="incident_district_newest"),
            # Open work by urgency: desks, tabs, lists. Small, for most incidents are closed.
            models.Index(
                fields=["street", "due_at", "id"],
                include=["status", "category"],
                condition=OPEN,
                name="incident_street_open",
            ),
            models.Index(fields=["district", "due_at", "id"], condition=OPEN, name="incident_district_open"),
            models.Index(fields=["due_at", "id"], condition=OPEN, name="incident_open"),
        ]

    def get_absolute_url(self):
        return reverse("grid:incident", args=[self.pk])

    @property
    def tone(self):
        return IncidentStatus(self.status).tone

    @property
    def phase(self):
        return IncidentStatus(self.status).phase

    def seat(self, of):
        """`holder` is the department that handles the matter, or the desk while there is none."""
        if of != "holder":
            return super().seat(of)
        return super().seat("department") or super().seat("desk")

    @classmethod
    def held_by(cls, of, post):
        if of != "holder":
            return super().held_by(of, post)
        return Q(department=post.department_id) if post.department_id else Q(department=None, desk=post.grid_id)

    def limit(self, stage):
        """How long a stage may take for this urgency, and for handling also for this type."""
        category = self.category_id if stage == "handle" else None
        return TimeLimit.objects.limit_for("incident", stage, self.urgency, category)

    @property
    def place(self):
        """Street, community and grid in words."""
        return f"{self.street} {self.community}"

    def tell(self, seats, kind, at, *about):
        """Write one notice about this incident to each seat."""
        key = "/".join(map(str, ["incident", self.pk, kind, *about]))
        told = {"number": self.number, "category": self.category.name, "place": self.place}
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=at, url=self.get_absolute_url(), **told))

    def told_by_clock(self, effect, clock, no, moment):
        word = effect.removeprefix("strike:")
        seats = notices.of_clock(self, clock.stage, word)
        key, kind = f"incident/{self.pk}/{clock.pk}/{clock.cycle}/{no}", f"incident.{clock.stage}.{word}"
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), number=self.number)


class Handing(models.Model):
    """A unit that held the incident, from one step to another: what a department has seen it may always see."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="handings", db_index=False)
    department = models.ForeignKey("grid.Department", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("grid.DepartmentUnit", models.PROTECT, null=True, related_name="+", db_index=False)
    lead = models.BooleanField()
    from_seq = models.PositiveIntegerField()
    to_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "department", "from_seq"], name="handing_once"),
            models.UniqueConstraint(fields=["incident"], condition=Q(lead=True, to_seq=None), name="handing_one_lead"),
            models.CheckConstraint(
                condition=Q(to_seq=None) | Q(to_seq__gte=models.F("from_seq")), name="handing_ends_after_it_began"
            ),
        ]
        # Read by everything a department sees.
        indexes = [models.Index(fields=["department", "incident"], name="handing_department")]

    def __str__(self):
        return f"{self.incident_id} → {self.department_id}"


class IncidentStep(Step):
    case = models.ForeignKey(Incident, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class IncidentClock(Clock):
    case = models.ForeignKey(Incident, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class IncidentAlarm(Alarm):
    clock = models.ForeignKey(IncidentClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
