"""Which days a page of figures counts: chosen by a GET form, said in the address."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.measures import Period

LONGEST = timedelta(days=366)


class Span(models.TextChoices):
    TODAY = "day", _("Today")
    WEEK = "week", _("This week")
    MONTH = "month", _("This month")
    YEAR = "year", _("This year")
    DAYS = "days", _("Last 30 days")
    CUSTOM = "custom", _("Other days")


def day(label):
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PeriodForm(forms.Form):
    """`span`, and for other days the first and the last of them; nothing said is `usual`: this month."""

    usual = Span.MONTH

    span = forms.ChoiceField(choices=Span, required=False, widget=forms.HiddenInput)
    first = day(_("From"))
    last = day(_("To"))

    def clean(self):
        super().clean()
        said = self.cleaned_data
        if said.get("span") == Span.CUSTOM and not self.errors:
            self.check(said["first"], said["last"])
        return said

    def check(self, first, last):
        """Both ends, in their order, at most a year, and begun by now."""
        for name, value in ("first", first), ("last", last):
            if value is None:
                self.add_error(name, ValidationError(_("Say a day.")))
        if not (first and last):
            return
        if last < first:
            self.add_error("last", ValidationError(_("The end lies before the beginning.")))
        elif last - first > LONGEST:
            self.add_error("last", ValidationError(_("At most 366 days at once.")))
        elif first > timezone.localdate() or first.year < 2000:
            self.add_error("first", ValidationError(_("Nothing is counted for these days.")))

    @property
    def period(self):
        """The period asked for; the usual one where nothing (or nothing sensible) was said."""
        said, today = getattr(self, "cleaned_data", {}), timezone.localdate()
        span = said.get("span") or self.usual
        if not self.is_valid():
            return Period.of(self.usual, today)
        if span == Span.CUSTOM:
            return Period(said["first"], said["last"])
        return Period.last_days(30, today) if span == Span.DAYS else Period.of(span, today)

    @property
    def current(self):
        """The span chosen, to be marked."""
        asked = self.data.get("span", "")
        return asked if asked in Span.values else self.usual.value

    spans = Span.choices


class YearForm(PeriodForm):
    """The same for what happens seldom: nothing said is this year."""

    usual = Span.YEAR
