"""The filters and tabs of the list of incidents; choices reach no further than the person's sight."""

from datetime import timedelta

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.figures import FigureFilter
from grid.models import (
    Category,
    Department,
    Grid,
    GridLevel,
    Incident,
    IncidentFigure,
    IncidentStatus,
    Source,
    Urgency,
)

ANY = _("All")
LONGEST = timedelta(days=366)
# Beyond so many rows a list does not say how many there are: history is counted by the statistics.
COUNTED = 10_000


class IncidentFilterForm(forms.Form):
    """Dates belong together: not the wrong way round, and no more than a year."""

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The end lies before the beginning.")))
        elif since and until and until - since > LONGEST:
            self.add_error("until", ValidationError(_("At most 366 days at once.")))
        return said


def day(label, lookup):
    return django_filters.DateFilter(
        label=label, field_name="created_at", lookup_expr=lookup, widget=forms.DateInput(attrs={"type": "date"})
    )


def area(label, level):
    return django_filters.ModelChoiceFilter(
        label=label, queryset=Grid.objects.level(level).order_by("code"), to_field_name="code", empty_label=ANY
    )


class IncidentFilter(FigureFilter):
    """What narrows the list, then its tabs with counts; the tab is the `tab` parameter of the address."""

    TABS = {
        "waiting": _("Waiting for me"),
        "open": _("Open"),
        "overdue": _("Overdue"),
        "closed": _("Closed"),
        "": ANY,
    }
    FIGURES = IncidentFigure

    q = django_filters.CharFilter(label=_("Number, words or address"), method="named", max_length=64)
    street = area(_("Street"), GridLevel.STREET)
    community = area(_("Community"), GridLevel.COMMUNITY)
    category = django_filters.ChoiceFilter(label=_("Type"), method="of_type", empty_label=ANY)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=IncidentStatus, empty_label=ANY)
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), choices=Urgency, empty_label=ANY)
    source = django_filters.ChoiceFilter(label=_("Source"), choices=Source, empty_label=ANY)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), to_field_name="code", empty_label=ANY
    )
    grid = django_filters.CharFilter(field_name="grid__code", max_length=15, widget=forms.HiddenInput)
    since = day(_("Reported from"), "date__gte")
    until = day(_("Reported until"), "date__lte")

    class Meta:
        model = Incident
        fields = ["q", "street", "community", "category", "status", "urgency", "source", "department"]
        form = IncidentFilterForm

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset)
        self.user = user
        places = Grid.objects.visible_to(user)
        for name in ("street", "community"):
            self.filters[name].queryset = places & self.filters[name].queryset
        self.filters["department"].queryset = Department.objects.visible_to(user)
        self.filters["category"].extra["choices"] = categories()

    def behind(self, queryset, figure, period):
        of_now = IncidentFigure(figure).is_of_now
        return queryset.figure(figure, period, self.now) if period or of_now else queryset.none()

    def named(self, queryset, _name, value):
        word = value.strip()
        if word.upper().startswith("E") and word[1:7].isdecimal():
            return queryset.filter(number__istartswith=word)
        return queryset.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(address__icontains=word))

    def of_type(self, queryset, _name, value):
        """A group of two digits stands for all its types."""
        return queryset.filter(category__code__startswith=value)

    # -- tabs -----------------------------------------------------------------

    @cached_property
    def current(self):
        """The tab asked for; without one what waits for the person where anything does, and else all."""
        asked = self.data.get("tab", "")
        return asked if asked in self.TABS else ""

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def counts(self):
        """How many rows each tab holds; None where there are more than anybody counts. Two questions."""
        overdue = Q(due_at__lt=self.now)
        counts = self.qs.open().order_by().aggregate(
            waiting=Count("pk", filter=self.qs.waits_for(self.user)),
            open=Count("pk"),
            overdue=Count("pk", filter=overdue),
        )
        total = self.qs.order_by()[: COUNTED + 1].count()
        if total > COUNTED:
            return counts | {"closed": None, "": None}
        return counts | {"closed": total - counts["open"], "": total}

    @property
    def tabs(self):
        """(value, label, count) of every tab."""
        return [(value, label, self.counts[value]) for value, label in self.TABS.items()]

    @property
    def total(self):
        return self.counts[self.current]

    @property
    def tab(self):
        """The filtered rows of the present tab."""
        rows = {
            "waiting": lambda: self.qs.open().waiting_for(self.user),
            "open": self.qs.open,
            "overdue": lambda: self.qs.overdue(self.now),
            "closed": lambda: self.qs.filter(status__in=Incident.ENDED),
        }
        return rows.get(self.current, self.qs.all)()


def categories():
    """The groups of types and below each its types, as choices by code."""
    types = {}
    for kind in Category.objects.order_by("code"):
        types.setdefault(kind.code[:2], []).append((kind.code, kind.label))
    return [(group[0][1], [(group[0][0], _("%(group)s: all types") % {"group": group[0][1]}), *group[1:]]) for group in types.values()]
