"""The slip itself: what was late, who answers for it, and who sees it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.case import Case, verb
from grid.casework.clock import Alarm, Clock, Verdict
from grid.casework.trace import Step

from ..accountability import Accountability
from .extending import Extending
from .finding import Finding
from .flow import STILL, SUPERVISION_FLOW, Inspection, SupervisionLevel, SupervisionStatus, SupervisionType
from .items import Listing
from .opening import Opening
from .points import Deducting
from .sight import SupervisionQuerySet
from .telling import Telling

SENT_OUT = sorted(set(SupervisionStatus.values) - {"registered", "withdrawn"})

# What stands is raised: the same colour is not given twice to one matter, and none below it.
ONE_WAY_UP = """
    IF EXISTS (
        SELECT 1 FROM whistle_supervision standing
        WHERE standing.overseer_id = NEW.overseer_id AND standing.status <> 'withdrawn'
        AND standing.level >= NEW.level AND (
            standing.cause = NEW.cause OR (NEW.origin IS NULL AND (
                standing.order_id = NEW.order_id OR (
                    NEW.order_id IS NULL AND standing.order_id IS NULL AND standing.incident_id = NEW.incident_id))))
    ) THEN
        RAISE EXCEPTION 'a level is neither given twice nor lowered' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
"""


class Supervision(Opening, Finding, Listing, Extending, Deducting, Telling, Case):
    """One supervision slip; the next level is a slip of its own with the same `cause`."""

    Level, Status, Type = SupervisionLevel, SupervisionStatus, SupervisionType
    FLOW = SUPERVISION_FLOW
    KIND, LETTER = "supervision", "S"
    RUNG_WITH = ("order__whistle__kind", "incident")
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "place", "requirement", "level_reason", "reason", "measures", "section"})
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
    # The section of a street's own offices that answers, where `desk` is the street that supervises it.
    section = models.CharField(pgettext_lazy("street", "section"), max_length=40, blank=True)
    # The ground whose office supervises: the district, or a street over its own units.
    overseer = models.ForeignKey(
        "grid.Grid", models.PROTECT, related_name="+", db_index=False, verbose_name=_("supervised by")
    )
    title = models.CharField(_("title"), max_length=120)
    place = models.CharField(_("place"), max_length=200, blank=True)
    requirement = models.TextField(_("what is required"), max_length=2000, blank=True)
    level_reason = models.CharField(_("why this level at once"), max_length=300, blank=True)
    reason = models.TextField(_("why it was late"), max_length=1000, blank=True)
    measures = models.TextField(pgettext_lazy("reply", "measures"), max_length=2000, blank=True)

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
            models.CheckConstraint(
                condition=Q(overseer=F("district"), section="")
                | (Q(overseer=F("street"), department=None, order=None) & (Q(section="") ^ Q(desk=F("overseer")))),
                name="supervision_of_a_streets_own",
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
            # Read by the list of a community.
            models.Index(
                fields=["desk", "-created_at", "-id"], condition=Q(department=None), name="supervision_desk_newest"
            ),
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
        """Who answers: the department, the street (or district centre) whose desk held the incident, or its unit."""
        return f"{self.desk} · {self.section}" if self.section else self.department or self.desk

    @property
    def is_of_street(self):
        """Whether a street supervises one of its own units; accountability and points are none of its business."""
        return self.overseer_id != self.district_id

    @property
    def still_because(self):
        """Why no limit runs, or ""."""
        return STILL.get(SupervisionStatus(self.status), "")

    @property
    def own_clocks(self):
        """The clocks of the slip itself, those of its checklist aside."""
        return self.clocks.filter(stage="reply")

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
        if self.level < SupervisionLevel.RED:
            return ""
        if self.is_of_street:
            return _("This is the highest level of a street.")
        return _("This is the highest level: it goes to accountability.")

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
        self.tell(self.overseeing_seats, "supervision.replied", step)

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
        self.stop_clocks("reply", step=step)
        self.tell(self.answering_seats, "supervision.escalated", step)
        self.raise_level(step.at)

    @verb
    def propose(self, *, by=None, grounds=(), allegation="", at=None, version=None):
        """A red slip not solved is put before discipline inspection; it stays red.

        What is held against whom goes into the accountability case alone, never into this slip's trace.
        (The clock's strike opens the case in `Accountability.objects.register`.)
        """
        step = self.move("propose", by=by, at=at, version=version)
        self.stop_clocks("reply", step=step)
        self.tell(self.answering_seats, "supervision.proposed", step)
        clock = self.clocks.filter(stage="reply").latest("pk")
        origin = f"{self.KIND}/{clock.pk}/{clock.cycle}/0"
        return Accountability.propose_slip(self, origin, by=by, grounds=grounds, allegation=allegation, at=step.at)

    @verb
    def conclude(self, *, by=None, at=None, version=None):
        """Discipline inspection has settled it; the supervision office still sees to the matter itself."""
        step = self.move("conclude", by=by, at=at, version=version)
        self.tell(self.overseeing_seats, "supervision.judged", step)

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
