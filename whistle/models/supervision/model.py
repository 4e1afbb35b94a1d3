"""The slip itself: what was late, who answers for it, and who sees it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.case import Case, verb
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import Notice, Role, seats_of

from .. import notices
from ..hands import STAFF
from .flow import SUPERVISION_FLOW, SupervisionLevel, SupervisionStatus, SupervisionType
from .opening import Opening
from .register import Registering

DISTRICT_OFFICES = frozenset({Role.SUPERVISOR, Role.CENTRE, Role.LEADER})


class SupervisionQuerySet(Registering, CaseQuerySet):
    def seen_from(self, post):
        """The district's offices see all of it, a street and a department what concerns them."""
        if post.department_id:
            return Q(department=post.department_id)
        if post.role in DISTRICT_OFFICES:
            return Q(district=post.grid_id)
        return Q(street=post.grid_id) if post.role in STAFF else Q(pk__in=[])


class Supervision(Opening, Case):
    """One supervision slip; the next level is a slip of its own with the same `cause`."""

    Level, Status, Type = SupervisionLevel, SupervisionStatus, SupervisionType
    FLOW = SUPERVISION_FLOW
    KIND, LETTER = "supervision", "S"
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "reason", "measures"})
    ENDED = frozenset({SupervisionStatus.VERIFIED, SupervisionStatus.ESCALATED})

    status = models.CharField(_("status"), max_length=24, choices=SupervisionStatus, editable=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=SupervisionLevel)
    type = models.CharField(_("what was late"), max_length=24, choices=SupervisionType)
    # kind/clock/cycle/rung of the alarm that opened it, and of the one that opened its first level.
    origin = models.CharField(max_length=64, db_collation="C")
    cause = models.CharField(max_length=64)
    overdue_since = models.DateTimeField(_("overdue since"))
    order = models.ForeignKey("whistle.Order", models.PROTECT, null=True, related_name="supervisions")
    incident = models.ForeignKey("grid.Incident", models.PROTECT, null=True, related_name="supervisions")
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("department")
    )
    desk = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.CharField(_("title"), max_length=120)
    place = models.CharField(_("place"), max_length=200, blank=True)
    reason = models.TextField(_("why it was late"), max_length=1000, blank=True)
    measures = models.TextField(_("measures"), max_length=2000, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("supervision"), _("supervisions")
        constraints = [
            *Case.Meta.constraints,
            # One slip for one alarm, whoever registers it.
            models.UniqueConstraint(fields=["origin"], name="supervision_origin_once"),
            models.UniqueConstraint(fields=["cause", "level"], name="supervision_level_once"),
            models.CheckConstraint(condition=Q(level__in=SupervisionLevel.values), name="supervision_level_known"),
            models.CheckConstraint(
                condition=Q(department=None, desk__isnull=False) | Q(department__isnull=False, desk=None),
                name="supervision_one_side_answers",
            ),
        ]
        indexes = [
            # Read by the lists of the district's offices, a street and a department, newest first.
            models.Index(fields=["district", "-created_at", "-id"], name="supervision_district_newest"),
            models.Index(fields=["street", "-created_at", "-id"], name="supervision_street_newest"),
            models.Index(fields=["department", "-created_at", "-id"], name="supervision_dept_newest"),
        ]

    def get_absolute_url(self):
        return reverse("whistle:supervision", args=[self.pk])

    @property
    def tone(self):
        return SupervisionStatus(self.status).tone

    @property
    def level_tone(self):
        return SupervisionLevel(self.level).tone

    @property
    def answering(self):
        """Who answers: the department, or the street (or district centre) whose desk held the incident."""
        return self.department or self.desk

    def late_clocks(self):
        """The clock (at most one) whose lateness began this slip's cause."""
        kind, key, *_cycle = self.cause.split("/")
        field = {"order": "order", "incident": "incident"}.get(kind)
        if field is None:
            return []
        clocks = type(self)._meta.get_field(field).related_model.clocks.rel.related_model
        return clocks.objects.filter(pk=key)

    def hindrance(self, verb, at=None):
        """Only the highest level goes to accountability; the others go up."""
        if verb == "escalate" and self.level == SupervisionLevel.RED:
            return _("This is the highest level: it goes to accountability.")
        if verb == "propose" and self.level < SupervisionLevel.RED:
            return _("Only a red slip goes to accountability.")
        return ""

    # -- verbs --------------------------------------------------------------------

    @verb
    def reply(self, *, by, reason, measures, note="", at=None, version=None):
        """The supervised side says why it was late and what it has done."""
        step = self.move("reply", by=by, note=note, at=at, version=version, reason=reason, measures=measures)
        self.stop_clocks("reply", step=step)
        self.tell(notices.supervision_office(self.district_id), "supervision.replied", step)

    @verb
    def verify(self, *, by, note="", at=None, version=None):
        """The supervision office is satisfied: struck off (销号)."""
        step = self.move("verify", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step)
        self.tell(self.answering_seats, "supervision.verified", step)

    @verb
    def escalate(self, *, by=None, note="", at=None, version=None):
        """Not solved, or badly: a slip of the next level is opened (by=None: the clock)."""
        step = self.move("escalate", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step)
        self.tell(self.answering_seats, "supervision.escalated", step)
        self.raise_level(step.at)

    @verb
    def propose(self, *, by=None, note="", at=None, version=None):
        """A red slip not solved is marked for accountability; it stays red."""
        step = self.move("propose", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step)
        self.tell(self.answering_seats, "supervision.proposed", step)

    # -- notices --------------------------------------------------------------------

    @property
    def answering_seats(self):
        """The seats of the supervised side."""
        if self.department_id:
            return notices.department(self.department_id)
        return [*notices.blowers(self.desk_id), *notices.centre(self.desk_id)]

    def tell(self, seats, kind, step):
        key = f"supervision/{self.pk}/step/{step.seq}"
        url, number = self.get_absolute_url(), self.number
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=url, number=number))

    def seats_for(self, word, _stage):
        return notices.supervision_office(self.district_id) if word == "caller" else self.answering_seats

    def told_by_clock(self, effect, clock, no, moment):
        kind = f"supervision.{clock.stage}.{effect.removeprefix('strike:')}"
        key = f"supervision/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), number=self.number)

    def registered_notices(self):
        """The supervised side, the supervision office and those who blew hear of a new slip."""
        due = timezone.localtime(self.due_at).strftime("%Y-%m-%d %H:%M")
        seats = [*self.answering_seats, *notices.supervision_office(self.district_id), *notices.blowers(self.street_id)]
        return Notice.to(
            seats, f"supervision.registered.{self.level}", key=f"supervision/{self.pk}/registered", at=self.created_at,
            url=self.get_absolute_url(), number=self.number, due=due,
        )  # fmt: skip


class SupervisionStep(Step):
    case = models.ForeignKey(Supervision, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class SupervisionClock(Clock):
    case = models.ForeignKey(Supervision, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class SupervisionAlarm(Alarm):
    clock = models.ForeignKey(SupervisionClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
