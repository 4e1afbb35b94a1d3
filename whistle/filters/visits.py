"""The lists of leaders' visits and of the problems solved on them."""

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.models import User
from whistle.models import SolvedProblem, Visit
from whistle.models.leaders import leaders_of

from .cases import ANY, TabbedFilter, everything


class VisitFigure(models.TextChoices):
    """The numbers a page shows about visits and the problems solved on them."""

    MADE = "made", _("made in the period")


def day(label, field, lookup):
    widget = forms.DateInput(attrs={"type": "date"})
    return django_filters.DateFilter(label=label, field_name=field, lookup_expr=lookup, widget=widget)


class LeadersFilter(TabbedFilter):
    """What both lists are narrowed by; `leader` names somebody who leads a district of the reader's posts."""

    FIGURES = VisitFigure

    community = django_filters.NumberFilter(field_name="community_id", widget=forms.HiddenInput)  # a grid's key

    leader = django_filters.ModelChoiceFilter(label=_("Leader"), queryset=User.objects.none(), empty_label=ANY)

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset, user=user)
        self.filters["leader"].field.queryset = leaders_of({post.district_code for post in user.posts_at()})

    def behind(self, queryset, figure, period):
        return queryset.within(period) if period else queryset.none()


class VisitFilter(LeadersFilter):
    """The list of visits, the latest first."""

    TABS = {"": (ANY, everything), "solved": (_("with problems solved"), lambda _seen: Q(solved__gt=0))}

    q = django_filters.CharFilter(label=pgettext_lazy("search", "Words"), method="named")
    since = day(_("From"), "at", "date__gte")
    until = day(_("Until"), "at", "date__lte")

    class Meta:
        model = Visit
        fields = ["q", "leader", "street", "since", "until"]

    def named(self, queryset, _name, value):
        word = value.strip()
        return queryset.filter(Q(seen__icontains=word) | Q(problems__text__icontains=word)).distinct()

    @property
    def order(self):
        return ("-at",)


class ProblemFilter(LeadersFilter):
    """The list of problems solved on the spot, the latest first."""

    TABS = {"": (ANY, everything)}

    q = django_filters.CharFilter(label=pgettext_lazy("search", "Words"), field_name="text", lookup_expr="icontains")
    leader = django_filters.ModelChoiceFilter(
        label=_("Leader"), field_name="visit__leader", queryset=User.objects.none(), empty_label=ANY
    )
    street = django_filters.ModelChoiceFilter(
        label=_("Street"), field_name="visit__street", queryset=None, empty_label=ANY
    )  # fmt: skip
    community = django_filters.NumberFilter(field_name="visit__community_id", widget=forms.HiddenInput)
    since = day(_("From"), "visit__at", "date__gte")
    until = day(_("Until"), "visit__at", "date__lte")

    class Meta:
        model = SolvedProblem
        fields = ["q", "leader", "street", "since", "until"]

    @property
    def order(self):
        return ("-visit__at",)
