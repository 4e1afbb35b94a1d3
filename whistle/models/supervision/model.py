"""The slip itself: what was late, who answers for it, and who sees it."""

import pgtrigger
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.casework.case import Case, verb
from grid.casework.clock import Alarm, Clock, Verdict
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import Role

from .. import notices
from ..accountability import Accountability
from ..hands import STAFF
from .extending import Extending
from .finding import Finding
from .flow import SUPERVISION_FLOW, Inspection, SupervisionLevel, SupervisionStatus, SupervisionType
from .items import Listing, SupervisionItem
from .opening import Opening
from .points import Deducting
from .register import Registering
from .telling import Telling

SENT_OUT = sorted(set(SupervisionStatus.values) - {"registered", "withdrawn"})
DISTRICT_OFFICES = frozenset({Role.SUPERVISOR, Role.CENTRE, Role.LEADER})


# What stands is raised: the same colour is not given twice to one matter, and none below it.
ONE_WAY_UP = """
    IF EXISTS (
        SELECT 1 FROM whistle_supervision standing
        WHERE standing.status <> 'withdrawn' AND standing.level >= NEW.level AND (
            standing.cause = NEW.cause OR (NEW.origin IS NULL AND (
                standing.order_id = NEW.order_id OR (
                    NEW.order_id IS NULL AND standing.order_id IS NULL AND standing.incident_id = NEW.incident_id))))
    ) THEN
        RAISE EXCEPTION 'a level is neither given twice nor lowered' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
"""


class SupervisionQuerySet(Registering, CaseQuerySet):
    def seen_from(self, post):
        """The district's offices see all of it, a street and a department what was sent out and concerns them."""
        if post.department_id:
            return self.sent & Q(department=post.department_id)
        if post.role in DISTRICT_OFFICES:
            return Q(district=post.grid_id)
        return self.sent & Q(street=post.grid_id) if post.role in STAFF else Q(pk__in=[])

    # A covert inspection is nobody's news before its slip is sent out.
    sent = Q(sent_at__isnull=False)

    def with_items(self):
        """Adds `n_items` and `n_struck`: how many items the checklist has, and how many are struck off."""
        items = SupervisionItem.objects.filter(supervision=OuterRef("pk")).order_by().values("supervision")
        counted = {"n_items": items, "n_struck": items.filter(struck_at__isnull=False)}
        return self.annotate(
            **{name: Coalesce(Subquery(rows.values(n=Count("pk"))), 0) for name, rows in counted.items()}
        )


class Supervision(Opening, Finding, Listing, Extending, Deducting, Telling, Case):
    """One supervision slip; the next level is a slip of its own with the same `cause`."""

    Level, Status, Type = SupervisionLevel, SupervisionStatus, SupervisionType
    FLOW = SUPERVISION_FLOW
    KIND, LETTER = "supervision", "S"
    RUNG_WITH = ("order__whistle__kind", "incident")
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "place", "requirement", "level_reason", "reason", "measures"})
    ENDED = frozenset({SupervisionStatus.VERIFIED, SupervisionStatus.ESCALATED, SupervisionStatus.WITHDRAWN})

    status = models.CharField(_("status"), max_length=24, choices=SupervisionStatus, editable=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=SupervisionLevel)
    type = models.CharField(_("what was late"), max_length=24, choices=SupervisionType)
    inspection = models.CharField(
        _("how it was found"), max_length=12, choices=Inspection, default=Inspection.AUTOMATIC
    )
    # kind/clock/cycle/rung of the alarm that opened it; none opened the first slip by hand.
    origin = models.CharField(max_length=64, null=True, db_collation="C")
    # The origin of its first level, or the matter that was found by hand (`finding`).
    cause = models.CharField(max_length=64)
    overdue_since = models.DateTimeField(_("overdue since"), null=True)
    sent_at = models.DateTimeField(_("sent out"), null=True)
    deduction = models.DecimalField(_("points deducted"), max_digits=4, decimal_places=2, default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)
    order = models.ForeignKey("whistle.Order", models.PROTECT, null=True, related_name="supervisions")
    incident = models.ForeignKey("grid.Incident", models.PROTECT, null=True, related_name="supervisions")
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("department")
    )
    desk = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.CharField(_("title"), max_length=120)
    place = models.CharField(_("place"), max_length=200, blank=True)
    requirement = models.TextField(_("what is required"), max_length=2000, blank=True)
    level_reason = models.CharField(_("why this level at once"), max_length=300, blank=True)
    reason = models.TextField(_("why it was late"), max_length=1000, blank=True)
    measures = models.TextField(_("measures"), max_length=2000, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("supervision"), _("supervisions")
        constraints = [
            *Case.Meta.constraints,
            # One slip for one alarm, whoever registers it.
            models.UniqueConstraint(fields=["origin"], name="supervision_origin_once"),
            models.UniqueConstraint(
                fields=["cause", "level"], condition=~Q(status="withdrawn"), name="supervision_level_once"
            ),
            models.CheckConstraint(
                condition=Q(origin__isnull=False) | ~Q(inspection="automatic"), name="supervision_from_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SENT_OUT) | Q(sent_at__isnull=False), name="supervision_sent_at_some_time"
            ),
            models.CheckConstraint(condition=Q(deduction__gte=0), name="supervision_deducts"),
            models.CheckConstraint(condition=Q(level__in=SupervisionLevel.values), name="supervision_level_known"),
            models.CheckConstraint(
                condition=Q(department=None, desk__isnull=False) | Q(department__isnull=False, desk=None),
                name="supervision_one_side_answers",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(name="one_way_up", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ONE_WAY_UP),
            pgtrigger.Protect(
                name="never_lowered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__level__lt=pgtrigger.F("old__level")),
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
        """What stands in the way: the colour, an open checklist, a slip above."""
        if verb == "approve_extension":
            return self.limit_over(at)
        asked = HINDRANCES.get(verb)
        return asked(self) if asked else ""

    def no_higher(self):
        top = self.level == SupervisionLevel.RED
        return _("This is the highest level: it goes to accountability.") if top else ""

    def not_red(self):
        return "" if self.level == SupervisionLevel.RED else _("Only a red slip goes to accountability.")

    def stands_below(self):
        """Which slip of the same cause has to be withdrawn first, or ""."""
        higher = type(self).objects.filter(cause=self.cause, level__gt=self.level).exclude(status="withdrawn").first()
        return _("Slip %(number)s stands above this one: withdraw that first.") % {"number": higher} if higher else ""

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
    def propose(self, *, by=None, grounds=(), allegation="", at=None, version=None):
        """A red slip not solved is put before discipline inspection; it stays red.

        What is held against whom goes into the accountability case alone, never into this slip's trace.
        (The clock's strike opens the case in `Accountability.objects.register`.)
        """
        step = self.move("propose", by=by, at=at, version=version)
        self.stop_clocks(step=step)
        self.tell(self.answering_seats, "supervision.proposed", step)
        clock = self.clocks.latest("pk")
        origin = f"{self.KIND}/{clock.pk}/{clock.cycle}/0"
        return Accountability.propose_slip(self, origin, by=by, grounds=grounds, allegation=allegation, at=step.at)

    @verb
    def conclude(self, *, by=None, at=None, version=None):
        """Discipline inspection has settled it; the supervision office still sees to the matter itself."""
        step = self.move("conclude", by=by, at=at, version=version)
        self.tell(notices.supervision_office(self.district_id), "supervision.judged", step)

    @verb
    def withdraw(self, *, by=None, note, at=None, version=None):
        """An error (by=None: its matter was released): clocks end void, points come back, and no level follows."""
        step = self.move("withdraw", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step, verdict=Verdict.VOID)
        self.give_back(by, step.at, note)
        if self.sent_at:
            self.tell(self.answering_seats, "supervision.withdrawn", step)


# Asked by `hindrance`: verb → why not, or "".
HINDRANCES = {
    "escalate": Supervision.no_higher,
    "propose": Supervision.not_red,
    "request_extension": Supervision.no_more_time,
    "verify": Supervision.open_items_said,
    "withdraw": Supervision.stands_below,
}


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
