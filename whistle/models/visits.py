"""What district leaders saw on the spot, and which problems they solved there and then (`domain.md` 2-46)."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from grid.casework.sql import database_now
from grid.casework.trace import append_only
from grid.models import GridLevel, Role

from .leaders import keeps, leaders_of

PLACE = ("grid", "community", "street", "district")


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visits to one's territory, and one's own; departments and administrators see none."""
        sight = Q(leader=user)
        for post in user.posts_at():
            if post.sees_territory:
                sight |= Q(**{f"{post.grid.column}_id": post.grid_id})
        return self.filter(sight)

    def within(self, period):
        """Made in the Period."""
        return self.filter(at__gte=period.start, at__lt=period.end)


@pghistory.track()
class Visit(models.Model):
    """A leader was there: when, with whom, what was seen, and what was solved on the spot."""

    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", db_index=False,
        verbose_name=gettext_lazy("leader"),
    )  # fmt: skip
    grid = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    community = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    street = models.ForeignKey(
        "grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=gettext_lazy("street")
    )
    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("when"))
    with_whom = models.CharField(gettext_lazy("with whom"), max_length=200, blank=True)
    seen = models.TextField(gettext_lazy("what was seen"), max_length=2000)
    solved = models.PositiveSmallIntegerField(gettext_lazy("problems solved on the spot"), default=0)
    incident = models.ForeignKey("grid.Incident", models.PROTECT, null=True, blank=True, related_name="visits")
    whistle = models.ForeignKey("whistle.Whistle", models.PROTECT, null=True, blank=True, related_name="visits")
    note = models.CharField(pgettext_lazy("of a visit", "note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name, verbose_name_plural = pgettext_lazy("of a leader", "visit"), gettext_lazy("visits")
        indexes = [
            # Read by the list of visits of a district, and by the page of a leader.
            models.Index(fields=["district", "-at", "-id"], name="visit_district_newest"),
            models.Index(fields=["leader", "-at", "-id"], name="visit_leader_newest"),
        ]

    def __str__(self):
        return f"{self.leader} · {self.place} · {self.at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("whistle:visit", args=[self.pk])

    @property
    def place(self):
        """The smallest area that was named."""
        return self.grid or self.community or self.street or self.district

    @classmethod
    @transaction.atomic
    def record(cls, *, by, leader, area, at, seen, problems=(), **more):
        """Write down a visit of `leader` to `area` at the moment `at`; `problems` are the sentences of those solved.

        Raises PermissionDenied unless `by` is that leader or of the district's centre, ValidationError by field.
        """
        now = database_now()
        cls.vouch(by, leader, area, at, now)
        visit = cls.objects.create(
            leader=leader, at=at, seen=seen, solved=len(problems), by=by, made_at=now, **area.chain(), **more
        )
        visit.list_problems(problems)
        return visit

    @staticmethod
    def vouch(by, leader, area, at, now):
        """Raises PermissionDenied or ValidationError when this person may not write down such a visit."""
        district = area.code[: GridLevel.DISTRICT.digits]
        own = leader == by and by.holds(Role.LEADER)
        if not own and not keeps(by, district):
            raise PermissionDenied("record")
        if at > now:
            raise ValidationError({"at": _("A visit is written down once it was made.")})
        if not leaders_of([district]).filter(pk=leader.pk).exists():
            raise ValidationError({"leader": _("This person is no leader of the district.")})

    def list_problems(self, problems):
        rows = [SolvedProblem(visit=self, number=no, text=text) for no, text in enumerate(problems, 1)]
        SolvedProblem.objects.bulk_create(rows)

    def may_correct(self, user, now=None):
        """Whether this person wrote it down, on this very day in Shanghai."""
        today = timezone.localdate(now or database_now())
        return self.by_id == user.pk and timezone.localdate(self.made_at) == today

    @transaction.atomic
    def correct(self, *, by, reason, leader, area, at, seen, problems=(), **more):
        """Write it down anew, on the day it was written and by whom; what it said before stays beside it.

        Raises PermissionDenied for everybody else and later on, ValidationError by field.
        """
        now, mine = database_now(), Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        if not mine.may_correct(by, now):
            raise PermissionDenied("correct")
        self.vouch(by, leader, area, at, now)
        VisitCorrection.objects.create(visit=mine, by=by, at=now, reason=reason, was=mine.told())
        mine.problems.all().delete()
        nowhere = dict.fromkeys((*PLACE, "incident", "whistle"))
        said = {"leader": leader, "at": at, "seen": seen, "solved": len(problems)}
        Visit.objects.filter(pk=mine.pk).update(**nowhere | area.chain() | said | more)
        mine.list_problems(problems)
        self.refresh_from_db()

    def told(self):
        """What it says, as a correction keeps it."""
        return {
            "leader": str(self.leader), "place": str(self.place), "at": self.at.isoformat(), "seen": self.seen,
            "with_whom": self.with_whom, "note": self.note, "problems": [str(each) for each in self.problems.all()],
            "incident": self.incident_id, "whistle": self.whistle_id,
        }  # fmt: skip


class VisitCorrection(models.Model):
    """What a visit said before it was corrected, why and by whom: both stay (`was` is JSON, as `Visit.told` says)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(gettext_lazy("why it is corrected"), max_length=200)
    was = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name, verbose_name_plural = gettext_lazy("corrected visit"), gettext_lazy("corrected visits")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="visitcorrection_has_reason")]
        triggers = append_only("what a visit said before is never changed")

    def __str__(self):
        return f"{self.visit_id}: {self.reason}"

    @property
    def was_at(self):
        """The moment at which the visit was said to have been."""
        return datetime.fromisoformat(self.was["at"])


class SolvedProblemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def within(self, period):
        return self.filter(visit__at__gte=period.start, visit__at__lt=period.end)


class SolvedProblem(models.Model):
    """One problem that a leader solved on the spot."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="problems")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(gettext_lazy("problem"), max_length=300)

    objects = SolvedProblemQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="solvedproblem_number_once")]

    def __str__(self):
        return self.text
