"""The street's verdict on a department (评哨), the half of 下考上 (`domain.md` 5.4)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Part: its most points.
PARTS = {"timeliness": 30, "attendance": 20, "handling": 30, "result": 20}
LOW, HIGH = 60, 95  # below and above, a rating needs a reason
ABSENT_CAP, LATE_CAP = 60, 80


def points(part, label):
    return models.PositiveSmallIntegerField(label, validators=[MaxValueValidator(PARTS[part])])


class Rating(models.Model):
    """What one department earned with one order: four parts, the caps already applied, signed once."""

    order = models.OneToOneField("whistle.Order", models.PROTECT, related_name="rating")
    timeliness = points("timeliness", gettext_lazy("signing and reporting in on time"))
    attendance = points("attendance", gettext_lazy("attendance and attitude"))
    handling = points("handling", gettext_lazy("quality of handling"))
    result = points("result", gettext_lazy("satisfaction with the result"))
    total = models.PositiveSmallIntegerField(gettext_lazy("total"))
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)
    by = models.ForeignKey("grid.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("rating"), gettext_lazy("ratings")
        constraints = [
            *(
                models.CheckConstraint(condition=Q(**{f"{part}__lte": most}), name=f"rating_{part}_most")
                for part, most in PARTS.items()
            ),
            models.CheckConstraint(
                condition=Q(total__lte=F("timeliness") + F("attendance") + F("handling") + F("result")),
                name="rating_total_within_parts",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=LOW, total__lte=HIGH) | ~Q(reason=""), name="rating_extreme_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.order}: {self.total}"

    @classmethod
    def sign(cls, whistle, scores, *, by, at):
        """Write the ratings of a whistle's orders, all or none; ValidationError names what is wrong."""
        orders = {order.pk: order for order in whistle.rated_orders}
        given = {getattr(score["order"], "pk", score["order"]): score for score in scores}
        if len(given) != len(scores) or given.keys() != orders.keys():
            raise ValidationError(_("Every department is rated, each once."))
        ratings = [cls.of(orders[key], score, by=by, at=at) for key, score in given.items()]
        return cls.objects.bulk_create(ratings)

    @classmethod
    def of(cls, order, score, **signed):
        """One rating (unsaved) with the caps of the order applied; ValidationError when it breaks a rule."""
        rating = cls(order=order, reason=score.get("reason", ""), **{part: score[part] for part in PARTS}, **signed)
        if not order.was_attended:
            rating.timeliness = 0
        rating.total = min(rating.sum, order.score_cap)
        rating.clean_fields(exclude=["order", "by", "at"])
        if not rating.reason and not LOW <= rating.total <= HIGH:
            raise ValidationError({"reason": _("Under 60 or over 95 points a reason is needed.")})
        return rating

    @property
    def sum(self):
        return sum(getattr(self, part) for part in PARTS)
