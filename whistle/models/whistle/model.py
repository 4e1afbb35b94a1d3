"""The whistle itself: what, where, for whom, and who sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.case import Case
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step
from grid.models import Source

from ..judge import in_office, judged
from ..questions import WhistleQuestions
from .again import Again
from .blowing import Blowing, urgencies_of
from .failing import Failing, FailingQuestions
from .flow import UNBLOWN, WHISTLE_FLOW, WhistleScope, WhistleStatus
from .following import Following
from .hindrances import Hindrances
from .showing import Showing
from .sourcing import Sourcing


class WhistleQuerySet(WhistleQuestions, FailingQuestions, CaseQuerySet):
    def handed_to(self, post):
        return Q(
            pk__in=self.model.orders.rel.related_model.objects.filter(department=post.department_id).values("whistle")
        )

    def published_to(self, user):
        """The typical cases, for whoever holds a post; the whistle itself stays where it was seen."""
        return self.filter(published_at__isnull=False) if user.posts_at() else self.none()

    def with_supervised(self):
        """Adds `supervised`: somebody called by this whistle has been put under supervision."""
        orders = self.model.orders.rel.related_model
        slips = orders.supervisions.rel.related_model.objects.filter(
            order__whistle=OuterRef("pk"), sent_at__isnull=False
        ).exclude(status="withdrawn")
        return self.annotate(supervised=Exists(slips))

    def with_next_due(self):
        """Adds `next_due`: the nearest running clock of the whistle's orders, or None."""
        orders = self.model.orders.rel.related_model.objects.filter(whistle=OuterRef("pk")).order_by("due_at")
        return self.annotate(next_due=models.Subquery(orders.values("due_at")[:1]))

    def with_progress(self):
        """Adds `n_called` and `n_arrived`: how many departments were called and how many have reported in."""
        orders = self.model.orders.rel.related_model.objects.filter(whistle=OuterRef("pk")).order_by()
        called = orders.values("whistle").annotate(n=models.Count("pk"))
        arrived = called.filter(reported_at__isnull=False)
        return self.annotate(
            n_called=models.Subquery(called.values("n")), n_arrived=models.Subquery(arrived.values("n"))
        )

    def late(self, at):
        """Open whistles of which an order is past its due moment at `at`."""
        orders = self.model.orders.rel.related_model.objects.overdue(at)
        return self.open().filter(Q(due_at__lt=at) | Q(pk__in=orders.values("whistle")))


class Whistle(Sourcing, Blowing, Failing, Again, Following, Showing, Hindrances, Case):
    """A street's call to departments of the district, dispatched at once (`domain.md` 2-36, 2-37, 2-40)."""

    Status, Source, Scope = WhistleStatus, Source, WhistleScope
    FLOW = WHISTLE_FLOW
    KIND, LETTER, RUNG_WITH = "whistle", "W", ("kind",)
    ENDED = frozenset({WhistleStatus.CLOSED, WhistleStatus.DROPPED, WhistleStatus.WITHDRAWN, WhistleStatus.FOLLOWED})
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "reason", "expected", "unsolved", "story"})

    status = models.CharField(_("status"), max_length=24, choices=WhistleStatus, editable=False)
    incident = models.ForeignKey(
        "grid.Incident", models.PROTECT, null=True, blank=True, related_name="whistles", verbose_name=_("incident")
    )
    title = models.CharField(_("what for"), max_length=80)
    kind = models.ForeignKey(
        "whistle.WhistleKind", models.PROTECT, related_name="whistles", db_index=False, db_column="kind",
        verbose_name=pgettext_lazy("whistle", "kind"),
    )  # fmt: skip
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="next", editable=False, verbose_name=_("the round before")
    )
    unsolved = models.TextField(_("left unsolved by the last round"), max_length=1000, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False,
        verbose_name=_("district leader"),
    )  # fmt: skip
    leader_reported_at = models.DateTimeField(_("leader reported in at"), null=True, editable=False)
    source = models.CharField(_("source"), max_length=16, choices=Source)
    scope = models.CharField(_("scope"), max_length=16, choices=WhistleScope)
    reason = models.TextField(_("why the street cannot"), max_length=1000)
    expected = models.CharField(_("expected result"), max_length=500, blank=True)
    owner_unit = models.CharField(_("owner of the property"), max_length=80, blank=True)
    historic = models.BooleanField(_("inherited from the past"), default=False)
    report_in_at = models.DateTimeField(_("report in at"), null=True, blank=True)
    report_in_place = models.CharField(_("report in where"), max_length=120, blank=True)
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lead = models.ForeignKey(
        "grid.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("lead department"),
    )
    assisting = models.ManyToManyField(
        "grid.Department", blank=True, related_name="+", verbose_name=_("assisting departments")
    )
    blower = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    blown_at = models.DateTimeField(null=True, editable=False)
    solved = models.BooleanField(_("solved"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    story = models.TextField(_("what was done and what came of it"), max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = WhistleQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("whistle"), _("whistles")
        constraints = [
            *Case.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=sorted(UNBLOWN))
                | Q(
                    blower__isnull=False,
                    blown_at__isnull=False,
                    report_in_at__isnull=False,
                    lead__isnull=False,
                    street__isnull=False,
                ),
                name="whistle_blown_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(round=1, previous=None)
                | Q(round__gt=1, previous__isnull=False, leader__isnull=False) & ~Q(unsolved=""),
                name="whistle_later_round_names_all",
            ),
            models.CheckConstraint(
                condition=Q(leader_reported_at=None) | Q(leader__isnull=False), name="whistle_leader_came"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(status="closed") & ~Q(story=""), name="whistle_published_closed"
            ),
            models.CheckConstraint(
                condition=Q(lng=None, lat=None) | Q(lng__isnull=False, lat__isnull=False), name="whistle_point_whole"
            ),
        ]
        indexes = [
            # Read by the list of a street and of the district, newest first.
            models.Index(fields=["street", "-created_at", "-id"], name="whistle_street_newest"),
            models.Index(fields=["district", "-created_at", "-id"], name="whistle_district_newest"),
        ]

    def __str__(self):
        return self.number or self.title

    def get_absolute_url(self):
        return reverse("whistle:whistle", args=[self.pk])

    @property
    def tone(self):
        return WhistleStatus(self.status).tone

    @property
    def rated_orders(self):
        """The orders that are rated: those that did not end early."""
        return self.orders.exclude(status__in=self.orders.model.AWAY).select_related("department")

    @property
    def next_round(self):
        """The whistle that was blown for the same matter after this one; None without."""
        return type(self).objects.filter(previous=self).first() if self.status == WhistleStatus.FOLLOWED else None

    @property
    def is_emergency(self):
        return self.kind.is_emergency

    @property
    def urgencies(self):
        """By what a time limit may name this whistle, the special before the general."""
        return urgencies_of(self.kind_id, self.round)

    @property
    def cost(self):
        """What all departments say it cost, in yuan; None when none says so."""
        return sum(order.cost or 0 for order in self.orders.all()) or None

    @property
    def days(self):
        """Whole calendar days from the blow to the close; None before."""
        if not (self.closed_at and self.blown_at):
            return None
        return (timezone.localdate(self.closed_at) - timezone.localdate(self.blown_at)).days

    # -- whose hand -----------------------------------------------------------

    def seat(self, of):
        """`judge` is the blower, or the street once the blower holds neither of its two posts any more."""
        if of != "judge":
            return super().seat(of)
        if self.blower_id and in_office(self.blower_id, self.street_id).exists():
            return ("user", self.blower_id)
        return ("grid", self.street_id)

    @classmethod
    def held_by(cls, of, post):
        if of != "judge":
            return super().held_by(of, post)
        return judged(post)

    @classmethod
    def roots_of(cls, cases):
        """The linked incidents first, then the whistles."""
        mine = cls._base_manager.filter(pk__in=[case.pk for case in cases])
        incidents = cls._meta.get_field("incident").related_model._base_manager
        return [incidents.filter(pk__in=mine.values("incident")), mine]


class WhistleStep(Step):
    case = models.ForeignKey(Whistle, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class WhistleClock(Clock):
    case = models.ForeignKey(Whistle, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class WhistleAlarm(Alarm):
    clock = models.ForeignKey(WhistleClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
