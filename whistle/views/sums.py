"""What the pages of a year show to whom: arranged from the year's figures, nothing reckoned here."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grid.models import Grid, GridLevel, Role
from grid.models.people import STREET_STAFF
from grid.naming import in_language
from whistle.models.assessment.year import OFFICES
from whistle.models.facts import Coming, Timing, Witness

# The streets' own table, in its order.
STREET_NUMBERS = {
    "blown": gettext_lazy("Blown"),
    "misused": gettext_lazy("Misused"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "objected": gettext_lazy("Objected away"),
    "recalled": gettext_lazy("Recalled"),
    "second": gettext_lazy("Second whistles"),
    "late_confirmations": gettext_lazy("Checked late"),
    "late_ratings": gettext_lazy("Rated late"),
    "overruled": gettext_lazy("Overruled"),
}


@dataclass(frozen=True)
class Reader:
    """Whoever looks: an office of the district, a department, or a street."""

    user: Any
    post: Any
    district: Any

    @property
    def is_office(self):
        return self.user.holds(*OFFICES) is not None

    @property
    def street(self):
        """The street whose staff this is; None for offices and departments."""
        post = self.user.holds(*STREET_STAFF)
        return post.grid if post and not self.is_office else None

    @property
    def departments(self):
        """The codes of the departments this person is of."""
        return {post.department.code for post in self.user.posts_at() if post.department_id}

    def heads(self, code):
        """The department of that code that this person heads, or None."""
        heading = (post.department for post in self.user.posts_at() if post.role == Role.HEAD)
        return next((one for one in heading if one.code == code), None)

    def may_open(self, sheet):
        """Offices every sheet, a department its own, a street those it has rated."""
        rated = self.street and any(line["code"] == self.street.code for line in sheet["streets"])
        return self.is_office or bool(rated) or sheet["code"] in self.departments

    def rows(self, annual):
        """The departments this person compares, by rank: all, their own, or those their street rated."""
        sheets = sorted(annual["departments"], key=lambda sheet: (sheet["rank"] or 999, sheet["code"]))
        if self.street:
            return [row for sheet in sheets if (row := self.given(sheet))]
        ranking = self.is_office or annual["scheme"]["ranking_shown"]
        return [arranged(sheet, self) for sheet in sheets if ranking or self.may_open(sheet)]

    def given(self, sheet):
        """What this person's street gave a department; None where it gave nothing."""
        line = next((line for line in sheet["streets"] if line["code"] == self.street.code), None)
        told = {"name": named(sheet), "code": sheet["code"]}
        return line and told | {"mean": line["mean"], "count": len(line["ratings"])}


def named(row):
    return in_language(row["name"], row["name_en"])


def arranged(sheet, reader):
    """A row of the ranking."""
    return sheet | {
        "name": named(sheet),
        "count": sum(len(line["ratings"]) for line in sheet["streets"]),
        "mine": sheet["code"] in reader.departments,
        "open": reader.may_open(sheet),
    }


def sum_lines(sheet, annual, reader):
    """How the total comes about, line by line: (label, number, explanation, address of what it is made of or "")."""
    scheme = annual["scheme"]
    count = sum(len(line["ratings"]) for line in sheet["streets"])
    list_ = reverse("whistle:assessment_ratings", args=[annual["year"], sheet["code"]]) if count else ""
    if sheet["whistled"]:
        told = _("mean of %(streets)s, %(ratings)s") % {"streets": streets_in(sheet), "ratings": ratings_in(count)}
    else:
        told = _("not whistled: the mean of the departments that were")
    lines = [(_("Score by the streets"), sheet["score"], told, list_)]
    if sheet["vote"] is not None:
        share = {"share": scheme["vote_share"], "count": len(sheet["votes"])}
        told = (
            ngettext(
                "mean of %(count)d vote, weight %(share)s", "mean of %(count)d votes, weight %(share)s", share["count"]
            )
            % share
        )
        lines.append((_("Vote of the streets"), sheet["vote"], told, "#votes" if reader.is_office else ""))
        lines.append((_("Streets and vote together"), sheet["street_half"], "", ""))
    lines.append((_("Other score"), sheet["other"], sheet["source"] or _("not entered yet"), ""))
    n = len(sheet["points"])
    entries = ngettext("%(count)d entry", "%(count)d entries", n) % {"count": n}
    return [*lines, (_("Deductions and bonuses"), signed(sheet["extra"]), entries, "#points")]


def streets_in(sheet):
    n = len(sheet["streets"])
    return ngettext("%(n)d street", "%(n)d streets", n) % {"n": n}


def ratings_in(n):
    return ngettext("%(n)d rating", "%(n)d ratings", n) % {"n": n}


def signed(number):
    return number if number.startswith("-") or float(number) == 0 else f"+{number}"


def votes_told(sheet):
    """The votes of a sheet with the names of the streets."""
    names = {street.code: str(street) for street in Grid.objects.filter(level=GridLevel.STREET)}
    return [vote | {"name": names.get(vote["street"], vote["street"])} for vote in sheet["votes"]]


def ratings_by_street(sheet, reader):
    """The streets of a sheet with their ratings as a page shows them; a street sees its own."""
    shown = [line for line in sheet["streets"] if not reader.street or line["code"] == reader.street.code]
    return [line | {"name": named(line), "rows": [told(row) for row in line["ratings"]]} for line in shown]


def told(row):
    """A rating in words."""
    return row | {
        "url": reverse("whistle:order", args=[row["order"]]),
        "signed_told": Timing(row["signed"]).label,
        "contacted_told": Timing(row["contacted"]).label,
        "came_told": Coming(row["came"]).label,
        "came_tone": Coming(row["came"]).tone,
        "witness_told": Witness(row["witness"]).label,
        "revised": row["signed_total"] != row["total"],
    }


def street_table(annual, reader):
    """The streets' own table; a street sees its own line."""
    shown = [row for row in annual["streets"] if not reader.street or row["code"] == reader.street.code]
    return [row | {"name": named(row), "cells": cells(row, annual["year"])} for row in shown]


def cells(row, year):
    """The numbers of a line, as (name, label, number, address of what it counts or None)."""
    here = partial(reverse, "whistle:assessment_behind")
    behind = row.get("behind", {})  # years that were frozen earlier kept numbers alone
    counted = ((name, label, row[name]) for name, label in STREET_NUMBERS.items())
    return [
        (name, label, number, here(args=[year, row["code"], name]) if name in behind else None)
        for name, label, number in counted
    ]
