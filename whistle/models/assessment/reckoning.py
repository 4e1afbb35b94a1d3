"""The sums of a year: from ratings, votes, other scores and point entries to every department's sheet.

All arithmetic is exact (fractions of whole numbers); a figure is rounded once, half up to two decimals,
where it is shown or frozen, and no figure is reckoned from a rounded one. The formulas are those of
`domain.md` 5.4; `tools/recount_assessment.py` reckons them a second time from the trace.
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from grid.models import Department, Grid, GridLevel

from ..points import PointEntry
from ..rating import PARTS, Rating
from ..scheme import AssessmentScheme
from .double import streets_of
from .scores import OtherScore, Vote

HUNDREDTH = Decimal("0.01")


def rounded(value):
    """An exact number as text with two decimals, half away from zero; None stays None."""
    if value is None:
        return None
    cents = int(abs(value) * 100 + Fraction(1, 2))
    return str((Decimal(cents) * HUNDREDTH).copy_sign(-1 if value < 0 and cents else 1))


def mean(pairs):
    """The weighted mean of (value, weight) pairs; None of nothing."""
    pairs = list(pairs)
    weight = sum(weight for _value, weight in pairs)
    return Fraction(sum(value * weight for value, weight in pairs), weight) if weight else None


def reckon(district, year):
    """A year as it stands now: the scheme, every department's sheet by rank, every street's, as JSON holds it."""
    scheme = AssessmentScheme.objects.of_year(district, year)
    sheets = Sheets(district, year, scheme).all()
    return {
        "year": year,
        "district": district.code,
        "scheme": scheme.told(),
        "departments": sorted(sheets, key=lambda sheet: sheet["code"]),
        "streets": streets_of(district, year),
    }


class Sheets:
    """The sheets of all departments of a district in a year."""

    def __init__(self, district, year, scheme):
        self.district, self.year, self.scheme = district, year, scheme
        self.weight, self.share = Fraction(str(scheme.street_weight)), Fraction(str(scheme.vote_share))
        self.ratings = by_department(map(self.rated, ratings_of(district, year)))
        self.votes = by_department(votes_of(district, year))
        self.points = by_department(points_of(district, year))
        others = OtherScore.objects.filter(department__district=district, year=year)
        self.others = {row.department_id: row for row in others}
        self.streets = {street.code: street for street in Grid.objects.filter(level=GridLevel.STREET)}

    def rated(self, rating):
        """(department key, the line of one rating)."""
        order, marks = rating.order, rating.standing
        told = {name: getattr(marks, name) for name in (*PARTS, "presence", "attitude", "cap", "total", "round")}
        facts = {name: str(value) for name, value in marks.facts.as_fields().items() if isinstance(value, str)}
        return order.department_id, told | facts | {
            "rating": rating.pk,
            "order": order.pk,
            "number": order.number,
            "street": order.street.code,
            "at": rating.at.isoformat(),
            "finished_late": marks.finished_late,
            "weight": self.scheme.round_weight if marks.round > 1 else 1,
            "signed_total": rating.total,
            "reason": marks.reason,
        }  # fmt: skip

    def all(self):
        departments = Department.objects.filter(district=self.district)
        called = [one for one in departments if one.is_active or one.pk in self.ratings]
        street_scores = {one.pk: self.by_street(self.ratings[one.pk]) for one in called}
        given = [mean((each["exact"], 1) for each in lines) for lines in street_scores.values() if lines]
        neutral = mean((score, 1) for score in given)
        return ranked([self.sheet(one, street_scores[one.pk], neutral) for one in called])

    def by_street(self, ratings):
        """S(s, d): the weighted mean of each street's ratings of a department."""
        lines = defaultdict(list)
        for rating in ratings:
            lines[rating["street"]].append(rating)
        return [self.line(code, rows) for code, rows in sorted(lines.items())]

    def line(self, code, rows):
        street = self.streets[code]
        return {
            "code": code, "name": street.name, "name_en": getattr(street, "name_en", ""), "ratings": rows,
            "exact": mean((row["total"], row["weight"]) for row in rows), "weight": sum(row["weight"] for row in rows),
        }  # fmt: skip

    def sheet(self, department, lines, neutral):
        """A(d) and everything it is made of."""
        key, other = department.pk, self.others.get(department.pk)
        own = mean((line["exact"], 1) for line in lines)
        score, vote = neutral if own is None else own, mean((each["points"], 1) for each in self.votes[key])
        street_half = score if vote is None or score is None else (1 - self.share) * score + self.share * vote
        extra = sum(Fraction(each["points"]) for each in self.points[key])
        total = None
        if street_half is not None and other:
            total = self.weight * street_half + (1 - self.weight) * Fraction(str(other.points)) + extra
        return {
            "code": department.code, "name": department.name, "name_en": department.name_en,
            "streets": [line | {"mean": rounded(line.pop("exact"))} for line in map(dict, lines)],
            "whistled": own is not None, "score": rounded(score), "vote": rounded(vote), "votes": self.votes[key],
            "street_half": rounded(street_half), "other": rounded(other and Fraction(str(other.points))),
            "source": other.source if other else "", "points": self.points[key], "extra": rounded(extra),
            "total": rounded(total),
        }  # fmt: skip


def ranked(sheets):
    """Each sheet with its `rank`: equals share one, who has no total has none."""
    totals = [Decimal(sheet["total"]) for sheet in sheets if sheet["total"] is not None]
    for sheet in sheets:
        known = sheet["total"] is not None
        sheet["rank"] = 1 + sum(each > Decimal(sheet["total"]) for each in totals) if known else None
    return sheets


def ratings_of(district, year):
    """The ratings of a year in the order in which they were signed, with what was revised."""
    rows = Rating.objects.filter(year=year, order__district=district)
    return rows.select_related("order__street").prefetch_related("revisions").order_by("pk")


def votes_of(district, year):
    for vote in Vote.objects.filter(year=year, department__district=district).select_related("street").order_by("pk"):
        yield vote.department_id, {"street": vote.street.code, "quarter": vote.quarter, "points": vote.points}


def points_of(district, year):
    entries = PointEntry.objects.of_year(year).filter(district=district, department__isnull=False).order_by("pk")
    for entry in entries:
        yield entry.department_id, point(entry)


def point(entry):
    return {
        "entry": entry.pk, "kind": entry.kind, "points": str(entry.points), "reason": entry.reason,
        "at": entry.at.isoformat(), "supervision": entry.supervision_id, "reverses": entry.reverses_id,
    }  # fmt: skip


def by_department(pairs):
    table: dict[int, list] = defaultdict(list)
    for key, row in pairs:
        table[key].append(row)
    return table
