"""What a list looks like as a file: its filter, its rows and its columns.

An app says so for its lists in its module `ledgers`, which is read when the house starts; this
floor knows none of the floors above.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grid.casework.case import NEVER
from grid.casework.clock import Verdict
from grid.masks import masked_text

LEDGERS: dict[str, "Ledger"] = {}
# Where a page of the list begins; an export has all pages.
PLACES = ("after", "before", "page")


def ledger(entry):
    """Register a Ledger under its name."""
    LEDGERS[entry.name] = entry
    return entry


class Names:
    """Names of rows of other tables by key, read once for a whole export; a table of names is small."""

    def __init__(self):
        self.of = cache(self._read)
        self.labels = cache(self._choices)

    def __call__(self, model, key):
        """The name of the row of `model` with that primary key; "" for None."""
        return "" if key is None else self.of(model)[key]

    def label(self, model, name, value):
        """What a value of a field with choices is called."""
        return self.labels(model, name).get(value, "")

    @staticmethod
    def _read(model):
        return {row.pk: str(row) for row in model.objects.all()}

    @staticmethod
    def _choices(model, name):
        return {value: str(label) for value, label in model._meta.get_field(name).flatchoices}


@dataclass(frozen=True)
class Column:
    """One column: `value(row, names)` gives text, a number, a moment (aware) or None; `width` in characters."""

    label: Any  # words that are translated when they are shown
    value: Callable[[Any, Names], Any]
    width: int = 14


def text(label, name, width=24):
    """What people wrote, without the phone numbers in it."""
    return Column(label, lambda row, _names: masked_text(getattr(row, name)), width)


def number(label, name, width=10):
    return Column(label, lambda row, _names: getattr(row, name), width)


def moment(label, name):
    """A moment; no moment where the case has no running clock."""
    return Column(label, lambda row, _names: moment_of(getattr(row, name)), 17)


def moment_of(value):
    return None if value is None or value >= NEVER else value


def choice(label, name, width=14):
    return Column(label, lambda row, names: names.label(type(row), name, getattr(row, name)), width)


def named(label, name, width=16):
    """The name of the row that a foreign key names."""
    return Column(label, partial(_named, name), width)


def _named(name, row, names):
    column = row._meta.get_field(name)
    return names(column.related_model, getattr(row, column.attname))


def verdict(row, names):
    """Late once any handling ended late, as the figures count it; nothing while none has ended."""
    verdicts = {clock.verdict for clock in row.handlings} - {None, Verdict.VOID}
    worst = Verdict.LATE if Verdict.LATE in verdicts else next(iter(verdicts), None)
    return names.label(type(row.handlings[0]), "verdict", worst) if worst else ""


def yes_or_no(label, name):
    return Column(label, lambda row, _names: said(getattr(row, name)), 8)


def said(flag):
    """Yes, no, or nothing while nobody knows."""
    return "" if flag is None else _("yes") if flag else _("no")


@dataclass(frozen=True)
class Ledger:
    """A list that can be exported.

    `filter` is the list's own FilterSet with `tab` (the rows), `order` (field names) and `told_tab`;
    `address` its URL name; `prepare` adds to the rows what columns read.
    """

    name: str
    title: Any
    address: str
    model: Any
    filter: Any
    columns: tuple[Column, ...]
    prepare: Callable[[Any], Any] = field(default=lambda rows: rows)

    def seen(self, query, user):
        """The list as this person would see it now under that address."""
        return self.filter(QueryDict(query), self.model.objects.visible_to(user), user=user)

    def rows(self, seen):
        """Its rows, in its order."""
        return self.prepare(seen.tab).order_by(*seen.order, "-pk" if seen.order[0].startswith("-") else "pk")

    def about(self, seen, total, user, as_of):
        """What this is: (label, value) lines that go with the rows."""
        return [
            (_("What this is"), str(self.title)),
            *filters_said(seen),
            (_("Exported by"), f"{user} ({user.username})"),
            (_("As of"), date_format(timezone.localtime(as_of), "Y-m-d H:i:s")),
            (_("Rows"), total),
        ]


def query_of(params):
    """The part of a list's address that says which rows: without the page, without what is empty."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name not in PLACES and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def filters_said(seen):
    """What narrows the list, in words: the tab, the figure behind it, and every filter in force."""
    form, lines = seen.form, [(_("Tab"), seen.told_tab)]
    if seen.counted_as:
        figure, period = seen.counted_as
        lines.append((_("Counted as"), f"{figure} {period.first} – {period.last}" if period else str(figure)))
    if not form.is_valid():
        lines.append((_("Not understood"), ", ".join(str(form.fields[name].label or name) for name in form.errors)))
    for name, control in form.fields.items():
        value = form.cleaned_data.get(name)
        if name != "figure" and value not in (None, ""):
            lines.append((str(control.label or name), shown(control, value)))
    return lines


def shown(control, value):
    """A filter's value as its form shows it."""
    choices = getattr(control, "choices", ())
    flat = [pair for choice_ in choices for pair in (choice_[1] if isinstance(choice_[1], list | tuple) else [choice_])]
    return str(next((label for key, label in flat if str(key) == str(value)), value))
