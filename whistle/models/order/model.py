"""The order itself: which department, what it said, and who sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.casework.case import Case
from grid.casework.clock import Alarm, Clock, Verdict
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import TimeLimit

from ..questions import OrderQuestions
from ..rating import ABSENT_CAP, LATE_CAP
from .attending import Attending
from .flow import ARRIVED, ORDER_FLOW, Attendance, OrderStatus
from .handling import Handling


class OrderQuerySet(OrderQuestions, CaseQuerySet):
    def handed_to(self, post):
        return Q(department=post.department_id)


class Order(Attending, Handling, Case):
    """What one called department owes the street; it moves only together with its whistle."""

    Status, Attendance = OrderStatus, Attendance
    FLOW = ORDER_FLOW
    KIND, ROOT = "order", "whistle"
    ENDED = frozenset({OrderStatus.DONE})
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"attendee", "attendee_post", "talked_to", "measures"})

    status = models.CharField(_("status"), max_length=24, choices=OrderStatus, editable=False)
    whistle = models.ForeignKey(
        "whistle.Whistle", models.PROTECT, related_name="orders", db_index=False, verbose_name=_("whistle")
    )
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, related_name="+", db_index=False, verbose_name=_("department")
    )
    unit = models.ForeignKey(
        "grid.DepartmentUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("office"),
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("handler")
    )
    lead = models.BooleanField(_("lead department"))
    signed_at = models.DateTimeField(_("signed at"), null=True)
    attendee = models.CharField(_("who came"), max_length=64, blank=True)
    attendee_post = models.CharField(_("position"), max_length=64, blank=True)
    reported_at = models.DateTimeField(_("reported in at"), null=True)
    reported_late = models.BooleanField(null=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    attendance = models.CharField(_("attendance"), max_length=12, choices=Attendance, null=True)
    accepted_at = models.DateTimeField(_("accepted when"), null=True)
    talked_to = models.CharField(_("talked to whom"), max_length=64, blank=True)
    measures = models.TextField(_("measures"), max_length=2000, blank=True)
    solve_by = models.DateField(_("solved by"), null=True)
    cost = models.DecimalField(_("cost in yuan"), max_digits=14, decimal_places=2, null=True)
    replied_at = models.DateTimeField(_("replied at"), null=True)
    done_at = models.DateTimeField(_("accepted by the street at"), null=True)

    objects = OrderQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("order"), _("orders")
        ordering = ["-lead", "number"]
        constraints = [
            *Case.Meta.constraints,
            models.UniqueConstraint(fields=["whistle", "department"], name="order_department_once"),
            models.UniqueConstraint(fields=["whistle"], condition=Q(lead=True), name="order_one_lead"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(ARRIVED)) | Q(reported_at__isnull=False, reported_late__isnull=False),
                name="order_arrived_at_some_time",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="order_cost_not_negative"),
        ]
        indexes = [
            # Read by the desk and the list of a department, most urgent first; small, for most orders are done.
            models.Index(
                fields=["department", "due_at", "id"], condition=~Q(status="done"), name="order_department_open"
            ),
            # Read by a department's list of whistles.
            models.Index(fields=["department", "whistle"], name="order_department_all"),
        ]

    def get_absolute_url(self):
        return reverse("whistle:order", args=[self.pk])

    @property
    def tone(self):
        return OrderStatus(self.status).tone

    # -- what happened ----------------------------------------------------------

    @property
    def was_attended(self):
        """Whether the department was there: the street's word, or else its own report."""
        return self.attendance != Attendance.NOT_PRESENT if self.attendance else self.reported_at is not None

    @property
    def was_punctual(self):
        """Whether it was there at the set time (15 minutes' grace); None while nobody can say."""
        if self.attendance:
            return self.attendance == Attendance.ON_TIME
        if self.status == OrderStatus.ABSENT:
            return False
        return None if self.reported_late is None else not self.reported_late

    @property
    def score_cap(self):
        """The most points a rating may give in all (`domain.md` 5.4)."""
        if not self.was_attended:
            return ABSENT_CAP
        return LATE_CAP if self.clocks.filter(stage="handle", verdict=Verdict.LATE).exists() else 100

    def limit(self, stage):
        """How long a stage of this order may take: by the kind of its whistle."""
        return TimeLimit.objects.limit_for("order", stage, self.whistle.kind)

    # -- locks --------------------------------------------------------------------

    @classmethod
    def roots_of(cls, cases):
        """The incidents, then the whistles: an order has no lock of its own."""
        called = cls._base_manager.filter(pk__in=[case.pk for case in cases])
        whistles = cls._meta.get_field("whistle").related_model._base_manager.filter(pk__in=called.values("whistle"))
        incidents = whistles.model._meta.get_field("incident").related_model._base_manager
        return [incidents.filter(pk__in=whistles.values("incident")), whistles]

    def follow(self, at):
        """Let the whistle go where its orders have gone; last in every move that changes the status."""
        self.whistle.follow(at)


class OrderStep(Step):
    case = models.ForeignKey(Order, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class OrderClock(Clock):
    case = models.ForeignKey(Order, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class OrderAlarm(Alarm):
    clock = models.ForeignKey(OrderClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
