"""What stands on the board of figures: facts of the apps' stats arranged as tiles, tables, bars and charts."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, Window
from django.utils.translation import gettext as _

from grid import stats
from grid.casework.measures import Period, Rate
from grid.models import Category, Department, Grid, Incident
from grid.models.incident import Mark
from portal import tiles
from portal.links import Links
from whistle import stats as whistle_stats
from whistle.models import Order, Supervision, Whistle
from whistle.stats import Calls

LATEST = 6  # supervision slips
TREND = 30  # days
RANKED = 12  # of more areas, those with nothing due are left out of the ranking


@dataclass(frozen=True)
class Row:
    """One line of a table: whom it is about, its figures, where each of them leads."""

    name: str
    code: str
    figures: stats.Figures
    where: dict
    links: Links
    calls: Calls = field(default_factory=Calls)
    key: int = 0

    @property
    def cells(self):
        """(number, address) of every column of counts."""
        names = ("accepted", "finished", "due", "due_closed", "on_time", "open", "overdue")
        return {name: (getattr(self.figures, name), self.links.incidents(name, **self.where)) for name in names}

    @property
    def answers(self):
        """(number, address) of the orders of a department."""
        told = {"due": self.calls.due, "on_time": self.calls.on_time}
        return {name: (n, self.links.orders(name, department=self.key)) for name, n in told.items()}


def of(user, ground, period, now):
    """Everything the page shows over what `user` sees: a dozen questions, whatever there is to count."""
    links = Links(period)
    incidents = Incident.objects.visible_to(user)
    table = stats.cells(incidents, period, now, ground.column)
    days = stats.trend(incidents, Period.last_days(TREND, now))
    calls = whistle_stats.calls(Order.objects.visible_to(user), period)
    slips, open_slips = supervisions(user)
    facts, areas = stats.facts(table), area_rows(ground, table, links)
    others = [whistle_tile(user, period, links), tiles.of_calls(sum(calls.values(), Calls()), links)]
    return {
        "period": period,
        "facts": facts,
        "tiles": [*tiles.of_incidents(facts, links, days), *others, tiles.of_slips(open_slips, links)],
        "areas": areas,
        "values": [shade(row) for row in areas],
        "ranking": ranking(areas),
        "departments": department_rows(table, calls, links),
        "categories": categories(incidents, period, links),
        "unusual": unusual(incidents, period, links),
        "days": daily(days, links),
        "trend": chart(days),
        "slips": slips,
    }


def whistle_tile(user, period, links):
    blown = whistle_stats.blown(Whistle.objects.visible_to(user), period).values()
    return tiles.of_whistles(sum(n for n, _closed in blown), sum(closed for _n, closed in blown), links)


def unusual(incidents, period, links):
    """(mark in words, number, its list) of what was accepted in the period and went out of the ordinary way."""
    told = stats.unusual(incidents, period)
    return [(mark.label, told[mark.value], links.incidents("accepted", mark=mark.value)) for mark in Mark]


def daily(days, links):
    """(date, (accepted, its list), (closed, its list)) for the table beside the chart."""
    told = [(day, n, done, links.on(day)) for day, n, done in days]
    return [(day, (n, on.incidents("accepted")), (done, on.incidents("closed"))) for day, n, done, on in told]


def area_rows(ground, table, links):
    """A row for each area compared, and for others where the reader sees something of their own."""
    pooled, column = stats.by_area(table), ground.column
    here = Q(level=ground.below, code__startswith=ground.area.code)
    areas = Grid.objects.filter((here & Q(valid_to=None)) | Q(pk__in=list(pooled))).order_by("code")
    return [Row(area.name, area.code, pooled.get(area.pk, stats.NOTHING), {column: area.code}, links) for area in areas]


def department_rows(table, calls, links):
    """A row for each department that handles or was called, the busiest first."""
    pooled = stats.by_department(table)
    departments = Department.objects.filter(pk__in={*pooled, *calls})
    rows = [
        Row(each.label, each.code, pooled.get(each.pk, stats.NOTHING), {"department": each.code}, links,
            calls.get(each.pk, Calls()), each.pk)
        for each in departments
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.figures.due, -row.calls.due, row.code))


def categories(incidents, period, links):
    """(group of types, accepted in the period, its list, its share), the most frequent first."""
    counts = stats.by_category(incidents, period)
    groups = [group for group in Category.objects.majors() if counts.get(group.code)]
    groups.sort(key=lambda group: -counts[group.code])
    whole = sum(counts.values())
    return [
        (group, counts[group.code], links.incidents("accepted", category=group.code), Rate(counts[group.code], whole))
        for group in groups
    ]


def supervisions(user):
    """The latest open slips, and how many there are in all."""
    slips = Supervision.objects.visible_to(user).open().annotate(in_all=Window(Count("pk")))
    rows = list(slips.select_related("street", "department", "desk").order_by("-created_at", "-pk")[:LATEST])
    return rows, rows[0].in_all if rows else 0


def shade(row):
    """An area on the map: its share as text and step of the scale, and the list behind it."""
    rate = row.figures.punctuality
    return {"code": row.code, "text": str(rate), "step": step(rate), "url": row.links.incidents("due", **row.where)}


def step(rate):
    """The step 1-4 of a share on the house scale; 0 over nothing."""
    return 1 + sum(rate.reaches(percent) for percent in (90, 95, 98)) if rate else 0


def ranking(rows):
    """The areas by their share, best first, those with nothing due last; the axis begins at 85% if nobody is below."""
    ranked = sorted(rows, key=lambda row: row.figures.punctuality, reverse=True)
    told = [(row.name, row.figures.punctuality) for row in ranked if row.figures.due or len(rows) <= RANKED]
    shares = [float(rate.percent) for _name, rate in told if rate]
    return {
        "rows": [{"name": name, "value": float(rate.percent) if rate else None, "step": step(rate)}
                 for name, rate in told],
        "from": 85 if min(shares, default=85) >= 85 else 0, "to": 100, "target": 95, "unit": "%",
    }  # fmt: skip


def chart(days):
    """Accepted and closed day by day, for the chart."""
    return {
        "labels": [f"{day:%m-%d}" for day, *_counts in days],
        "lines": [
            {"name": _("accepted"), "values": [n for _day, n, _done in days], "colour": "primary"},
            {"name": _("closed"), "values": [done for _day, _n, done in days], "colour": "success"},
        ],
    }
