"""Figures about whistles, orders and supervision slips over scoped querysets and a Period (`domain.md` 5.2)."""

from collections import defaultdict
from dataclasses import astuple, dataclass

from django.db.models import Count, Q

from grid.casework.measures import Rate
from whistle.models.questions import CAME, PUNCTUAL


@dataclass(frozen=True)
class Calls:
    """Orders whose time on the spot lay in the period, and how they were answered; adding pools."""

    due: int = 0
    came: int = 0
    on_time: int = 0

    def __add__(self, other):
        return Calls(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def attendance(self):
        """吹哨报到率"""
        return Rate(self.came, self.due)

    @property
    def punctuality(self):
        """报到及时率"""
        return Rate(self.on_time, self.due)


def blown(whistles, period, area="street"):
    """{area key: (blown in the period, of these closed by now)}"""
    closed = Count("pk", filter=Q(status="closed"))
    rows = whistles.blown_in(period).order_by().values_list(f"{area}_id").annotate(n=Count("pk"), closed=closed)
    return {key: (n, done) for key, n, done in rows}


def calls(orders, period):
    """{department key: Calls}"""
    told = {"due": Count("pk"), "came": Count("pk", filter=CAME), "on_time": Count("pk", filter=PUNCTUAL)}
    table = defaultdict(Calls)
    for row in orders.to_report_in(period).order_by().values("department_id").annotate(**told):
        table[row.pop("department_id")] += Calls(**row)
    return dict(table)
