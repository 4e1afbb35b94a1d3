"""What filters and tabs share, and those of whistles and slips; choices reach no further than one's sight."""

from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.lists import PLACES
from grid.figures import FigureFilter
from grid.models import Department, Grid, GridLevel
from whistle.models import (
    Order,
    Supervision,
    SupervisionFigure,
    Whistle,
    WhistleFigure,
    WhistleKind,
)
from whistle.models.supervision import Inspection, SupervisionLevel, SupervisionType

ANY = _("All")


def streets(user):
    """The streets of the districts in which the person holds a post."""
    districts = {post.district_code for post in user.posts_at()}
    return Grid.objects.level(GridLevel.STREET).filter(parent__in=districts).order_by("code")


def sees_one_street(user):
    """Whether all posts of the person lie in one street, which then is no choice."""
    codes = {post.grid.code[: GridLevel.STREET.digits] if post.grid else "" for post in user.posts_at()}
    return len(codes) == 1 and len(codes.pop()) == GridLevel.STREET.digits


class TabbedFilter(FigureFilter):
    """A list's filters, then its tabs with counts; the tab is the `status` parameter of the address."""

    TABS = {}  # value: (label, condition); conditions may ask for `now`

    q = django_filters.CharFilter(label=_("Number or title"), method="named")
    street = django_filters.ModelChoiceFilter(label=_("Street"), queryset=Grid.objects.none(), empty_label=ANY)
    since = django_filters.DateFilter(
        label=_("From"),
        field_name="created_at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("Until"),
        field_name="created_at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset)
        self.user = user
        if sees_one_street(user):
            del self.filters["street"]
        else:
            self.filters["street"].field.queryset = streets(user)

    def named(self, queryset, _name, value):
        return queryset.filter(Q(number__iexact=value.strip()) | Q(title__icontains=value.strip()))

    @cached_property
    def conditions(self):
        """The condition of each tab."""
        return {value: condition(self) for value, (_label, condition) in self.TABS.items()}

    @cached_property
    def current(self):
        """The tab asked for; the first where there is none of that name."""
        asked = self.data.get("status", "")
        return asked if asked in self.TABS else next(iter(self.TABS))

    # What lists narrow by outside the form (the colour of a slip), and count beside the tabs.
    narrowing = Q()
    more_counts = {}

    @cached_property
    def counted(self):
        """How many rows each tab holds, and what else is counted: one question for all."""
        told = {
            f"tab{no}": Count("pk", filter=self.narrowing & each) for no, each in enumerate(self.conditions.values())
        }
        return self.qs.order_by().aggregate(**told, **self.more_counts)

    @property
    def tabs(self):
        """(value, label, count) of every tab."""
        labels = [label for label, _condition in self.TABS.values()]
        return [(value, labels[no], self.counted[f"tab{no}"]) for no, value in enumerate(self.TABS)]

    @property
    def told_tab(self):
        """The present tab in words."""
        return str(self.TABS[self.current][0])

    @property
    def order(self):
        """Newest first, unless a list says otherwise."""
        return ("-created_at",)

    @property
    def total(self):
        return self.counted[f"tab{list(self.TABS).index(self.current)}"]

    @property
    def tab(self):
        """The filtered rows of the present tab."""
        return self.qs.filter(self.conditions[self.current] & self.narrowing)


def everything(_seen):
    return Q()


def one_of(*statuses):
    return lambda _seen: Q(status__in=statuses)


def late_whistles(_seen):
    now = timezone.now()
    return ~Q(status="closed") & (Q(due_at__lt=now) | Q(pk__in=Order.objects.overdue(now).values("whistle")))


def supervised(_seen):
    sent = Supervision.objects.filter(order__isnull=False, sent_at__isnull=False)
    return Q(pk__in=sent.exclude(status="withdrawn").values("order__whistle"))


class WhistleFilter(TabbedFilter):
    """The list of whistles."""

    TABS = {
        "": (ANY, everything),
        "draft": (_("not blown yet"), one_of("draft")),
        "answering": (_("reporting in"), one_of("blown", "responding")),
        "on_site": (_("on site"), one_of("on_site")),
        "finished": (_("to be rated"), one_of("finished")),
        "closed": (pgettext_lazy("whistle", "closed"), one_of("closed")),
        "late": (_("overdue"), late_whistles),
        "supervised": (_("under supervision"), supervised),
    }

    FIGURES = WhistleFigure

    kind = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("whistle", "Kind"), queryset=WhistleKind.objects.all(), empty_label=ANY
    )

    class Meta:
        model = Whistle
        fields = ["q", "kind", "street", "since", "until"]

    def behind(self, queryset, figure, period):
        return queryset.figure(figure, period) if period else queryset.none()


def open_slips(_seen):
    return ~Q(status__in=Supervision.ENDED)


def late_slips(_seen):
    return Q(status__in=["rectifying", "extension_pending"], due_at__lt=timezone.now())


OVERSEERS = [("district", _("supervision office of the district")), ("street", _("a street, over its own units"))]


class SupervisionFilter(TabbedFilter):
    """The list of supervision slips."""

    TABS = {
        "": (ANY, everything),
        "open": (_("not struck off yet"), open_slips),
        "registered": (_("not sent out"), one_of("registered")),
        "rectifying": (_("to be rectified"), one_of("rectifying", "extension_pending")),
        "late": (_("reply overdue"), late_slips),
        "asked": (pgettext_lazy("supervision", "more time asked for"), one_of("extension_pending")),
        "replied": (_("to be verified"), one_of("replied", "judged")),
        "verified": (_("struck off"), one_of("verified")),
        "escalated": (_("one level up"), one_of("escalated")),
        "proposed": (_("to accountability"), one_of("proposed")),
        "withdrawn": (pgettext_lazy("supervision", "withdrawn"), one_of("withdrawn")),
    }

    FIGURES = SupervisionFigure

    overseen = django_filters.ChoiceFilter(
        label=pgettext_lazy("slip", "Supervised by"), choices=OVERSEERS, method="by_overseer", empty_label=ANY
    )
    type = django_filters.ChoiceFilter(label=_("What was late"), choices=SupervisionType, empty_label=ANY)
    inspection = django_filters.ChoiceFilter(label=_("How it was found"), choices=Inspection, empty_label=ANY)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=ANY
    )

    class Meta:
        model = Supervision
        fields = ["q", "type", "department", "inspection", "overseen", "street", "since", "until"]

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset, user=user)
        self.filters["department"].field.queryset = Department.objects.visible_to(user)

    def by_overseer(self, queryset, _name, value):
        district = Q(overseer=F("district"))
        return queryset.filter(district if value == "district" else ~district)

    def behind(self, queryset, figure, period):
        return queryset.open()

    @property
    def level(self):
        """The colour asked for, as the address says it; all where there is none of that number."""
        asked = self.data.get("level", "")
        return asked if asked in {str(level.value) for level in SupervisionLevel} else ""

    @cached_property
    def narrowing(self):
        return Q(level=self.level) if self.level else Q()

    @cached_property
    def more_counts(self):
        here = self.conditions[self.current]
        told = {"still": self.conditions["open"], "here": here}
        return {
            f"{name}{level.value}": Count("pk", filter=condition & Q(level=level))
            for name, condition in told.items()
            for level in SupervisionLevel
        }

    @property
    def levels(self):
        """(level, how many open ones the filters leave, their list) of each colour."""
        return [(level, self.counted[f"still{level.value}"], self.address("open", level)) for level in SupervisionLevel]

    @property
    def levels_here(self):
        """(level, how many of the present tab the filters leave, their list) of each colour."""
        return [
            (level, self.counted[f"here{level.value}"], self.address(self.current, level))
            for level in SupervisionLevel
            if not self.level or str(level.value) == self.level
        ]

    @property
    def here(self):
        """The list of the present tab and colour."""
        chosen = (level for level in SupervisionLevel if str(level.value) == self.level)
        return self.address(self.current, next(chosen, None))

    def address(self, tab, level=None):
        """The list behind a number: these filters, that tab and that colour."""
        gone = {"status", "level", *PLACES}
        kept = [(name, value) for name, values in self.data.lists() for value in values if name not in gone]
        told = [("status", tab)] * bool(tab) + [("level", level and level.value)] * bool(level)
        return f"{reverse('whistle:supervisions')}?{urlencode(kept + told)}"
