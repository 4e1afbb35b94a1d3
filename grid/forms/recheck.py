"""The forms of random re-checks."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.access import FormOnce
from grid.casework.measures import Period
from grid.models.recheck import MOST, Draw, Recheck

LONGEST = timedelta(days=92)


class DrawForm(FormOnce):
    """From when to when, and how many."""

    first = forms.DateField(label=_("Closed from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    last = forms.DateField(label=_("Closed until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST, initial=10)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["first"].initial, self.fields["last"].initial = today - timedelta(days=30), today

    def clean(self):
        said = super().clean()
        first, last = said.get("first"), said.get("last")
        if first and last and not timedelta() <= last - first <= LONGEST:
            self.add_error("last", ValidationError(_("Choose a period of at most 92 days, the right way round.")))
        return said

    def draw(self):
        said = self.said
        return Draw.make(by=self.user, period=Period(said["first"], said["last"]), number=said["number"])


class FindingForm(FormOnce):
    """What was found on looking again."""

    finding = forms.ChoiceField(label=_("Finding"), choices=Recheck.Finding, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self):
        said = super().clean()
        if said.get("finding") == Recheck.Finding.BAD and not said.get("note"):
            self.add_error("note", ValidationError(_("Say what does not stand.")))
        return said
