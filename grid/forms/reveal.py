"""Looking at a reporter's contact in full."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.models import Reveal


class RevealForm(forms.Form):
    """Which field, and why."""

    field = forms.ChoiceField(label=_("Show in full"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), min_length=2, max_length=200, help_text=_("Kept for good with your name and the moment")
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        there = [choice for choice in Reveal.Field.choices if getattr(case, choice[0])]
        self.fields["field"].choices = there
        self.fields["field"].initial = there[0][0] if there else None
