"""The form of the workbench: which orders are to be signed at once, each as the person saw it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.casework.access import FormOnce

MOST = 100  # two pages of the list
SEEN = re.compile(r"([1-9]\d{0,17}):(\d{1,9})", re.ASCII)


class TickedField(forms.Field):
    """Any number of `key:version`, as many controls of one name say them."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        found = [SEEN.fullmatch(each) for each in value or ()]
        if not all(found):
            raise ValidationError(_("This is no order of the list: open the list anew."))
        return {int(each[1]): int(each[2]) for each in found}


class SignSeveralForm(FormOnce):
    """`order`: those ticked; with `all` pressed, those `listed` on the page."""

    order = TickedField(required=False)
    listed = TickedField(required=False)
    all = forms.BooleanField(required=False)

    @property
    def versions(self):
        """{order key: the version seen}"""
        return self.cleaned_data["listed" if self.cleaned_data["all"] else "order"]

    def clean(self):
        super().clean()
        if self.errors:
            return
        if not self.versions:
            raise ValidationError(_("Tick the orders to sign first."))
        if len(self.versions) > MOST:
            raise ValidationError(_("At most %(most)s orders at once.") % {"most": MOST})
