"""The order itself: which department, what it said, and who sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.case import Case
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import TimeLimit

from ..facts import Facts
from ..judge import judged
from ..questions import OrderQuestions
from .attending import Attending
from .flow import ARRIVED, AWAY, ORDER_FLOW, Attendance, OrderStatus
from .handling import Handling
from .hindrances import Hindrances
from .inside import Inside
from .objecting import Objecting
from .pausing import Pausing
from .together import Together
from .urging import Urging

ENDED = AWAY | {OrderStatus.DONE}


class OrderQuerySet(OrderQuestions, CaseQuerySet):
    def handed_to(self, post):
        return Q(department=post.department_id)


class Order(Objecting, Inside, Urging, Attending, Pausing, Handling, Together, Hindrances, Case):
    """What one called department owes the street; it moves only together with its whistle."""

    Status, Attendance = OrderStatus, Attendance
    FLOW = ORDER_FLOW
    KIND, ROOT, RUNG_WITH = "order", "whistle", ("whistle__kind",)
    AWAY = AWAY
    ENDED = ENDED
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"attendee", "attendee_post", "talked_to", "measures", "plan", "funds"})

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
    report_in_at = models.DateTimeField(_("report in at"))
    object_until = models.DateTimeField(_("objections until"), null=True)  # a right of the department, no clock
    objected_at = models.DateTimeField(_("objected at"), null=True)
    objection_upheld = models.BooleanField(null=True)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    attendee = models.CharField(_("who came"), max_length=64, blank=True)
    attendee_post = models.CharField(_("position"), max_length=64, blank=True)
    reported_at = models.DateTimeField(_("reported in at"), null=True)
    reported_late = models.BooleanField(null=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    attendance = models.CharField(_("attendance"), max_length=12, choices=Attendance, null=True)
    attendance_disputed = models.BooleanField(default=False)
    attendance_ruling = models.CharField(_("ruling"), max_length=12, choices=Attendance, null=True)
    plan = models.TextField(_("plan"), max_length=1000, blank=True)
    funds = models.CharField(_("funds"), max_length=200, blank=True)
    plan_due = models.DateField(_("agreed date"), null=True)
    extension_count = models.PositiveSmallIntegerField(default=0)
    suspension_count = models.PositiveSmallIntegerField(default=0)
    suspend_until = models.DateField(_("rests until"), null=True)
    rework_count = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(_("accepted when"), null=True)
    talked_to = models.CharField(_("talked to whom"), max_length=64, blank=True)
    measures = models.TextField(pgettext_lazy("reply", "measures"), max_length=2000, blank=True)
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
            models.UniqueConstraint(
                fields=["whistle", "department"], condition=~Q(status__in=sorted(AWAY)), name="order_department_once"
            ),
            models.UniqueConstraint(fields=["whistle"], condition=Q(lead=True), name="order_one_lead"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(ARRIVED)) | Q(reported_at__isnull=False, reported_late__isnull=False),
                name="order_arrived_at_some_time",
            ),
            models.CheckConstraint(condition=Q(extension_count__lte=2), name="order_extended_twice_at_most"),
            models.CheckConstraint(condition=Q(suspension_count__lte=1), name="order_suspended_once_at_most"),
            models.CheckConstraint(
                condition=Q(attendance_ruling=None) | Q(attendance_disputed=True), name="order_ruling_after_dispute"
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="order_cost_not_negative"),
        ]
        indexes = [
            # Read by the desk and the list of a department, most urgent first; small, for most orders are done.
            models.Index(
                fields=["department", "due_at", "id"],
                condition=~Q(status__in=sorted(ENDED)),
                name="order_department_open",
            ),
            # Read by a department's list of whistles.
            models.Index(fields=["department", "whistle"], name="order_department_all"),
        ]

    def get_absolute_url(self):
        return reverse("whistle:order", args=[self.pk])

    @property
    def tone(self):
        return OrderStatus(self.status).tone

    @property
    def is_done(self):
        return self.status == OrderStatus.DONE

    # -- what happened ----------------------------------------------------------

    @property
    def attendance_counts(self):
        """The word on the attendance that counts: the supervision office's ruling, else the street's; None without."""
        return self.attendance_ruling or self.attendance

    @property
    def was_attended(self):
        """Whether the department was there: the word that counts, or else its own report."""
        word = self.attendance_counts
        return word != Attendance.NOT_PRESENT if word else self.reported_at is not None

    @property
    def was_punctual(self):
        """Whether it was there at the set time (15 minutes' grace); None while nobody can say."""
        if word := self.attendance_counts:
            return word == Attendance.ON_TIME
        if self.status == OrderStatus.ABSENT:
            return False
        return None if self.reported_late is None else not self.reported_late

    @property
    def score_cap(self):
        """The most points a rating may give in all (`domain.md` 5.4)."""
        return Facts.of(self).cap

    def limit(self, stage):
        """How long a stage of this order may take: by the kind of its whistle."""
        return TimeLimit.objects.limit_for("order", stage, self.whistle.urgencies)

    # -- whose hand -----------------------------------------------------------------

    def seat(self, of):
        """`judge` is whoever judges the whistle."""
        return self.whistle.seat(of) if of == "judge" else super().seat(of)

    @classmethod
    def held_by(cls, of, post):
        return judged(post, "whistle__") if of == "judge" else super().held_by(of, post)

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
