"""The street's verdict on a department (评哨), the half of 下考上 (`domain.md` 5.4)."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from grid.casework.trace import append_only

from .facts import ABSENT_CAP, LATE_CAP, SECOND_CAP, WITNESSED, Coming, Facts, Timing, Witness
from .points import PointEntry
from .scheme import PARTS, AssessmentScheme, year_of

__all__ = ["ABSENT_CAP", "LATE_CAP", "SECOND_CAP", "HIGH", "JUDGED", "LOW", "PARTS", "Rating", "RatingRevision"]

LOW, HIGH = 60, 95  # below and above, a rating needs a reason
# What the street judges, and which line of the scheme says its most points.
JUDGED = {"attitude": "attitude_points", "handling": "handling_points", "result": "result_points"}
RULED = gettext_noop("The attendance was ruled upon; what is computed from it follows.")


def points(label):
    return models.PositiveSmallIntegerField(label)


def witnessed(order):
    """The trigger by which the database compares a new row's facts with the order that `order` names."""
    return pgtrigger.Trigger(
        name="facts_of_its_order", when=pgtrigger.Before, operation=pgtrigger.Insert,
        declare=[("done", "record"), ("late", "boolean")], func=WITNESSED.format(order=order),
    )  # fmt: skip


class Marks(models.Model):
    """The facts, the points they earn, the points the street gives, and the total under its cap."""

    signed = models.CharField(max_length=12, choices=Timing)
    contacted = models.CharField(max_length=12, choices=Timing)
    came = models.CharField(max_length=12, choices=Coming)
    witness = models.CharField(max_length=12, choices=Witness)
    finished_late = models.BooleanField()
    round = models.PositiveSmallIntegerField()
    timeliness = points(gettext_lazy("signing and reporting in on time"))
    presence = points(gettext_lazy("attendance"))
    attitude = points(gettext_lazy("attitude"))
    attendance = points(gettext_lazy("attendance and attitude"))
    handling = points(gettext_lazy("quality of handling"))
    result = points(gettext_lazy("satisfaction with the result"))
    cap = points(gettext_lazy("most points in all"))
    total = points(gettext_lazy("total"))
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance=F("presence") + F("attitude")), name="%(class)s_attendance_of_two"
            ),
            models.CheckConstraint(
                condition=Q(total__lte=F("timeliness") + F("attendance") + F("handling") + F("result")),
                name="%(class)s_total_within_parts",
            ),
            models.CheckConstraint(condition=Q(total__lte=F("cap"), cap__lte=100), name="%(class)s_total_within_cap"),
            models.CheckConstraint(
                condition=~Q(came=Coming.NOT_PRESENT) | Q(timeliness=0, presence=0, cap__lte=ABSENT_CAP),
                name="%(class)s_absent_capped",
            ),
            models.CheckConstraint(
                condition=Q(finished_late=False) | Q(cap__lte=LATE_CAP), name="%(class)s_late_capped"
            ),
            models.CheckConstraint(condition=Q(round__lte=1) | Q(cap__lte=SECOND_CAP), name="%(class)s_second_capped"),
            models.CheckConstraint(
                condition=Q(total__gte=LOW, total__lte=HIGH) | ~Q(reason=""), name="%(class)s_extreme_has_reason"
            ),
        ]

    def count(self, facts, scheme):
        """Write the facts with their points on this (unsaved) row, and the total under the cap."""
        for name, value in facts.as_fields().items():
            setattr(self, name, value)
        self.timeliness, self.presence = facts.timeliness(scheme), facts.presence(scheme)
        self.attendance, self.cap = self.presence + self.attitude, facts.cap
        self.total = min(self.sum, self.cap)

    @property
    def sum(self):
        return sum(getattr(self, part) for part in PARTS)

    @property
    def facts(self):
        return Facts.on(self)


class Rating(Marks):
    """What one department earned with one order: four parts, the caps already applied, signed once.

    Timeliness and attendance are computed from facts; attitude, handling and result are the street's.
    Nothing of it is ever changed: what a later ruling changes is a RatingRevision beside it.
    """

    order = models.OneToOneField("whistle.Order", models.PROTECT, related_name="rating")
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    by = models.ForeignKey("grid.User", models.PROTECT, related_name="+", db_index=False)

    class Meta(Marks.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("rating"), gettext_lazy("ratings")
        indexes = [
            # Read by the sheets of a year.
            models.Index(fields=["year", "order"], name="rating_year"),
        ]
        triggers = [*append_only("ratings are never changed"), witnessed("NEW.order_id")]

    def __str__(self):
        return f"{self.order}: {self.total}"

    @classmethod
    def sign(cls, whistle, scores, *, by, at):
        """Write the ratings of a whistle's orders, all or none; ValidationError names what is wrong.

        Orders that ended early (rerouted, recalled, blown again) are not rated.
        """
        orders = {order.pk: order for order in whistle.rated_orders}
        given = {getattr(score["order"], "pk", score["order"]): score for score in scores}
        if len(given) != len(scores) or given.keys() != orders.keys():
            raise ValidationError(_("Every department is rated, each once."))
        scheme = AssessmentScheme.objects.running(whistle.district, at)
        ratings = [cls.of(orders[key], score, scheme, by=by, at=at, year=year_of(at)) for key, score in given.items()]
        return cls.objects.bulk_create(ratings)

    @staticmethod
    def told(scores):
        """What the trace keeps of these scores: {order: the judged marks}."""
        judged = {getattr(each["order"], "pk", each["order"]): [each.get(name) for name in JUDGED] for each in scores}
        return {"scores": {str(order): marks for order, marks in judged.items()}}

    @classmethod
    def of(cls, order, score, scheme, **signed):
        """One rating (unsaved): facts computed, the rest judged; ValidationError when it breaks a rule.

        `score` is read for what the street judges (JUDGED) and the reason; whatever else it says about
        timeliness or attendance counts for nothing.
        """
        rating = cls(order=order, reason=score.get("reason", ""), **{name: score[name] for name in JUDGED}, **signed)
        for name, line in JUDGED.items():
            if not 0 <= getattr(rating, name) <= getattr(scheme, line):
                raise ValidationError({name: _("From 0 to %(most)d points.") % {"most": getattr(scheme, line)}})
        rating.count(Facts.of(order), scheme)
        if not rating.reason.strip() and not LOW <= rating.total <= HIGH:
            raise ValidationError({"reason": _("Under 60 or over 95 points a reason is needed.")})
        return rating

    @classmethod
    def renew(cls, order, *, at):
        """Count the facts of a rated order again, after a ruling; the new row, or None where nothing changes.

        The first rating stays beside it. A year that is frozen stays as it was frozen.
        """
        rating = cls.objects.select_for_update(of=("self",), no_key=True).filter(order=order).first()
        if rating is None or rating.facts_stand(order) or rating.year_is_frozen(order):
            return None
        scheme = AssessmentScheme.objects.of_year(order.district, rating.year)
        judged = {name: getattr(rating, name) for name in JUDGED}
        revision = RatingRevision(
            rating=rating, number=rating.revisions.count() + 1, at=at, reason=rating.reason or RULED, **judged
        )
        revision.count(Facts.of(order), scheme)
        revision.save(force_insert=True)
        return revision

    def facts_stand(self, order):
        return self.standing.facts == Facts.of(order)

    def year_is_frozen(self, order):
        return PointEntry.books_of(order.district_id, self.year) == "frozen"

    @property
    def standing(self):
        """What counts: the last revision, or the rating as it was signed."""
        return max(self.revisions.all(), key=lambda each: each.number, default=self)

    @property
    def is_revised(self):
        return self.standing is not self


class RatingRevision(Marks):
    """A rating counted again by the system because a fact was ruled upon; what was judged stays."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveSmallIntegerField()

    class Meta(Marks.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("revised rating"), gettext_lazy("revised ratings")
        constraints = [
            *Marks.Meta.constraints,
            models.UniqueConstraint(fields=["rating", "number"], name="ratingrevision_once"),
        ]
        triggers = [
            *append_only("ratings are never changed"),
            witnessed("(SELECT order_id FROM whistle_rating WHERE id = NEW.rating_id)"),
        ]

    def __str__(self):
        return f"{self.rating.order}: {self.total}"
