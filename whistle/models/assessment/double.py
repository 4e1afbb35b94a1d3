"""The same table for those who blow (双考核, `domain.md` 5.2): whether streets whistle with care.

What is counted is told by steps, clocks and rulings, and each number keeps the keys of what it counts, so
that it opens exactly these, in a frozen year too. How often a street whistles is shown beside its accepted
incidents and ranks nobody: too seldom and too often are both wrong (`domain.md` 2.4.1).
"""

from collections import defaultdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q

from grid.casework.clock import Verdict
from grid.casework.worktime import SHANGHAI
from grid.models import Grid, GridLevel, Incident

from ..order import Order
from ..points import PointEntry
from ..whistle import Whistle

OF_WHISTLES = ("blown", "misused", "withdrawn", "second", "late_ratings")
OF_ORDERS = ("objected", "recalled", "late_confirmations", "overruled", "rated")


def span(year):
    """The half-open span of a year in Shanghai."""
    return datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)


def streets_of(district, year):
    """A row for every street of a district, by code, as JSON holds it."""
    behind, accepted = counted(district, year), accepted_in(district, year)
    points = defaultdict(list)
    for entry in PointEntry.objects.of_year(year).filter(district=district, street__isnull=False).order_by("pk"):
        points[entry.street_id].append({"entry": entry.pk, "points": str(entry.points), "reason": entry.reason})
    streets = Grid.objects.filter(level=GridLevel.STREET, code__startswith=district.code).order_by("code")
    return [row(each, behind[each.pk], accepted.get(each.pk, 0), points[each.pk]) for each in streets]


def row(street, behind, accepted, points):
    keys = {name: behind.get(name, []) for name in (*OF_WHISTLES, *OF_ORDERS)}
    told: dict = {name: len(found) for name, found in keys.items()}
    rate = Decimal(1000 * told["blown"]) / accepted if accepted else None
    return told | {
        "code": street.code, "name": street.name, "name_en": getattr(street, "name_en", ""), "points": points,
        "accepted": accepted, "behind": keys,
        "rate": rate is not None and str(rate.quantize(Decimal("0.01"), ROUND_HALF_UP)) or None,
        "extra": str(sum((Decimal(entry["points"]) for entry in points), Decimal("0.00"))),
    }  # fmt: skip


def counted(district, year):
    """{street key: {what: the keys of the whistles or orders that it counts}}"""
    table: dict[int, dict] = defaultdict(lambda: defaultdict(list))
    for name, queryset in questions(district, year).items():
        for street, key in queryset.order_by("pk").values_list("street", "pk"):
            table[street][name].append(key)
    return table


def accepted_in(district, year):
    """{street key: how many incidents were accepted}"""
    start, end = span(year)
    cases = Incident.objects.filter(district=district, accepted_at__gte=start, accepted_at__lt=end)
    return dict(cases.order_by().values_list("street").annotate(n=Count("pk")))


def questions(district, year):
    """What is counted: for each name the whistles (OF_WHISTLES) or orders (OF_ORDERS) behind it."""
    start, end = span(year)
    here = Whistle.objects.filter(district=district)
    whistles = here.filter(blown_at__gte=start, blown_at__lt=end)
    called = Order.objects.filter(district=district)
    orders = called.filter(whistle__in=whistles)
    withdrawn, objected = Q(status="withdrawn"), orders.filter(objection_upheld=True)
    return {
        "blown": whistles,
        "withdrawn": whistles.filter(withdrawn),
        "objected": objected,
        "recalled": orders.filter(withdrawn).exclude(whistle__status="withdrawn"),
        "misused": whistles.filter(withdrawn | Q(pk__in=objected.values("whistle"))),
        "second": whistles.filter(round__gt=1),
        "late_confirmations": late(called, "confirm", start, end),
        "late_ratings": late(here, "rate", start, end),
        "overruled": overruled(orders),
        "rated": called.filter(rating__year=year),
    }


def overruled(orders):
    """Orders on which the supervision office ruled otherwise than the street had said."""
    ruled = orders.filter(attendance_ruling__isnull=False, attendance__isnull=False)
    return ruled.exclude(attendance_ruling=F("attendance"))


def late(cases, stage, start, end):
    """Those whose street ended that duty of its own late within the year, once or more often."""
    clocks = cases.model.clocks.rel.related_model.objects
    ended = clocks.filter(stage=stage, verdict=Verdict.LATE, stopped_at__gte=start, stopped_at__lt=end)
    return cases.filter(pk__in=ended.values("case"))
