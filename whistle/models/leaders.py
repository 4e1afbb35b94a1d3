"""District leaders: who answers for which street or community (包保, `domain.md` 2-45)."""

from datetime import timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.sql import database_now
from grid.models import Grid, GridLevel, Role, User

CHARGED = (GridLevel.STREET, GridLevel.COMMUNITY)


def leaders_of(district_codes):
    """The people who hold the post of a leader of these districts now."""
    posts = Q(post__role=Role.LEADER, post__grid__code__in=district_codes, post__valid_from__lte=timezone.now())
    active = Q(post__valid_to=None) | Q(post__valid_to__gt=timezone.now())
    return User.objects.filter(posts & active).distinct()


def keeps(user, district):
    """Whether this person keeps the leaders' books of the district (code): its centre does."""
    return any(post.role == Role.CENTRE and post.grid.code == district for post in user.posts_at())


def above(code):
    """The codes of the areas in which the area of this code lies."""
    return [code[: level.digits] for level in GridLevel if level.digits < len(code)]


class DateRange(models.Func):
    """Both days belong to it; open while the second is null."""

    template = "DATERANGE(%(expressions)s, '[]')"


class KeyRange(models.Func):
    """A key as a range of one, so that plain GiST can exclude equal keys without an extension."""

    template = "INT8RANGE(%(expressions)s, %(expressions)s, '[]')"


class ChargeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's territory and of the areas it lies in; departments see their district's; leaders their own."""
        sight = Q(leader=user)
        for post in user.posts_at():
            if post.department_id:
                sight |= Q(grid__code__startswith=post.district_code)
            elif post.sees_territory:
                sight |= Q(grid__code__startswith=post.grid.code) | Q(grid__code__in=above(post.grid.code))
        return self.filter(sight)

    def on(self, day):
        """In force on that day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def of_place(self, code, day):
        """Of the area with this code and of those it lies in, the nearest first."""
        return self.on(day).filter(grid__code__in=[*above(code), code]).order_by("-grid__level")


@pghistory.track()
class Charge(models.Model):
    """From one day to another a leader answers for a street or community; one leader for one area at a time."""

    leader = models.ForeignKey(User, models.PROTECT, related_name="charges", verbose_name=gettext_lazy("leader"))
    grid = models.ForeignKey("grid.Grid", models.PROTECT, related_name="charges", verbose_name=gettext_lazy("area"))
    since = models.DateField(gettext_lazy("from"))
    until = models.DateField(gettext_lazy("to"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["grid__code", "-since"]
        verbose_name, verbose_name_plural = gettext_lazy("charge"), gettext_lazy("charges")
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="charge_ends_after_start"),
            ExclusionConstraint(
                name="charge_one_leader_at_a_time",
                expressions=[
                    (KeyRange("grid"), RangeOperators.OVERLAPS),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.leader} · {self.grid}"

    def get_absolute_url(self):
        return reverse("whistle:leader", args=[self.leader_id])

    @classmethod
    @transaction.atomic
    def assign(cls, *, by, leader, grid, since, until=None, at=None):
        """Put `leader` in charge of a street or community; whoever was in charge before ends the day before.

        Raises PermissionDenied unless `by` is of the district's centre, ValidationError by field when the
        area is neither, the person is no leader there, or somebody is to take over later within the time.
        """
        district = grid.code[: GridLevel.DISTRICT.digits]
        if not keeps(by, district):
            raise PermissionDenied("assign")
        cls.agree(leader, grid, since, until)
        Grid.objects.select_for_update(of=("self",), no_key=True).get(pk=grid.pk)
        cls.hand_over(leader, grid, since)
        taken = cls.objects.filter(Q(until=None) | Q(until__gte=since), grid=grid)
        if other := taken.filter(since__lte=until).first() if until else taken.first():
            why = _("%(leader)s is in charge there from %(day)s on: end that first.")
            raise ValidationError({"since": why % {"leader": other.leader, "day": other.since}})
        return cls.objects.create(
            leader=leader, grid=grid, since=since, until=until, by=by, made_at=at or database_now()
        )  # fmt: skip

    @staticmethod
    def agree(leader, grid, since, until):
        wrong = {}
        if grid.level not in CHARGED:
            wrong["grid"] = _("A leader is in charge of a street or a community.")
        if not leaders_of([grid.code[: GridLevel.DISTRICT.digits]]).filter(pk=leader.pk).exists():
            wrong["leader"] = _("This person is no leader of the district.")
        if until and until < since:
            wrong["until"] = _("The end lies before the beginning.")
        if wrong:
            raise ValidationError(wrong)

    @classmethod
    def hand_over(cls, leader, grid, since):
        """End whoever is in charge on the day before the new one begins."""
        for before in cls.objects.filter(Q(until=None) | Q(until__gte=since), grid=grid, since__lt=since):
            if before.leader_id == leader.pk:
                raise ValidationError({"leader": _("This leader is in charge there already.")})
            before.until = since - timedelta(days=1)
            before.save(update_fields=["until"])

    def end(self, *, by, on):
        """Let it end with that day, by the district's centre; ValidationError before its beginning or once ended."""
        if not keeps(by, self.grid.code[: GridLevel.DISTRICT.digits]):
            raise PermissionDenied("end")
        if on < self.since or (self.until and self.until < on):
            raise ValidationError({"on": _("The end lies before the beginning, or it has ended already.")})
        self.until = on
        self.save(update_fields=["until"])
