"""The kinds of cases that wait on desks, and how many of each wait for a person."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, IntegerField, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grid.models import Incident, Prompt
from whistle.models import Accountability, Appeal, Assessment, Order, Supervision, Whistle


@dataclass(frozen=True)
class Kind:
    """One kind of case: where its list is, what its rows show, and what comes before everything else.

    `urgent` are conditions in the order of haste; rows of none come after them.
    """

    model: type
    label: str | Promise
    icon: str
    name: str
    query: str
    related: tuple
    urgent: tuple
    beside: tuple = ()  # what a row asks before it offers a verb, read for all rows at once

    @property
    def url(self):
        """The list of what waits for the reader; the same count."""
        return f"{reverse(self.name)}?{self.query}"

    def concerns(self, user):
        """Whether any post of the person could have a hand in cases of this kind."""
        roles = {hand.role for move in self.model.FLOW.human() if move.waits for hand in move.hands}
        return user.holds(*roles) is not None


KINDS = (
    Kind(
        Incident, _("Incidents"), "clipboard-list", "grid:incidents", "tab=waiting",
        ("category", "street", "community"), ({"urgency": "critical"}, {"urgency": "urgent"}),
    ),
    Kind(
        Order, _("Orders"), "send", "whistle:orders", "figure=waiting",
        ("whistle__kind", "street", "department"), ({"whistle__kind__is_emergency": True},),
        ("whistle__orders",),
    ),
    Kind(
        Whistle, _("Whistles"), "whistle", "whistle:whistles", "figure=waiting",
        ("street", "lead", "kind"), ({"kind__is_emergency": True},),
    ),
    Kind(
        Supervision, _("Supervision"), "gavel", "whistle:supervisions", "figure=waiting",
        ("street", "department", "desk"), ({"level": 3}, {"level": 2}),
    ),
    Kind(
        Accountability, _("Accountability"), "scale", "whistle:accountabilities", "figure=waiting",
        ("street", "department", "desk"), (),
    ),
    Kind(
        Prompt, _("Prompts"), "speakerphone", "grid:prompts", "figure=waiting",
        ("street", "department", "district"), (),
    ),
    Kind(Assessment, _("Annual assessment"), "certificate", "whistle:assessments", "", ("district",), ()),
    Kind(Appeal, _("Appeals"), "flag", "whistle:assessments", "", ("department", "district"), ()),
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """How many cases of each kind wait for one person, and how many of them are overdue."""

    user: object

    @cached_property
    def counts(self):
        """{model: (waiting, overdue)} by one question."""
        now = timezone.now()
        parts = [self._part(no, kind.model, now) for no, kind in enumerate(KINDS) if kind.concerns(self.user)]
        rows = parts[0].union(*parts[1:], all=True) if parts else ()
        return {KINDS[number].model: (n, late) for number, n, late in rows}

    def _part(self, number, model, now):
        mine = model.objects.visible_to(self.user).waiting_for(self.user).order_by()
        told = mine.annotate(kind_no=Value(number, IntegerField())).values("kind_no")
        counted = told.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
        return counted.values_list("kind_no", "n", "late")

    def of(self, model=None):
        """(waiting, overdue) of a kind, or of all together."""
        if model:
            return self.counts.get(model, (0, 0))
        return tuple(map(sum, zip((0, 0), *self.counts.values(), strict=True)))
