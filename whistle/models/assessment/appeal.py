"""A department's appeal against its published sheet: once, within the time, decided with a reason."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.case import Case, verb
from grid.casework.clock import Alarm, Clock
from grid.casework.refusals import NotNow
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import TimeLimit, calendar_now

from .. import notices as seats
from ..points import PointEntry
from . import notices
from .flow import APPEAL_FLOW, AppealStatus
from .year import OFFICES, Assessment


class AppealQuerySet(CaseQuerySet):
    def seen_from(self, post):
        """The district's offices see all, a department its own."""
        if post.role in OFFICES:
            return Q(district=post.grid_id)
        return Q(department=post.department_id) if post.department_id else Q(pk__in=[])


class Appeal(Case):
    """What a department finds wrong with its sheet; if upheld, an itemised entry of points corrects the sheet."""

    Status = AppealStatus
    FLOW = APPEAL_FLOW
    KIND = "appeal"
    ENDED = frozenset({AppealStatus.UPHELD, AppealStatus.REFUSED})
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"text", "answer"})

    status = models.CharField(gettext_lazy("status"), max_length=24, choices=AppealStatus, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="appeals", db_index=False)
    department = models.ForeignKey("grid.Department", models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(gettext_lazy("what is wrong, and why"), max_length=2000)
    answer = models.TextField(gettext_lazy("reason of the decision"), max_length=2000, blank=True)
    entry = models.OneToOneField(PointEntry, models.PROTECT, null=True, related_name="appeal", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = AppealQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("appeal"), gettext_lazy("appeals")
        constraints = [
            *Case.Meta.constraints,
            models.UniqueConstraint(fields=["assessment", "department"], name="appeal_once"),
            models.CheckConstraint(
                condition=~Q(status="upheld") | Q(entry__isnull=False), name="appeal_upheld_with_entry"
            ),
        ]

    def __str__(self):
        return _("Appeal of %(department)s") % {"department": self.department}

    def get_absolute_url(self):
        return reverse("whistle:appeal_page", args=[self.pk])

    @property
    def title(self):
        return str(self)

    @property
    def place(self):
        return self.district

    @property
    def tone(self):
        return AppealStatus(self.status).tone

    @classmethod
    def roots_of(cls, cases):
        """The assessments, then the appeals: no year is frozen over a decision that is just being taken."""
        mine = cls._base_manager.filter(pk__in=[case.pk for case in cases])
        return [Assessment._base_manager.filter(pk__in=mine.values("assessment")), mine]

    # -- verbs --------------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def appeal(cls, assessment, department, *, by, text, at=None):
        """Appeal for `department`, once. Raises NotYours unless `by` heads it, NotNow outside the time for it."""
        Assessment.lock([assessment])
        if why := cls.too_late(assessment, department, at):
            raise NotNow("appeal", assessment, why)
        case, step = cls.begin(
            "appeal",
            by=by,
            at=at,
            assessment=assessment,
            department=department,
            district=assessment.district,
            text=text,
        )
        case.start_clock("decide", TimeLimit.objects.limit_for("appeal", "decide"), step=step, calendar=calendar_now())
        case.note_due()
        told = {"year": assessment.year, "department": department}
        notices.tell(notices.offices(case.district_id), "appeal.filed", case, step.at, **told)
        return case

    @classmethod
    def too_late(cls, assessment, department, at=None):
        """Why this department cannot appeal now; "" when it can."""
        if assessment.status != Assessment.Status.PUBLISHED:
            return _("Appeals are heard while the assessment is published and not yet frozen, for a few days.")
        clock = assessment.clocks.filter(stage="appeals", stopped_at=None).first()
        if clock and at and clock.due_at < at:
            return _("The time for appeals is over.")
        if cls.objects.filter(assessment=assessment, department=department).exists():
            return _("This department has appealed already.")
        return ""

    @verb
    def uphold(self, *, by, points, answer, at=None, version=None):
        """The department is right: so many points more (or less), as an entry of its own that the sheet shows."""
        self.lock([self])
        entry = PointEntry(
            district=self.district, department=self.department, year=self.assessment.year, by=by,
            kind=PointEntry.Kind.OTHER, points=points, reason=_("Appeal upheld: %(why)s") % {"why": answer[:260]},
        )  # fmt: skip
        step = self.move(
            "uphold", by=by, at=at, version=version, answer=answer, decided_at=lambda _case, at: at,
            entry=lambda _case, at: entered(entry, at),
        )  # fmt: skip
        self.decided(step, "appeal.upheld", points=f"{points:+}")

    @verb
    def refuse(self, *, by, answer, at=None, version=None):
        """The sheet stands, and this is why."""
        step = self.move("refuse", by=by, at=at, version=version, answer=answer, decided_at=lambda _case, at: at)
        self.decided(step, "appeal.refused")

    def decided(self, step, kind, **told):
        self.stop_clocks(step=step)
        notices.tell(seats.department(self.department_id), kind, self, step.at, year=self.assessment.year, **told)

    def seats_for(self, _word, _stage):
        """The offices that decide."""
        return notices.offices(self.district_id)

    def told_by_clock(self, effect, clock, no, moment):
        return notices.rung(self, effect, clock, no, moment, department=self.department)


def entered(entry, at):
    """The entry, saved at that moment."""
    entry.at = at
    entry.save(force_insert=True)
    return entry


class AppealStep(Step):
    case = models.ForeignKey(Appeal, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class AppealClock(Clock):
    case = models.ForeignKey(Appeal, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class AppealAlarm(Alarm):
    clock = models.ForeignKey(AppealClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
