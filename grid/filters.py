"""The filters and tabs of the list of incidents; choices reach no further than the person's sight."""

from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.casework.clock import Verdict
from grid.figures import FigureFilter, asked_period
from grid.models import (
    Category,
    Department,
    Grid,
    GridLevel,
    Incident,
    IncidentClock,
    IncidentFigure,
    IncidentStatus,
    Source,
    Urgency,
)
from grid.models.incident import MARKED, Mark

ANY = _("All")
LONGEST = timedelta(days=366)
REASONABLE = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
# Beyond so many rows a list does not say how many there are: history is counted by the statistics.
COUNTED = 10_000


class Pace(models.TextChoices):
    """How the handling stands to its limit, by what the handling clocks say."""

    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")


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


def choice(label, **more):
    return django_filters.ChoiceFilter(label=label, empty_label=ANY, **more)


def day(label, method):
    widget = forms.DateInput(attrs={"type": "date"})
    return django_filters.DateFilter(label=label, method=method, widget=widget, validators=REASONABLE)


def midnight(on):
    """The moment a day begins here; comparing moments, not days, leaves the index its work."""
    return timezone.make_aware(datetime.combine(on, time()))


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
    street = choice(_("Street"), field_name="street__code")
    community = choice(_("Community"), field_name="community__code")
    category = choice(_("Type"), method="of_type")
    status = choice(_("Status"), choices=IncidentStatus)
    urgency = choice(_("Urgency"), choices=Urgency)
    source = choice(_("Source"), choices=Source)
    department = choice(_("Department"), field_name="department__code")
    grid = django_filters.CharFilter(field_name="grid__code", max_length=15, widget=forms.HiddenInput)
    since = day(_("Reported from"), "from_day")
    until = day(_("Reported until"), "to_day")
    pace = choice(_("Handling limit"), choices=Pace, method="at_pace")
    mark = choice(_("Out of the ordinary"), choices=Mark, method="marked")
    followed = choice(_("Followed"), choices=[("yes", _("only what I follow"))], method="followed_by_me")
    repeat = choice(_("Reported again"), choices=[("1", _("reported more than once"))], method="again")
    # The key of an incident: what was reported at its place in the year before it.
    near = django_filters.NumberFilter(method="at_the_place", widget=forms.HiddenInput)
    spot = django_filters.NumberFilter(method="at_the_spot", widget=forms.HiddenInput)

    class Meta:
        model = Incident
        fields = ["q", "street", "community", "category", "status", "urgency", "source", "department"]
        form = IncidentFilterForm

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset)
        self.user = user
        streets, communities = places(user)
        departments = [(each.code, each.label) for each in Department.objects.visible_to(user).order_by("code")]
        offered = {"street": streets, "community": communities, "category": types(), "department": departments}
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices
        for name in ("street", "community"):
            if len(offered[name]) == 1 and not isinstance(offered[name][0][1], list):
                del self.filters[name]  # whoever sees one place has nothing to choose

    def behind(self, queryset, figure, period):
        of_now = IncidentFigure(figure).is_of_now
        return queryset.figure(figure, period, self.now) if period or of_now else queryset.none()

    def named(self, queryset, _name, value):
        """A number from its beginning, or words of the title, the text or the address."""
        word = value.strip()
        if word.upper().startswith("E") and word[1:7].isdecimal():
            return queryset.filter(number__startswith=word.upper())
        return queryset.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(address__icontains=word))

    def of_type(self, queryset, _name, value):
        """A group of two digits stands for all its types."""
        return queryset.filter(category__code__startswith=value)

    def from_day(self, queryset, _name, value):
        return queryset.filter(created_at__gte=midnight(value))

    def to_day(self, queryset, _name, value):
        return queryset.filter(created_at__lt=midnight(value + timedelta(days=1)))

    def at_pace(self, queryset, _name, value):
        """Late: a handling ended late or runs past its limit; on time: one ended, and none is late."""
        clocks = IncidentClock.objects.filter(case=OuterRef("pk"), stage="handle")
        late = Exists(clocks.filter(Q(verdict=Verdict.LATE) | Q(stopped_at=None, due_at__lt=self.now)))
        if value == Pace.LATE:
            return queryset.filter(late)
        return queryset.filter(Exists(clocks.filter(verdict=Verdict.ON_TIME)), ~late)

    def marked(self, queryset, _name, value):
        return queryset.filter(MARKED[value])

    def followed_by_me(self, queryset, _name, _value):
        return queryset.filter(pk__in=self.user.follows.values("incident"))

    def again(self, queryset, _name, _value):
        return queryset.reported_again()

    def at_the_place(self, queryset, _name, value):
        """Exactly the rows that the page of that incident counts; nothing where it is out of sight."""
        seen = Incident.objects.visible_to(self.user)
        case = seen.filter(pk=int(value)).select_related("district").first() if 0 < value < 2**63 else None
        return queryset.filter(pk__in=[row.pk for row in seen.at_the_place_of(case)] if case else [])

    def at_the_spot(self, queryset, _name, value):
        """The reports of a hot place: like that incident, in the days asked for."""
        seen, period = Incident.objects.visible_to(self.user), asked_period(self.data)
        case = seen.filter(pk=int(value)).select_related("category").first() if 0 < value < 2**63 else None
        rows = (seen.reports_in(period) if period else seen.none()).alike_around(case) if case else []
        return queryset.filter(pk__in=rows)

    # -- tabs -----------------------------------------------------------------

    @cached_property
    def now(self):
        return timezone.now()

    @property
    def current(self):
        """The tab asked for; all where there is none of that name."""
        asked = self.data.get("tab", "")
        return asked if asked in self.TABS else ""

    @property
    def told_tab(self):
        """The present tab in words."""
        return str(self.TABS[self.current])

    @property
    def order(self):
        """Open work comes by its urgency and its clock, history newest first."""
        return ("priority", "due_at") if self.current in {"waiting", "open", "overdue"} else ("-created_at",)

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

    @cached_property
    def counts(self):
        """How many rows each tab holds; None where there are more than anybody counts. Two questions."""
        waiting, late = self.qs.waits_for(self.user), Q(due_at__lt=self.now)
        told = {"waiting": Count("pk", filter=waiting), "open": Count("pk"), "overdue": Count("pk", filter=late)}
        counts = self.qs.open().order_by().aggregate(**told)
        total = self.qs.order_by()[: COUNTED + 1].count()
        known = {"closed": total - counts["open"], "": total} if total <= COUNTED else {"closed": None, "": None}
        return counts | known

    @property
    def tabs(self):
        """(value, label, count) of every tab."""
        return [(value, label, self.counts[value]) for value, label in self.TABS.items()]

    @property
    def total(self):
        return self.counts[self.current]


def places(user):
    """The streets and the communities within sight, as choices by code; several streets group the communities."""
    levels = (GridLevel.STREET, GridLevel.COMMUNITY)
    rows = Grid.objects.visible_to(user).active().filter(level__in=levels).order_by("code").values_list("code", "name")
    streets = [row for row in rows if len(row[0]) == GridLevel.STREET.digits]
    communities = [row for row in rows if len(row[0]) > GridLevel.STREET.digits]
    if len(streets) < 2:
        return streets, communities
    grouped = [(name, [row for row in communities if row[0].startswith(code)]) for code, name in streets]
    return streets, grouped


def types():
    """The groups of types and below each its types, as choices by code."""
    groups = {}
    for kind in Category.objects.order_by("code"):
        groups.setdefault(kind.code[:2], []).append(kind)
    whole = _("%(group)s: all types")
    return [
        (major.label, [(major.code, whole % {"group": major.label}), *((kind.code, kind.label) for kind in kinds)])
        for major, *kinds in groups.values()
    ]
