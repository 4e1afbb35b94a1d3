"""The incident itself: what, where, who holds it now, and who sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Case as Case_
from django.db.models import Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.casework.case import Case
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step

from ..category import Medium, Source, Urgency
from ..limits import TimeLimit
from ..notice import Notice
from ..people import Role
from ..seats import seats_of
from ..territory import Grid, GridLevel
from . import notices
from .closing import Closing, ClosingKind, Heard, Satisfaction, Solved
from .ending import Appeal, Ending
from .flow import INCIDENT_FLOW
from .handing import Handing, Part
from .handling import Handling
from .hindrances import Hindrances
from .intake import DeclineReason, Intake
from .likeness import Likeness
from .merging import Merging
from .pausing import Pausing
from .questions import Questions
from .returning import Returning, ReturnReason
from .routing import Routing
from .schema import CONSTRAINTS, INDEXES
from .status import ENDED, FINISHED, IncidentStatus
from .talking import Talking

# Shown first everywhere: what cannot wait.
HASTE = Case_(When(urgency="critical", then=0), When(urgency="urgent", then=1), default=2)


class IncidentQuerySet(Likeness, Questions, CaseQuerySet):
    def seen_from(self, post):
        """The ground of the post; below a street its street is said too, for that is where the indexes begin."""
        seen = super().seen_from(post)
        if not post.sees_territory or post.grid.level <= GridLevel.STREET:
            return seen
        street = Grid.objects.filter(code=post.grid.code[: GridLevel.STREET.digits])
        seen &= Q(street=models.Subquery(street.values("pk")))
        # What a worker was asked to verify beyond the own grid.
        return seen | Q(verify_grid=post.grid_id) if post.role == Role.WORKER else seen

    def handed_to(self, post):
        """Every case that was ever handed to the post's department."""
        return Q(pk__in=Handing.objects.filter(department=post.department_id).values("incident"))

    def own(self, user):
        """Their own reports, for those whose ground is smaller than what they report about.

        Every other post shows its territory and no more, and administrators see no case at all.
        """
        return Q(author=user) if user.holds(Role.WORKER, Role.CHANNEL) else Q(pk__in=[])


class Incident(Hindrances, Intake, Merging, Routing, Returning, Handling, Pausing, Closing, Ending, Talking, Case):
    """A matter reported from any channel; closed only after it was checked and the reporter heard."""

    Status, Satisfaction, Solved, DeclineReason = IncidentStatus, Satisfaction, Solved, DeclineReason
    ReturnReason, Heard, ClosingKind, Appeal = ReturnReason, Heard, ClosingKind, Appeal
    FLOW = INCIDENT_FLOW
    KIND, LETTER = "incident", "E"
    RUNG_WITH = ("desk",)
    ENDED, FINISHED = ENDED, FINISHED
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "text", "address", "result", "reporter_name", "reporter_phone"})

    status = models.CharField(_("status"), max_length=24, choices=IncidentStatus, editable=False)
    category = models.ForeignKey(
        "grid.Category", models.PROTECT, related_name="+", db_index=False, verbose_name=_("type")
    )
    source = models.CharField(_("source"), max_length=16, choices=Source, default=Source.PATROL)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    priority = models.GeneratedField(expression=HASTE, output_field=models.SmallIntegerField(), db_persist=True)
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
    medium = models.CharField(_("told by"), max_length=8, choices=Medium, blank=True)
    external_number = models.CharField(_("number elsewhere"), max_length=40, blank=True)
    is_self_handled = models.BooleanField(default=False)
    decline_reason = models.CharField(_("why declined"), max_length=12, choices=DeclineReason, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    cost = models.DecimalField(_("cost in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    # 重复反映: how many further reports of the same matter were merged into this one.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    repeat_count = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", db_index=False)
    part_count = models.PositiveSmallIntegerField(default=0)
    verify_grid = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    verified = models.BooleanField(_("verified on the spot"), null=True)
    return_reason = models.CharField(_("why sent back"), max_length=10, choices=ReturnReason, blank=True)
    return_count = models.PositiveSmallIntegerField(default=0)
    is_bound = models.BooleanField(default=False)
    open_questions = models.PositiveSmallIntegerField(default=0)
    is_instructed = models.BooleanField(default=False)
    extension_count = models.PositiveSmallIntegerField(default=0)
    extension_endorsed = models.BooleanField(default=False)
    suspension_count = models.PositiveSmallIntegerField(default=0)
    suspend_until = models.DateField(_("suspended until"), null=True)
    rework_count = models.PositiveSmallIntegerField(default=0)
    rehandle_count = models.PositiveSmallIntegerField(default=0)
    reopen_count = models.PositiveSmallIntegerField(default=0)
    call_count = models.PositiveSmallIntegerField(default=0)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), choices=Satisfaction, null=True)
    solved = models.CharField(_("solved?"), max_length=8, choices=Solved, blank=True)
    heard = models.CharField(_("how heard"), max_length=8, choices=Heard, blank=True)
    closing_kind = models.CharField(
        _("kind of closing"), max_length=10, choices=ClosingKind, default=ClosingKind.NORMAL
    )
    appeal_state = models.CharField(_("appeal"), max_length=10, choices=Appeal, blank=True)
    is_exempt = models.BooleanField(_("counts as on time"), default=False)
    accepted_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("incident"), _("incidents")
        constraints = [*Case.Meta.constraints, *CONSTRAINTS]
        indexes = INDEXES

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

    def seats(self, of):
        """`party` is every department that has to do with the matter now, `consulted` those asked and not heard."""
        if of not in {"party", "consulted"}:
            return super().seats(of)
        if of == "consulted" and not self.open_questions:
            return ()
        handed = self.handings.filter(to_seq=None, **({"part": Part.CONSULTED} if of == "consulted" else {}))
        return [("department", key) for key in handed.values_list("department", flat=True)]

    @classmethod
    def held_by(cls, of, post):
        if of in {"party", "consulted"}:
            handed = Handing.objects.filter(department=post.department_id, to_seq=None)
            handed = handed.filter(part=Part.CONSULTED) if of == "consulted" else handed
            return Q(pk__in=handed.values("incident")) if post.department_id else Q(pk__in=[])
        if of != "holder":
            return super().held_by(of, post)
        return Q(department=post.department_id) if post.department_id else Q(department=None, desk=post.grid_id)

    def limit(self, stage):
        """How long a stage may take for this urgency, and for handling also for this type.

        What is urgent or critical runs day and night, whatever the table says for the type (`domain.md` 2.3.4).
        """
        category = self.category_id if stage == "handle" else None
        limit = TimeLimit.objects.limit_for("incident", stage, self.urgency, category)
        return limit if self.urgency == Urgency.NORMAL else limit.round_the_clock()

    @property
    def place(self):
        """Street, community and grid in words."""
        return f"{self.street} {self.community}"

    @property
    def told_always(self):
        """What every notice of it says: the number, and whether a text about it may come at night."""
        urgent = {} if self.urgency == Urgency.NORMAL else {"urgent": True}
        return {"number": self.number, **urgent}

    def tell(self, seats, kind, at, *about):
        """Write one notice about this incident to each seat."""
        key = "/".join(map(str, ["incident", self.pk, kind, *about]))
        told = {**self.told_always, "category": self.category.name, "place": self.place}
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=at, url=self.get_absolute_url(), **told))

    def seats_for(self, word, stage):
        """Whoever holds the stage, or (the caller) the street that watches over it."""
        if word == "caller":
            return [(Role.STREET_OPERATOR, "grid", self.street_id)]
        return notices.holders(self, stage)

    def told_by_clock(self, effect, clock, no, moment):
        word = effect.removeprefix("strike:")
        seats = seats_of(self, clock, no, effect)
        key, kind = f"incident/{self.pk}/{clock.pk}/{clock.cycle}/{no}", f"incident.{clock.stage}.{word}"
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), **self.told_always)


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
