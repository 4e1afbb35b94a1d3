"""The filter by which a number on a page leads to a list of exactly as many rows."""

from datetime import date
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from grid.casework.measures import Period

WAITING = "waiting"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def asked_period(data):
    """The period said by `from` and `to` (ISO dates, inclusive), or None when they say none."""
    try:
        first, last = (date.fromisoformat(data.get(name) or "") for name in ("from", "to"))
        period = Period(first, last)
    except ValueError:
        return None
    return period if EARLIEST <= period.first and period.last <= LATEST else None


class FigureFilter(django_filters.FilterSet):
    """Narrows a list to what a figure counts: `figure`, with `from` and `to` where it is one of a period.

    Subclasses set FIGURES (TextChoices) and say in `behind` what each one counts; a figure of a
    period that is not given counts nothing, for showing everything would be another number.
    """

    FIGURES: Any = ()

    figure = django_filters.ChoiceFilter(label=_("Counted as"), method="_narrowed", empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["figure"].extra["choices"] = list(self.FIGURES.choices)

    def behind(self, queryset, figure, period):
        """The rows of `queryset` that `figure` counts; period None where none was given."""
        raise NotImplementedError

    def _narrowed(self, queryset, _name, value):
        if value == WAITING:
            return queryset.waiting_for(self.user)
        return self.behind(queryset, value, asked_period(self.data))

    @property
    def counted_as(self):
        """What the list shows in words: (figure, period or None); None without a figure."""
        asked = self.data.get("figure")
        if asked not in self.FIGURES.values:
            return None
        return self.FIGURES(asked).label, asked_period(self.data)
