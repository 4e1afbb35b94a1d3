"""Declaring days off, weekend days worked, or other hours: shown what it would move before it is confirmed."""

from datetime import timedelta
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.casework.deadlines import Day
from grid.filters import REASONABLE
from grid.models import CalendarDay, Recomputation, calendar_now

from .library import day
from .limits import RuleForm

MOST = 31
OFF, WORKED, WEEK = "off", "worked", "week"


def clock(label):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class DeclareForm(RuleForm):
    """One day, or some days in a row."""

    SUBJECT = "calendar"
    first = day(_("Date"), validators=REASONABLE)
    last = day(_("until"), required=False, validators=REASONABLE, help_text=_("Only for several days in a row."))
    what = forms.ChoiceField(
        label=_("These days are"),
        choices=[(OFF, _("off")), (WORKED, _("worked")), (WEEK, _("by the week again"))],
        widget=forms.RadioSelect,
        initial=OFF,
    )
    name = forms.CharField(label=_("Name of the holiday"), max_length=40, required=False)

    def clean(self):
        said = super().clean() or {}
        first, last, what = said.get("first"), said.get("last"), said.get("what")
        if first and last and last < first:
            self.add_error("last", ValidationError(_("The end lies before the beginning.")))
        elif first and last and (last - first).days >= MOST:
            self.add_error("last", ValidationError(_("At most %(most)d days at once."), params={"most": MOST}))
        elif first and what and "last" in said and not self.news():
            self.add_error("what", ValidationError(_("The calendar says so already.")))
        if what == OFF and "name" in said and not said["name"]:
            self.add_error("name", ValidationError(_("Name the holiday: people read it where a limit is explained.")))
        return said

    @property
    def dates(self):
        first, last = self.cleaned_data["first"], self.cleaned_data.get("last") or self.cleaned_data["first"]
        return [first + timedelta(days=no) for no in range((last - first).days + 1)]

    @property
    def worked(self):
        return {OFF: False, WORKED: True, WEEK: None}[self.cleaned_data["what"]]

    def news(self):
        """Whether anything would be different."""
        name = self.cleaned_data.get("name", "")
        rows = {row.date: (row.is_working, row.name) for row in CalendarDay.objects.filter(date__in=self.dates)}
        wanted = None if self.worked is None else (self.worked, name)
        return any(rows.get(date) != wanted for date in self.dates)

    def calendar(self):
        """The calendar as it would be."""
        now = calendar_now()
        days = {date: told for date, told in now.days.items() if date not in self.dates}
        if self.worked is not None:
            days |= {date: Day(self.worked, self.cleaned_data["name"]) for date in self.dates}
        return type(now)(days=days, sessions=now.sessions, version=now.version)

    def save(self):
        name = "" if self.worked is None else self.cleaned_data["name"]
        return Recomputation.declare(self.dates, self.worked, name=name, **self.by).get_absolute_url()


class SessionForm(forms.Form):
    """One session of a working day; both empty: none."""

    opens = clock(_("from"))
    closes = clock(_("to"))

    def clean(self):
        said = super().clean() or {}
        opens, closes = said.get("opens"), said.get("closes")
        if "opens" in said and "closes" in said and bool(opens) != bool(closes):
            self.add_error("opens" if closes else "closes", ValidationError(_("A session has a beginning and an end.")))
        elif opens and closes and closes <= opens:
            self.add_error("closes", ValidationError(_("The end lies before the beginning.")))
        return said

    @property
    def session(self):
        """(opens, closes), or None where nothing was typed."""
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        return (opens, closes) if opens and closes else None


class Sessions(forms.BaseFormSet):
    """The sessions of a working day in their order, with a pause between them."""

    def clean(self):
        if any(self.errors):
            return
        if not self.kept:
            raise ValidationError(_("A working day has at least one session."))
        for earlier, later in pairwise(self.kept):
            if later[0] <= earlier[1]:
                raise ValidationError(_("A session begins after the one before it has ended."))

    @property
    def kept(self):
        """[(opens, closes)] in the order of the day."""
        return sorted(form.session for form in self.forms if form.session)


SESSIONS = 4
SessionSet = forms.formset_factory(SessionForm, formset=Sessions, extra=0, max_num=SESSIONS, absolute_max=SESSIONS)


class HoursForm(RuleForm):
    """The working hours of every working day (`sessions`, a formset)."""

    SUBJECT = "calendar"

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        rows = [{"opens": opens, "closes": closes} for opens, closes in calendar_now().sessions]
        self.sessions = SessionSet(data, initial=[*rows, *[{}] * (SESSIONS - len(rows))], prefix="sessions")

    def is_valid(self):
        """Both halves, so that everything wrong is shown at once; and something has to change."""
        both = [super().is_valid(), self.sessions.is_valid()]
        if all(both) and tuple(self.sessions.kept) == tuple(calendar_now().sessions):
            self.add_error(None, ValidationError(_("The calendar says so already.")))
        return all(both) and not self.errors

    def calendar(self):
        """The calendar as it would be."""
        now = calendar_now()
        return type(now)(days=now.days, sessions=tuple(self.sessions.kept), version=now.version)

    def save(self):
        return Recomputation.declare_hours(self.sessions.kept, **self.by).get_absolute_url()
