"""The form that merges a report into another of the same matter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.casework.access import NoteForm
from grid.models import Incident


class MergeForm(NoteForm):
    """Into which incident, by its number."""

    into = forms.CharField(label=_("Number of the other incident"), max_length=32)
    field_order = ["into", "note"]

    def clean_into(self):
        seen = Incident.objects.visible_to(self.user).exclude(pk=self.case.pk)
        found = seen.filter(number=self.cleaned_data["into"].strip().upper()).first()
        if found is None:
            raise ValidationError(_("There is no other incident of this number within your sight."))
        return found
