"""The filters and tabs of the list of accountability cases."""

import django_filters
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.figures import FigureFilter
from grid.models import Department
from whistle.models import Accountability
from whistle.models.accountability.model import AccountabilityFigure

ANY = _("All")


class AccountabilityFilter(FigureFilter):
    """By number and department; the tabs are the statuses. The matter is not looked through."""

    FIGURES = AccountabilityFigure

    q = django_filters.CharFilter(label=_("Number"), field_name="number", lookup_expr="istartswith", max_length=32)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=ANY
    )

    class Meta:
        model = Accountability
        fields = ["q", "department"]

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset)
        self.user = user
        self.filters["department"].field.queryset = Department.objects.visible_to(user)

    def behind(self, queryset, figure, period):
        return queryset.open()

    @property
    def current(self):
        asked = self.data.get("status", "")
        return asked if asked in Accountability.Status.values else ""

    @property
    def tab(self):
        return self.qs.filter(status=self.current) if self.current else self.qs

    @cached_property
    def counted(self):
        told = {status: Count("pk", filter=Q(status=status)) for status in Accountability.Status.values}
        return self.qs.order_by().aggregate(all=Count("pk"), **told)

    @property
    def tabs(self):
        """(value, label, count) of every tab."""
        statuses = [(status.value, status.label, self.counted[status.value]) for status in Accountability.Status]
        return [("", ANY, self.counted["all"]), *statuses]

    @property
    def total(self):
        return self.counted[self.current or "all"]
