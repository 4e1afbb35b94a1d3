"""The forms of an incident's verbs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.casework.access import NoteForm, VerbForm
from grid.forms.departments import DepartmentField, DepartmentsField
from grid.forms.photos import PhotosField, PhotosForm
from grid.models import Department, DepartmentUnit, Incident, RoutingRule


def text_area(rows):
    return forms.Textarea(attrs={"rows": rows})


class DeclineForm(NoteForm):
    """Why the matter is not taken."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Incident.DeclineReason, widget=forms.RadioSelect)
    field_order = ["reason", "note"]


class DispatchForm(NoteForm):
    """To whom; what the routing rules say is proposed."""

    department = DepartmentField(label=_("Lead department"))
    assisting = DepartmentsField(lead="department", label=_("Assisting departments"), required=False)
    unit = forms.ModelChoiceField(
        DepartmentUnit.objects.none(),
        label=_("Office"),
        required=False,
        help_text=_("Counts for the department proposed."),
    )
    field_order = ["department", "unit", "assisting", "note"]

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, case=case, user=user, **kwargs)
        called = Department.objects.visible_to(user).called()
        self.fields["department"].queryset = self.fields["assisting"].queryset = called
        self.propose(case)

    def propose(self, case):
        """What the routing rules say comes filled in, with the reason; whoever dispatches may say otherwise."""
        self.route = RoutingRule.objects.for_incident(case)
        self.fields["department"].initial = self.route.department and self.route.department.pk
        self.fields["assisting"].initial = [each.pk for each in self.route.assisting]
        if self.route.unit is None:
            del self.fields["unit"]
            return
        self.fields["unit"].queryset = DepartmentUnit.objects.filter(pk=self.route.unit.pk)
        self.fields["unit"].initial = self.route.unit.pk

    def clean_unit(self):
        """Whoever sends it to another department sends it to none of this one's offices."""
        unit, lead = self.cleaned_data["unit"], self.cleaned_data.get("department")
        return unit if unit and lead and unit.department_id == lead.pk else None

    @property
    def said(self):
        return super().said | {"proposed": self.route.department}


class SignForm(NoteForm):
    """The matter is seen; which office handles it."""

    unit = forms.ModelChoiceField(DepartmentUnit.objects.none(), label=_("Handled by the office"), required=False)
    field_order = ["unit", "note"]

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, case=case, user=user, **kwargs)
        self.fields["unit"].queryset = DepartmentUnit.objects.filter(department=case.department_id)
        post = case.hand("sign", user)
        self.fields["unit"].initial = post and post.unit_id


class ResultForm(PhotosForm, NoteForm):
    """What was done, with photos of it, and what it cost."""

    result = forms.CharField(label=_("Result"), max_length=2000, widget=text_area(4))
    cost = forms.DecimalField(label=_("Cost in yuan"), required=False, min_value=0, max_digits=12, decimal_places=2)
    after = PhotosField(label=_("Photo afterwards"), required=False)
    field_order = ["result", "after", "cost", "note"]

    def clean(self):
        """What was shown before is shown afterwards; advice and the like needs no picture."""
        said = super().clean()
        if "after" in said and not self.count("after") and self.case.photos.exists():
            self.add_error("after", ValidationError(_("Show with a photo how it looks now.")))
        return said


class SayWhyForm(VerbForm):
    """A verb that nobody may do without a reason."""

    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))


BY_OTHERS = [(each.value, each.label) for each in (Incident.Heard.CALL, Incident.Heard.STREET)]


class EvaluateForm(NoteForm):
    """The reporter's word: five levels, and whether it was solved."""

    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"), choices=Incident.Satisfaction, coerce=int, widget=forms.RadioSelect
    )
    solved = forms.ChoiceField(label=_("Solved?"), choices=Incident.Solved, widget=forms.RadioSelect)
    heard = forms.ChoiceField(label=_("How heard"), choices=BY_OTHERS, initial="call", required=False)
    note = forms.CharField(
        label=_("What the reporter said"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["satisfaction", "solved", "heard", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case.author_id == self.user.pk:
            del self.fields["heard"]

    def clean_heard(self):
        return self.cleaned_data["heard"] or self.fields["heard"].initial
