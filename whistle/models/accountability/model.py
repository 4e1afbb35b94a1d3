"""The accountability case: that it exists, where it stands and how it ended; what is in it lies in `file`."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.case import Case
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import Notice, Role

from ..hands import BLOWERS
from . import notices
from .deciding import Deciding
from .file import codes
from .flow import ACCOUNTABILITY_FLOW, AccountabilityStatus, Measure
from .proposing import Proposing
from .register import Referring


class AccountabilityFigure(models.TextChoices):
    """The numbers a page shows about accountability cases."""

    WAITING = "waiting", _("waiting for me")


class AccountabilityQuerySet(Referring, CaseQuerySet):
    def seen_from(self, post):
        """That a case exists and how it ended: discipline inspection, the supervision office, whom it concerns."""
        if post.department_id:
            return Q(department=post.department_id)
        if post.role in {Role.DISCIPLINE, Role.SUPERVISOR}:
            return Q(district=post.grid_id)
        # The street that proposed it, or that answers itself.
        proposing = Q(street=post.grid_id, supervision=None)
        return proposing | Q(desk=post.grid_id) if post.role in BLOWERS else Q(pk__in=[])


class Accountability(Proposing, Deciding, Case):
    """One proposal to hold somebody to account, about one department or street."""

    Status, Measure = AccountabilityStatus, Measure
    FLOW = ACCOUNTABILITY_FLOW
    KIND, LETTER = "accountability", "A"
    PRIVATE = frozenset({"matter"})
    ENDED = frozenset({AccountabilityStatus.CLOSED, AccountabilityStatus.REJECTED, AccountabilityStatus.TOLERATED})
    JUDGED = frozenset({AccountabilityStatus.DECIDED, *ENDED})

    status = models.CharField(_("status"), max_length=24, choices=AccountabilityStatus, editable=False)
    # The strike that proposed it (kind/clock/cycle/rung, rung 0 by hand), or whistle/…/department.
    origin = models.CharField(max_length=64, db_collation="C")
    supervision = models.OneToOneField(
        "whistle.Supervision", models.PROTECT, null=True, related_name="accountability", verbose_name=_("supervision")
    )
    order = models.ForeignKey("whistle.Order", models.PROTECT, null=True, related_name="+", verbose_name=_("order"))
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("department")
    )
    desk = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    matter = models.CharField(_("matter"), max_length=120)
    # The outcome: comma-separated codes of Measure, the points deducted, when it was decided.
    measures = models.CharField(pgettext_lazy("accountability", "measures"), max_length=200, blank=True)
    deduction = models.DecimalField(_("points deducted"), max_digits=4, decimal_places=2, null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = AccountabilityQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("accountability case"), _("accountability cases")
        constraints = [
            *Case.Meta.constraints,
            models.UniqueConstraint(fields=["origin"], name="accountability_origin_once"),
            models.CheckConstraint(
                condition=Q(status__in=AccountabilityStatus.values), name="accountability_status_known"
            ),
            models.CheckConstraint(
                condition=Q(department=None, desk__isnull=False) | Q(department__isnull=False, desk=None),
                name="accountability_one_side",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["decided", "closed"], decided_at__isnull=False) & ~Q(measures="")
                | ~Q(status__in=["decided", "closed"]) & Q(measures="", deduction=None),
                name="accountability_measures_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(deduction=None) | Q(deduction__gt=0, measures__contains="points"),
                name="accountability_points_are_a_measure",
            ),
        ]
        indexes = [
            # Read by the lists of the district and of a department, newest first.
            models.Index(fields=["district", "-created_at", "-id"], name="accountability_newest"),
            models.Index(fields=["department", "-created_at", "-id"], name="accountability_dept_newest"),
        ]

    def get_absolute_url(self):
        return reverse("whistle:accountability", args=[self.pk])

    @property
    def tone(self):
        return AccountabilityStatus(self.status).tone

    @property
    def title(self):
        """What lists and search call it: the number, for the matter is part of the content."""
        return self.number

    @property
    def side(self):
        """Whom it concerns."""
        return self.department or self.desk

    @property
    def measure_labels(self):
        return codes(Measure, self.measures)

    @classmethod
    def roots_of(cls, cases):
        """The slips, then the cases: an outcome moves its slip too."""
        mine = cls._base_manager.filter(pk__in=[case.pk for case in cases])
        slips = cls._meta.get_field("supervision").related_model._base_manager
        return [slips.filter(pk__in=mine.values("supervision")), mine]

    # -- notices --------------------------------------------------------------------

    def tell(self, seats, kind, step):
        key = f"accountability/{self.pk}/step/{step.seq}"
        url, number = self.get_absolute_url(), self.number
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=url, number=number))

    def proposed_notices(self):
        """Discipline inspection is asked; whom it concerns learns that there is a case."""
        about = {"at": self.created_at, "url": self.get_absolute_url(), "number": self.number}
        key = f"accountability/{self.pk}/proposed"
        asked = Notice.to(notices.discipline(self.district_id), "accountability.proposed", key=key, **about)
        return [*asked, *Notice.to(notices.concerned(self), "accountability.announced", key=key, **about)]


class AccountabilityStep(Step):
    case = models.ForeignKey(Accountability, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class AccountabilityClock(Clock):
    case = models.ForeignKey(Accountability, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class AccountabilityAlarm(Alarm):
    clock = models.ForeignKey(AccountabilityClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
