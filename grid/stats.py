"""Figures about incidents over a scoped queryset and a Period (`domain.md` 5.1); nothing is formatted here.

Each number is also a queryset of `grid.models.incident.questions`, by which its list shows the same rows.
"""

from collections import defaultdict
from dataclasses import astuple, dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate

from grid.casework.measures import Rate
from grid.casework.worktime import SHANGHAI
from grid.models import Incident
from grid.models.incident import MARKED
from grid.models.incident.questions import WELL_CLOSED, accepted, within

OPEN = ~Q(status__in=Incident.ENDED)


@dataclass(frozen=True)
class Figures:
    """What is counted of a set of incidents; adding two pools them."""

    reported: int = 0
    accepted: int = 0
    finished: int = 0
    open: int = 0
    overdue: int = 0
    due: int = 0
    due_closed: int = 0
    on_time: int = 0

    def __add__(self, other):
        return Figures(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def finishing(self):
        """办结率 (cumulative): closed by now of those accepted in the period."""
        return Rate(self.finished, self.accepted)

    @property
    def closing(self):
        """结案率: closed of those that should have been."""
        return Rate(self.due_closed, self.due)

    @property
    def punctuality(self):
        """按期结案率: closed on time of those that should have been closed."""
        return Rate(self.on_time, self.due)


NOTHING = Figures()


def cells(incidents, period, at, area="street"):
    """{(area key, department key or None): Figures}: two questions, whatever is told by them.

    `area` is the field of a case that holds the areas compared: street, community or grid.
    """
    by = (f"{area}_id", "department_id")
    table = defaultdict(lambda: NOTHING)
    for counted in (_counted(incidents, period, at), _judged(incidents, period, at)):
        for row in counted.order_by().values(*by).annotate(**counted.figures):
            table[row.pop(by[0]), row.pop(by[1])] += Figures(**row)
    return dict(table)


def facts(table):
    """The figures of everything together."""
    return sum(table.values(), NOTHING)


def by_area(table):
    """{area key: Figures}"""
    return _pooled(table, 0)


def by_department(table):
    """{department key: Figures}; what no department has yet is left out."""
    pooled = _pooled(table, 1)
    return {key: figures for key, figures in pooled.items() if key is not None}


def trend(incidents, period):
    """[(date, accepted, closed)] of every day of the period."""
    # What was put right on the spot was never accepted by a desk: it counts on the day of its report.
    taken = _daily(incidents.accepted_in(period), Coalesce("accepted_at", "created_at"))
    closed = _daily(incidents.closed_in(period), "closed_at")
    return [(day, taken.get(day, 0), closed.get(day, 0)) for day in period.dates()]


def accepted_by(incidents, period, area):
    """{area key: accepted in the period}"""
    return dict(incidents.accepted_in(period).order_by().values_list(f"{area}_id").annotate(n=Count("pk")))


def by_category(incidents, period):
    """{code of the group of types: accepted in the period}"""
    counted = incidents.accepted_in(period).order_by().values_list("category__major").annotate(n=Count("pk"))
    return dict(counted)


def unusual(incidents, period):
    """{Mark: how many accepted in the period bear it}: sent back, extended, suspended, forced … in one question."""
    told = {mark.value: Count("pk", filter=marked) for mark, marked in MARKED.items()}
    return incidents.accepted_in(period).order_by().aggregate(**told)


def _counted(incidents, period, at):
    """What the rows of incidents themselves tell; only rows that count for something are read."""
    told = {
        "reported": within("created_at", period),
        "accepted": accepted(period),
        "finished": accepted(period) & WELL_CLOSED,
        "open": OPEN,
        "overdue": OPEN & Q(due_at__lt=at),
    }
    rows = incidents.filter(told["reported"] | told["accepted"] | OPEN)
    rows.figures = {name: Count("pk", filter=condition) for name, condition in told.items()}
    return rows


def _judged(incidents, period, at):
    """What the handling clocks tell."""
    closed = WELL_CLOSED & Q(closed_at__lt=period.end)
    rows = incidents.due_in(period, at)
    rows.figures = {
        "due": Count("pk"),
        "due_closed": Count("pk", filter=closed),
        "on_time": Count("pk", filter=closed & ~rows.handled_late(period)),
    }
    return rows


def _pooled(table, place):
    pooled = defaultdict(lambda: NOTHING)
    for key, figures in table.items():
        pooled[key[place]] += figures
    return dict(pooled)


def _daily(incidents, moment):
    days = incidents.order_by().values_list(TruncDate(moment, tzinfo=SHANGHAI)).annotate(n=Count("pk"))
    return dict(days)
