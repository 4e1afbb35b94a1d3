"""Which days a calendar shows: a week or a month, said in the address."""

from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from grid.casework.measures import Period

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class Span(models.TextChoices):
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


class CalendarForm(forms.Form):
    """`span` and any `day` of it; this week where nothing (or nothing sensible) was said."""

    span = forms.ChoiceField(choices=Span, required=False)
    day = forms.DateField(
        label=_("Day"), required=False, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    @property
    def span_shown(self):
        asked = self.data.get("span", "")
        return Span(asked) if asked in Span.values else Span.WEEK

    @property
    def period(self):
        """The week or month shown."""
        day = self.cleaned_data.get("day") if self.is_valid() else None
        return Period.of(self.span_shown, day or timezone.localdate())

    @property
    def sheet(self):
        """Whole weeks around the period: [[date × 7]]."""
        first = Period.of(Period.Kind.WEEK, self.period.first).first
        last = Period.of(Period.Kind.WEEK, self.period.last).last
        days = Period(first, last).dates()
        return [days[place : place + 7] for place in range(0, len(days), 7)]

    def query(self, day=None, span=None):
        """What the address says of that day and span."""
        return urlencode({"span": span or self.span_shown.value, "day": day or self.period.first})

    @property
    def spans(self):
        """(label, query, whether it is shown) of both."""
        return [(each.label, self.query(span=each.value), each == self.span_shown) for each in Span]

    @property
    def before(self):
        return self.query(self.period.first - timedelta(days=1))

    @property
    def after(self):
        return self.query(self.period.last + timedelta(days=1))
