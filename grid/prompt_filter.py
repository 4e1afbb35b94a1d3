"""The filters and tabs of the list of prompts; choices reach no further than the person's sight."""

import django_filters
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.figures import FigureFilter
from grid.filters import ANY, choice
from grid.models import Department, Prompt, PromptFigure


class PromptFilter(FigureFilter):
    """What narrows the list of prompts; its tabs are the statuses."""

    FIGURES = PromptFigure

    q = django_filters.CharFilter(label=_("Number or title"), method="named", max_length=64)
    department = choice(_("Department"), field_name="department__code")

    class Meta:
        model = Prompt
        fields = ["q", "department"]

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset)
        self.user = user
        departments = Department.objects.visible_to(user).order_by("code")
        self.filters["department"].extra["choices"] = [(each.code, each.label) for each in departments]

    def behind(self, queryset, figure, period):
        return queryset.open()

    def named(self, queryset, _name, value):
        return queryset.filter(Q(number__iexact=value.strip()) | Q(title__icontains=value.strip()))

    @property
    def current(self):
        asked = self.data.get("status", "")
        return asked if asked in Prompt.Status.values else ""

    @property
    def tab(self):
        return self.qs.filter(status=self.current) if self.current else self.qs

    @cached_property
    def counted(self):
        told = {status: Count("pk", filter=Q(status=status)) for status in Prompt.Status.values}
        return self.qs.order_by().aggregate(all=Count("pk"), **told)

    @property
    def tabs(self):
        """(value, label, count) of every tab."""
        statuses = [(status.value, status.label, self.counted[status.value]) for status in Prompt.Status]
        return [("", ANY, self.counted["all"]), *statuses]

    @property
    def total(self):
        return self.counted[self.current or "all"]
