"""Deductions and bonuses (正向激励、负向惩戒): rows that every annual figure can show (`domain.md` 1-24, 5.4)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.sql import database_now
from grid.casework.trace import append_only
from grid.models import Role
from grid.models.people import STREET_STAFF

DISTRICT_OFFICES = frozenset({Role.SUPERVISOR, Role.CENTRE, Role.LEADER})


class PointEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The district's offices see all, a department and a street what is theirs."""
        sight = Q(pk__in=[])
        for post in user.posts_at():
            if post.department_id:
                sight |= Q(department=post.department_id)
            elif post.role in DISTRICT_OFFICES:
                sight |= Q(district=post.grid_id)
            elif post.role in STREET_STAFF:
                sight |= Q(street=post.grid_id)
        return self.filter(sight)

    def of_year(self, year):
        """What counts in a year; an entry and the one that takes it back add up to nothing."""
        return self.filter(year=year)


# What only adds, and what is entered by hand.
PRAISE = frozenset({"commendation", "initiative"})
BY_HAND = ("commendation", "initiative", "other")
CLOSED = frozenset({"published", "closing", "frozen"})
YEAR_IS_PUBLISHED = _("That year is published: its points stand, but for what an appeal changes.")


class PointEntry(models.Model):
    """So many points more or less for one department or one street in one year, never changed.

    An error is taken back by an entry of its own (`reverses`), with the same points the other way round.
    """

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", _("supervision slip")
        ACCOUNTABILITY = "accountability", _("accountability")
        COMMENDATION = "commendation", _("commendation")
        INITIATIVE = "initiative", _("initiative of its own")
        OTHER = "other", pgettext_lazy("points", "other")

    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    street = models.ForeignKey(
        "grid.Grid", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("street")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(pgettext_lazy("points", "kind"), max_length=16, choices=Kind)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    supervision = models.ForeignKey("whistle.Supervision", models.PROTECT, null=True, related_name="points")
    accountability = models.ForeignKey(
        "whistle.Accountability", models.PROTECT, null=True, related_name="point_entries"
    )
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = PointEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name, verbose_name_plural = _("point entry"), _("point entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(department=None, street__isnull=False) | Q(department__isnull=False, street=None),
                name="pointentry_for_one_side",
            ),
            models.CheckConstraint(condition=~Q(points=0), name="pointentry_of_some_points"),
            models.CheckConstraint(condition=~Q(reason=""), name="pointentry_for_a_reason"),
            # One slip deducts once, whoever writes it down.
            models.UniqueConstraint(
                fields=["supervision"], condition=Q(reverses=None), name="pointentry_supervision_once"
            ),
            models.UniqueConstraint(
                fields=["accountability"], condition=Q(reverses=None), name="pointentry_accountability_once"
            ),
            # What the supervision office gives by hand says by whom; praise is never a deduction.
            models.CheckConstraint(
                condition=Q(kind__in=["supervision", "accountability"]) | Q(by__isnull=False),
                name="pointentry_by_hand_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["commendation", "initiative"]) | Q(points__gt=0) | Q(reverses__isnull=False),
                name="pointentry_praise_adds",
            ),
        ]
        triggers = append_only("points are never changed: take them back with an entry of their own")

    @classmethod
    @transaction.atomic
    def give(cls, *, by, kind, points, reason, year, department=None, street=None, at=None):
        """Enter a bonus or a deduction by hand, for one side; ValidationError (by field) when the rules forbid it.

        A year that is published takes none any more: whoever is wronged appeals.
        """
        wrong = {}
        if (department is None) == (street is None):
            wrong["department"] = _("It is for a department or for a street, not both.")
        if not points:
            wrong["points"] = _("Zero points are no entry.")
        elif kind in PRAISE and points < 0:
            wrong["points"] = _("Praise adds points.")
        district = (department.district if department else street.parent) if not wrong else None
        if district and cls.books_of(district, year) in CLOSED:
            wrong["year"] = YEAR_IS_PUBLISHED
        if wrong:
            raise ValidationError(wrong)
        said = {"kind": kind, "points": points, "reason": reason, "year": year, "by": by, "at": at or database_now()}
        return cls.objects.create(department=department, street=street, district=district, **said)

    @transaction.atomic
    def take_back(self, *, by, reason, at=None):
        """Take this entry back by one of its own; ValidationError when that was done already.

        In the same year; in the running one when that year is frozen, since nothing counts there any more.
        What was entered by hand stands once its year is published.
        """
        at = at or database_now()
        books = self.books_of(self.district_id, self.year)
        if self.reverses_id or PointEntry.objects.filter(reverses=self).exists():
            raise ValidationError(_("This entry was taken back already."))
        if self.by_hand and books in CLOSED:
            raise ValidationError(YEAR_IS_PUBLISHED)
        same = ("district_id", "department_id", "street_id", "kind", "supervision_id", "accountability_id")
        copied = {name: getattr(self, name) for name in same}
        year = timezone.localtime(at).year if books == "frozen" else self.year
        said = {"points": -self.points, "year": year, "reason": reason, "by": by, "at": at}
        return PointEntry.objects.create(reverses=self, **copied, **said)

    @classmethod
    def books_of(cls, district, year):
        """The status of a district's assessed year, which stays so until the transaction ends; None before it began."""
        appeals = cls._meta.get_field("appeal").related_model
        years = appeals._meta.get_field("assessment").related_model.objects.filter(district=district, year=year)
        return years.select_for_update(of=("self",), no_key=True).values_list("status", flat=True).first()

    @property
    def by_hand(self):
        """Whether somebody entered it, and may take it back."""
        return self.kind in BY_HAND and self.reverses_id is None

    @property
    def side(self):
        """Whose points they are."""
        return self.department or self.street

    @property
    def is_taken_back(self):
        return hasattr(self, "reversed_by")

    @property
    def signed(self):
        """The points with their sign."""
        return f"{self.points:+}"

    @property
    def tone(self):
        return "success" if self.points > 0 else "danger"

    def __str__(self):
        return f"{self.year} {self.department_id or self.street_id}: {self.points:+}"
