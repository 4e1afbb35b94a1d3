"""The assessment of one district in one year: counted, published, appealed against, frozen (下考上)."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grid.casework.case import Case, verb
from grid.casework.clock import Alarm, Clock, Verdict
from grid.casework.sight import CaseQuerySet
from grid.casework.sql import database_now
from grid.casework.trace import Step
from grid.models import Department, Grid, GridLevel, Role, TimeLimit, calendar_now
from grid.models.people import STREET_STAFF

from ..rating import Rating
from ..scheme import AssessmentScheme, year_of
from . import notices
from .flow import ASSESSMENT_FLOW, AssessmentStatus
from .frozen import digest_of, freeze, thaw
from .reckoning import reckon
from .scores import OtherScore

OFFICES = frozenset({Role.CENTRE, Role.SUPERVISOR, Role.LEADER})


class AssessmentQuerySet(CaseQuerySet):
    def seen_from(self, post):
        """The district's offices see all, streets what they gave themselves, departments what is published."""
        if post.role in OFFICES:
            return Q(district=post.grid_id)
        if post.department_id:
            return Q(district=post.department.district_id) & ~Q(status="draft")
        if post.role in STREET_STAFF:
            return Q(district__code=post.district_code)
        return Q(pk__in=[])


class Assessment(Case):
    """A year of a district. Its figures are reckoned when asked, until they are frozen as rows for ever."""

    Status = AssessmentStatus
    FLOW = ASSESSMENT_FLOW
    KIND = "assessment"
    ENDED = frozenset({AssessmentStatus.FROZEN})

    status = models.CharField(gettext_lazy("status"), max_length=24, choices=AssessmentStatus, editable=False)
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    published_at = models.DateTimeField(null=True, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("annual assessment"), gettext_lazy("annual assessments")
        constraints = [
            *Case.Meta.constraints,
            models.UniqueConstraint(fields=["district", "year"], name="assessment_once_a_year"),
            models.CheckConstraint(
                condition=~Q(status="frozen") | (Q(frozen_at__isnull=False) & ~Q(digest="")),
                name="assessment_frozen_with_digest",
            ),
        ]

    def __str__(self):
        return _("Assessment of %(year)s") % {"year": self.year}

    def get_absolute_url(self):
        return reverse("whistle:assessment_case", args=[self.pk])

    @property
    def title(self):
        return str(self)

    @property
    def place(self):
        return self.district

    @property
    def tone(self):
        return AssessmentStatus(self.status).tone

    @property
    def is_frozen(self):
        return self.status == AssessmentStatus.FROZEN

    def annual(self):
        """All figures of the year: as they were frozen, or as they stand now (see `reckoning.reckon`)."""
        return thaw(self) if self.is_frozen else reckon(self.district, self.year)

    def hindrance(self, verb, at=None):
        """A running year is not published, and no year is frozen over an open appeal."""
        if verb == "publish" and self.year >= year_of(at or database_now()):
            return _("The year is not over.")
        if verb == "publish" and not AssessmentScheme.objects.filter(district=self.district, year=self.year).exists():
            return _("This year has no scheme.")
        if verb == "publish" and (lacking := self.unscored().count()):
            return ngettext(
                "The other half is missing for %(count)s department.",
                "The other half is missing for %(count)s departments.",
                lacking,
            ) % {"count": lacking}
        if verb == "freeze" and self.appeals.filter(status="filed").exists():
            return _("An appeal is not decided yet.")
        return ""

    # -- verbs --------------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def set_up(cls, district, year, *, at=None):
        """Begin the assessment of a year, once; return it."""
        known = cls.objects.filter(district=district, year=year).first()
        if known:
            return known
        case, _step = cls.begin("set_up", by=None, at=at, district=district, year=year)
        return case

    @classmethod
    def set_up_this_year(cls, at=None):
        """Begin the running year of every district; its scheme stands from now on."""
        at = at or database_now()
        for district in Grid.objects.filter(level=GridLevel.DISTRICT):
            AssessmentScheme.objects.running(district, at)
            cls.set_up(district, year_of(at), at=at)

    @verb
    def publish(self, *, by, note="", at=None, version=None):
        """Show every department its sheet; their heads may appeal from now on, for the time the limits say."""
        step = self.move(
            "publish", by=by, note=note, at=at, version=version, published_at=lambda _case, at: at,
            data={"published_digest": digest_of(self.annual())},
        )  # fmt: skip
        AssessmentScheme.objects.of_year(self.district, self.year).freeze(at=step.at)
        limit = TimeLimit.objects.limit_for("assessment", "appeals")
        clock = self.start_clock("appeals", limit, step=step, calendar=calendar_now())
        due = timezone.localtime(clock.due_at).strftime("%Y-%m-%d %H:%M")
        notices.tell(self.all_heads, "assessment.published", self, step.at, year=self.year, due=due)

    @verb
    def freeze(self, *, by, note="", at=None, version=None):
        """Write all figures down for ever, with their digest; nothing that happens later changes them."""
        self.lock([self])
        annual = self.annual()
        digest = digest_of(annual)
        step = self.move(
            "freeze", by=by, note=note, at=at, version=version, digest=digest, frozen_at=lambda _case, at: at
        )
        freeze(self, annual)
        self.stop_clocks(step=step)
        notices.tell(self.all_heads, "assessment.frozen", self, step.at, year=self.year)

    def unscored(self):
        """The bureaus that streets rated, and whose other half was not entered; enterprises may have none."""
        rated = Rating.objects.filter(year=self.year, order__district=self.district).values("order__department")
        scored = OtherScore.objects.filter(year=self.year).values("department")
        bureaus = Department.objects.called().filter(kind=Department.Kind.BUREAU, pk__in=rated)
        return bureaus.exclude(pk__in=scored)

    def struck(self, step):
        """The time for appeals has passed; its clock is no longer asked for."""
        self.stop_clocks("appeals", step=step, verdict=Verdict.VOID)
        self.note_due()

    @property
    def all_heads(self):
        """The heads of all departments, and the district's offices."""
        departments = Department.objects.filter(district=self.district, is_active=True).values_list("pk", flat=True)
        return [*notices.heads(departments), *notices.offices(self.district_id)]

    def seats_for(self, _word, _stage):
        """Whoever may appeal."""
        return self.all_heads

    def told_by_clock(self, effect, clock, no, moment):
        """The time for appeals runs out, or is over."""
        return notices.rung(self, effect, clock, no, moment, year=self.year)


class AssessmentStep(Step):
    case = models.ForeignKey(Assessment, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class AssessmentClock(Clock):
    case = models.ForeignKey(Assessment, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class AssessmentAlarm(Alarm):
    clock = models.ForeignKey(AssessmentClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
