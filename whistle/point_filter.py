"""The filter of the bonuses and deductions, and what they add up to."""

import django_filters
from django.db.models import Count, DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.figures import FigureFilter
from grid.models import Department, Grid, GridLevel
from whistle.models import PointEntry

ANY = _("All")


def total(condition=None):
    """The sum of the points that fit, 0.00 when there are none."""
    nothing = Value(0, DecimalField(max_digits=8, decimal_places=2))
    return Coalesce(Sum("points", filter=condition), nothing)


class PointFilter(FigureFilter):
    """Points of a year (this one unless another is asked for), by side and kind."""

    FIGURES = PointEntry.Kind

    year = django_filters.NumberFilter(label=_("Year"), method="all_of")
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("points", "kind"), choices=PointEntry.Kind.choices, empty_label=ANY
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=ANY
    )
    street = django_filters.ModelChoiceFilter(label=_("Street"), queryset=Grid.objects.none(), empty_label=ANY)

    class Meta:
        model = PointEntry
        fields = ["year", "kind", "department", "street"]

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset)
        self.user = user
        del self.filters["figure"]
        self.filters["year"].field.widget.attrs["placeholder"] = self.asked_year
        districts = {post.district_code for post in user.posts_at()}
        streets = Grid.objects.level(GridLevel.STREET).filter(parent__in=districts)
        self.filters["department"].field.queryset = Department.objects.visible_to(user)
        self.filters["street"].field.queryset = streets.order_by("code")

    def all_of(self, queryset, _name, _value):
        return queryset  # `tab` narrows to the year, for without one it is this year

    @property
    def asked_year(self):
        said = self.data.get("year", "")
        return int(said) if said.isdecimal() and len(said) == 4 else timezone.localdate().year

    @property
    def tab(self):
        return self.qs.of_year(self.asked_year)

    # What an export of the list asks.
    order, counted_as = ("-at",), None

    @property
    def told_tab(self):
        return str(self.asked_year)

    @property
    def sums(self):
        """For each department and street: what was added, what was deducted, and both together."""
        told = {
            "plus": total(Q(points__gt=0)), "minus": total(Q(points__lt=0)), "both": total(), "n": Count("pk"),
        }  # fmt: skip
        rows = self.tab.order_by().values("department", "street").annotate(**told).order_by("both")
        names = Department.objects.in_bulk([row["department"] for row in rows if row["department"]])
        places = Grid.objects.in_bulk([row["street"] for row in rows if row["street"]])
        return [row | {"side": names.get(row["department"]) or places[row["street"]]} for row in rows]
