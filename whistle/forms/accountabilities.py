"""The forms of an accountability case: what they say goes into its file."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import FormOnce, VerbForm
from grid.models import Department
from whistle.forms.whistles import text_area
from whistle.models import AccountabilityEntry
from whistle.models.accountability import Ground, Measure

RECORDED = (AccountabilityEntry.Kind.NOTE, AccountabilityEntry.Kind.PERSONS)


class RecordForm(VerbForm):
    """A sheet of the file."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=[(kind.value, kind.label) for kind in RECORDED], widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Text"), max_length=5000, widget=text_area(6))


class DecideForm(VerbForm):
    """What is imposed, for all concerned to see; and why, for the file."""

    measures = forms.MultipleChoiceField(
        label=pgettext_lazy("accountability", "Measures"), choices=Measure, widget=forms.CheckboxSelectMultiple
    )
    deduction = forms.DecimalField(
        label=_("Points deducted"), required=False, min_value=0, max_digits=4, decimal_places=2,
        help_text=_("Only with the measure of that name."),
    )  # fmt: skip
    findings = forms.CharField(label=_("Findings"), max_length=5000, widget=text_area(5))
    persons = forms.CharField(label=_("Persons concerned"), max_length=2000, required=False, widget=text_area(3))


class ReasonForm(VerbForm):
    """Why so, for the file."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=text_area(4), help_text=_("Kept in the file, not in the trace.")
    )


class LookForm(forms.Form):
    """Why the file is opened."""

    reason = forms.CharField(
        label=_("Reason"), min_length=2, max_length=200, help_text=_("Kept for good with your name and the moment")
    )


class ProposeForForm(FormOnce):
    """Which department failed the second whistle, on what ground, and what is held against whom."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), widget=forms.RadioSelect, empty_label=None
    )
    grounds = forms.MultipleChoiceField(label=_("Grounds"), choices=Ground, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("What is held against whom"), max_length=5000, widget=text_area(5),
        help_text=_("Only discipline inspection reads this, and every look is written down."),
    )  # fmt: skip

    def __init__(self, *args, failed, **kwargs):
        super().__init__(*args, **kwargs)
        departments = [order.department_id for order in failed]
        self.fields["department"].queryset = Department.objects.filter(pk__in=departments)
