"""The tables of an assessed year as files: reckoned (or frozen) figures instead of rows of the database."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.exports import Column, Ledger
from grid.exports.ledger import said
from grid.models.people import STREET_STAFF
from grid.naming import in_language
from whistle.models import Assessment
from whistle.models.assessment.year import OFFICES


class YearForm(forms.Form):
    """Which year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)


@dataclass(frozen=True)
class Lines:
    """What an export asks of a queryset, answered by a table that was reckoned."""

    rows: list

    def order_by(self, *_names):
        return self

    def __getitem__(self, cut):
        return Lines(self.rows[cut])

    def count(self):
        return len(self.rows)

    def iterator(self, chunk_size=None):
        return iter(self.rows)


class SeenYear:
    """A table of a year as one person sees it; without a year within sight it has no rows."""

    order, counted_as = ("rank",), None

    def __init__(self, query, user):
        self.user, self.form = user, YearForm(query)

    @cached_property
    def case(self):
        year = self.form.cleaned_data["year"] if self.form.is_valid() else None
        return Assessment.objects.visible_to(self.user).filter(year=year).select_related("district").first()

    @property
    def told_tab(self):
        return self.case.get_status_display() if self.case else "—"

    @cached_property
    def tab(self):
        return Lines(list(self.seen_in(self.case.annual())) if self.case else [])


class SeenDepartments(SeenYear):
    """The departments by rank, for the district's offices."""

    def seen_in(self, annual):
        sheets = sorted(annual["departments"], key=lambda sheet: (sheet["rank"] or 999, sheet["code"]))
        return sheets if self.user.holds(*OFFICES) else []


class SeenStreets(SeenYear):
    """The streets by code, for the district's offices; a street its own line."""

    def seen_in(self, annual):
        own = {post.grid.code for post in self.user.posts_at() if post.role in STREET_STAFF}
        office = self.user.holds(*OFFICES)
        return [row for row in annual["streets"] if office or row["code"] in own]


@dataclass(frozen=True)
class YearLedger(Ledger):
    """A table of a year; what it is about names the digest of a frozen one."""

    def seen(self, query, user):
        return self.filter(QueryDict(query), user)

    def rows(self, seen):
        return seen.tab

    def about(self, seen, total, user, as_of):
        what, *lines = super().about(seen, total, user, as_of)
        return [what, (_("Digest"), seen.case.digest if seen.case else ""), *lines]


def name(label):
    return Column(label, lambda row, _names: in_language(row["name"], row["name_en"]), 24)


def figure(label, key, width=12):
    """A figure as a number; nothing where there is none."""
    return Column(label, lambda row, _names: None if row[key] is None else float(row[key]), width)


def count(label, key):
    return Column(label, lambda row, _names: row[key], 10)


def ratings(row, _names: Any):
    return sum(len(line["ratings"]) for line in row["streets"])


DEPARTMENT_COLUMNS = (
    name(_("Department")),
    count(_("Rank"), "rank"),
    figure(_("Score by the streets"), "score"),
    figure(_("Vote of the streets"), "vote"),
    figure(_("Streets and vote together"), "street_half"),
    figure(_("Other score"), "other"),
    figure(_("Bonus or deduction"), "extra"),
    figure(pgettext_lazy("assessment", "Total"), "total"),
    Column(_("Ratings"), ratings, 8),
    Column(_("not whistled"), lambda row, _names: "" if row["whistled"] else said(True), 10),
)
STREET_COLUMNS = (
    name(_("Street")),
    count(_("Blown"), "blown"),
    count(_("Incidents accepted"), "accepted"),
    figure(_("Per 1,000 incidents"), "rate"),
    count(_("Misused"), "misused"),
    count(_("Withdrawn"), "withdrawn"),
    count(_("Objected away"), "objected"),
    count(_("Recalled"), "recalled"),
    count(_("Second whistles"), "second"),
    count(_("Checked late"), "late_confirmations"),
    count(_("Rated late"), "late_ratings"),
    count(_("Overruled"), "overruled"),
    figure(_("Bonus or deduction"), "extra"),
)

DEPARTMENTS_OF_A_YEAR = YearLedger(
    "assessment", _("Annual assessment"), "whistle:assessments", Assessment, SeenDepartments, DEPARTMENT_COLUMNS
)
STREETS_OF_A_YEAR = YearLedger(
    "assessed_streets", _("How the streets whistle"), "whistle:assessments", Assessment, SeenStreets, STREET_COLUMNS
)
