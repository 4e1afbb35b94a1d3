"""The same table for those who blow (双考核, `domain.md` 5.2): whether streets whistle with care.

What is counted is told by steps, clocks and rulings. How often a street whistles is shown beside its
accepted incidents and ranks nobody: too seldom and too often are both wrong (`domain.md` 2.4.1).
"""

from collections import defaultdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.apps import apps
from django.db.models import Count, F, Q

from grid.casework.clock import Verdict
from grid.casework.worktime import SHANGHAI
from grid.models import Grid, GridLevel, Incident

from ..points import PointEntry
from ..rating import Rating

COUNTED = (
    "blown", "withdrawn", "objected", "recalled", "misused", "second", "late_confirmations", "late_ratings",
    "overruled", "rated",
)  # fmt: skip


def span(year):
    """The half-open span of a year in Shanghai."""
    return datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)


def streets_of(district, year):
    """A row for every street of a district, by code, as JSON holds it."""
    counts = counted(district, year)
    points = defaultdict(list)
    for entry in PointEntry.objects.of_year(year).filter(district=district, street__isnull=False).order_by("pk"):
        points[entry.street_id].append({"entry": entry.pk, "points": str(entry.points), "reason": entry.reason})
    streets = Grid.objects.filter(level=GridLevel.STREET, code__startswith=district.code).order_by("code")
    return [row(street, counts[street.pk], points[street.pk]) for street in streets]


def row(street, counts, points):
    told = {name: counts.get(name, 0) for name in (*COUNTED, "accepted")}
    each = Decimal("0.01")
    rate = Decimal(1000 * told["blown"]) / told["accepted"] if told["accepted"] else None
    return told | {
        "code": street.code, "name": street.name, "name_en": getattr(street, "name_en", ""), "points": points,
        "rate": rate is not None and str(rate.quantize(each, ROUND_HALF_UP)) or None,
        "extra": str(sum((Decimal(entry["points"]) for entry in points), Decimal("0.00"))),
    }  # fmt: skip


def counted(district, year):
    """{street key: {what: how many}}"""
    table: dict[int, dict] = defaultdict(dict)
    for name, queryset in questions(district, year).items():
        key = next(field for field in ("street", "case__street", "order__street") if holds(queryset.model, field))
        for street, count in queryset.order_by().values_list(key).annotate(n=Count("pk", distinct=True)):
            table[street][name] = count
    return table


def holds(model, path):
    return path.split("__")[0] in {field.name for field in model._meta.get_fields()}


def questions(district, year):
    """What is counted: for each name the whistles, orders, clocks or ratings behind it."""
    start, end = span(year)
    whistles = apps.get_model("whistle", "Whistle").objects.filter(
        district=district, blown_at__gte=start, blown_at__lt=end
    )
    orders = apps.get_model("whistle", "Order").objects.filter(whistle__in=whistles)
    withdrawn, objected = Q(status="withdrawn"), orders.filter(objection_upheld=True)
    return {
        "blown": whistles,
        "withdrawn": whistles.filter(withdrawn),
        "objected": objected,
        "recalled": orders.filter(withdrawn).exclude(whistle__status="withdrawn"),
        "misused": whistles.filter(withdrawn | Q(pk__in=objected.values("whistle"))),
        "second": whistles.filter(round__gt=1),
        "late_confirmations": late(orders.model, district, "confirm", start, end),
        "late_ratings": late(whistles.model, district, "rate", start, end),
        "overruled": overruled(orders),
        "rated": Rating.objects.filter(order__district=district, year=year),
        "accepted": Incident.objects.filter(district=district, accepted_at__gte=start, accepted_at__lt=end),
    }


def overruled(orders):
    """Orders on which the supervision office ruled otherwise than the street had said."""
    ruled = orders.filter(attendance_ruling__isnull=False, attendance__isnull=False)
    return ruled.exclude(attendance_ruling=F("attendance"))


def late(model, district, stage, start, end):
    """Clocks of the street's own duties that ended late within the year."""
    clocks = model.clocks.rel.related_model.objects
    return clocks.filter(
        case__district=district, stage=stage, verdict=Verdict.LATE, stopped_at__gte=start, stopped_at__lt=end
    )
