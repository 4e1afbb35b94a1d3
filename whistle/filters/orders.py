"""The workbench of a called department: where each of its orders stands, and what runs out next."""

from datetime import timedelta

import django_filters
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.models import Department
from grid.models.people import DEPARTMENTAL
from whistle.models import Order, OrderFigure

from .cases import ANY, TabbedFilter, everything, one_of

OPEN = ~Q(status__in=sorted(Order.ENDED))
HANDLING = ("reported_in", "rework", "extension_pending", "suspension_pending", "suspended")
# What waits for the street or the district; its lateness is not the department's.
THEIRS_TO_DO = ("replied", "objected", "extension_pending", "suspension_pending")
ALL = "all"


def on_the_clock(seen):
    """What the reader is late with: for a department, only what is its own turn."""
    return OPEN & ~Q(status__in=THEIRS_TO_DO) if seen.is_departments else OPEN


def late(seen):
    return on_the_clock(seen) & Q(due_at__lt=seen.now)


def due_soon(seen):
    """Not late yet, but reminded already or within the hours of ORDER_DUE_SOON_HOURS."""
    soon = seen.now + timedelta(hours=settings.ORDER_DUE_SOON_HOURS)
    reminded = Q(pk__in=Order.objects.reminded(seen.now).values("pk"))
    return on_the_clock(seen) & Q(due_at__gte=seen.now) & (Q(due_at__lt=soon) | reminded)


class Whose(models.TextChoices):
    """Whose an order is within its department."""

    MINE = "mine", _("mine")
    OFFICE = "office", _("my office's")
    UNCLAIMED = "unclaimed", _("nobody's yet")


class OrderFilter(TabbedFilter):
    """The list of orders, sorted by what runs out first; its first tab is what is not done yet."""

    TABS = {
        "open": (_("not done yet"), lambda _seen: OPEN),
        "dispatched": (_("to be signed"), one_of("dispatched")),
        "signed": (_("to contact"), one_of("signed")),
        "contacted": (_("to report in"), one_of("contacted", "absent")),
        "handling": (pgettext_lazy("orders", "handling"), one_of(*HANDLING)),
        "soon": (_("due soon"), due_soon),
        "late": (_("overdue"), late),
        "objected": (_("returned"), one_of("objected", "rerouted")),
        "replied": (_("to be checked"), one_of("replied")),
        "done": (pgettext_lazy("order", "done"), one_of("done")),
        ALL: (ANY, everything),
    }
    FIGURES = OrderFigure

    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=ANY
    )
    whose = django_filters.ChoiceFilter(label=_("Whose"), choices=Whose, method="held_by", empty_label=ANY)

    class Meta:
        model = Order
        fields = ["q", "department", "whose", "street", "since", "until"]

    def __init__(self, data, queryset, *, user):
        super().__init__(data, queryset, user=user)
        departments = {post.department_id for post in user.posts_at() if post.department_id}
        if not departments:
            del self.filters["whose"]
        if self.is_departments and len(departments) == 1:
            del self.filters["department"]
        else:
            self.filters["department"].field.queryset = Department.objects.visible_to(user)

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def is_departments(self):
        """Whether the reader holds posts of departments and no others."""
        return all(post.role in DEPARTMENTAL for post in self.user.posts_at())

    def named(self, queryset, _name, value):
        word = value.strip()
        return queryset.filter(Q(whistle__number__iexact=word) | Q(whistle__title__icontains=word))

    def held_by(self, queryset, _name, value):
        offices = [post.unit_id for post in self.user.posts_at() if post.unit_id]
        held = {
            Whose.MINE: Q(handler=self.user),
            Whose.OFFICE: Q(unit__in=offices),
            Whose.UNCLAIMED: Q(handler=None),
        }
        return queryset.filter(held[Whose(value)])

    @cached_property
    def current(self):
        """The tab asked for; behind a number lies everything it counts, otherwise what is not done yet."""
        asked = self.data.get("status", "")
        return asked if asked in self.TABS else ALL if self.data.get("figure") else "open"

    @property
    def order(self):
        """By the clock; what has ended, newest first."""
        return ("-created_at",) if self.current in {"done", ALL} and not self.waits else ("due_at",)

    @property
    def waits(self):
        return self.data.get("figure") == OrderFigure.WAITING

    def behind(self, queryset, figure, period):
        return queryset.figure(figure, period) if period else queryset.none()
