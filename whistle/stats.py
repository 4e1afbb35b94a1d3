"""Figures about whistles, orders and supervision slips over scoped querysets and a Period (`domain.md` 5.2)."""

from collections import defaultdict
from dataclasses import astuple, dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate

from grid.casework.measures import Rate
from grid.casework.worktime import SHANGHAI
from whistle.models import OrderFigure, WhistleFigure
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


@dataclass(frozen=True)
class Blown:
    """Whistles blown in the period and what became of them by now; adding pools."""

    blown: int = 0
    closed: int = 0
    second: int = 0
    supervised: int = 0
    unreminded: int = 0
    days: int = 0  # from blow to close, calendar days of all closed ones together

    def __add__(self, other):
        return Blown(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def closing(self):
        """办结率, cumulative"""
        return Rate(self.closed, self.blown)

    @property
    def seconds(self):
        """二次哨率"""
        return Rate(self.second, self.blown)

    @property
    def supervision(self):
        """督办率"""
        return Rate(self.supervised, self.blown)

    @property
    def unprompted(self):
        """自主办结率: closed without any reminder, of those closed"""
        return Rate(self.unreminded, self.closed)

    @property
    def mean_days(self):
        """平均办结天数, one decimal, half up; None over nothing."""
        if not self.closed:
            return None
        return (Decimal(self.days) / self.closed).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Answers:
    """Orders called, due or finished in the period, and how they were answered; adding pools."""

    dispatched: int = 0
    signed_in_time: int = 0
    reminded: int = 0
    answered: int = 0
    due: int = 0
    came: int = 0
    on_time: int = 0
    to_finish: int = 0
    finished_in_time: int = 0

    def __add__(self, other):
        return Answers(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def rates(self):
        """{rate: Rate}: 签收及时率, 应哨率, 吹哨报到率, 报到及时率, 按期办结率"""
        return {
            "signing": Rate(self.signed_in_time, self.dispatched),
            "response": Rate(self.answered, self.dispatched),
            "attendance": Rate(self.came, self.due),
            "punctuality": Rate(self.on_time, self.due),
            "completion": Rate(self.finished_in_time, self.to_finish),
        }


def per_thousand(blown, accepted):
    """吹哨率: whistles per 1,000 accepted incidents, two decimals, half up; None over nothing. Shown, never ranked."""
    return (Decimal(blown) * 1000 / accepted).quantize(Decimal("0.01"), ROUND_HALF_UP) if accepted else None


def blows(whistles, period, area="street"):
    """{area key: Blown}: one question."""
    told = {
        name.value: Count("pk", filter=condition)
        for name, condition in whistles.narrowings().items()
        if name != WhistleFigure.BLOWN
    }
    spent = TruncDate("closed_at", tzinfo=SHANGHAI) - TruncDate("blown_at", tzinfo=SHANGHAI)
    rows = whistles.blown_in(period).order_by().values(key=F(f"{area}_id"))
    table = {}
    for row in rows.annotate(blown=Count("pk"), days=Sum(spent, filter=Q(status="closed")), **told):
        key, days = row.pop("key"), row.pop("days") or timedelta()
        table[key] = Blown(days=days.days, **row)
    return table


def answers(orders, period, at=None, by="department"):
    """{department (or street) key: Answers}: one question."""
    counted = {name.value: condition for name, condition in orders.narrowings(period, at).items()}
    told = {name: Count("pk", filter=condition) for name, condition in counted.items()}
    any_of = counted[OrderFigure.DUE] | counted[OrderFigure.DISPATCHED] | counted[OrderFigure.TO_FINISH]
    rows = orders.filter(any_of).order_by().values(key=F(f"{by}_id")).annotate(**told)
    return {row.pop("key"): Answers(**row) for row in rows}


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
