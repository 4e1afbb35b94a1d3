"""The forms of a supervision slip."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.casework.access import VerbForm
from whistle.forms.whistles import text_area


class ReplyForm(VerbForm):
    """Why it was late, and what has been done about it."""

    reason = forms.CharField(label=_("Why it was late"), max_length=1000, widget=text_area(3))
    measures = forms.CharField(label=_("Measures"), max_length=2000, widget=text_area(4))
