"""The forms of a called department, and of the street that checks it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.casework.access import NoteForm, VerbForm
from grid.models import DepartmentUnit
from whistle.forms.whistles import moment_input, text_area
from whistle.models import Attendance


class SignForm(NoteForm):
    """The order is seen; which office handles it."""

    unit = forms.ModelChoiceField(DepartmentUnit.objects.none(), label=_("Handled by the office"), required=False)
    field_order = ["unit", "note"]

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, case=case, user=user, **kwargs)
        self.fields["unit"].queryset = DepartmentUnit.objects.filter(department=case.department_id)
        post = case.hand("sign", user)
        self.fields["unit"].initial = post and post.unit_id


class ReportInForm(NoteForm):
    """Who stands at the place now; where the phone is, if it says so."""

    attendee = forms.CharField(label=_("Who came"), max_length=64)
    attendee_post = forms.CharField(label=_("Position"), max_length=64, required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=73, max_value=136)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=3, max_value=54)
    field_order = ["attendee", "attendee_post", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["attendee"].initial = user.name

    def clean(self):
        super().clean()
        if (self.cleaned_data.get("lng") is None) != (self.cleaned_data.get("lat") is None):
            raise ValidationError(_("A point has a longitude and a latitude."))


class AttendanceForm(NoteForm):
    """The street's word on who came."""

    attendance = forms.ChoiceField(label=_("Attendance"), choices=Attendance, widget=forms.RadioSelect)
    field_order = ["attendance", "note"]


class ReplyForm(NoteForm):
    """The four elements of a reply, and what it cost."""

    accepted_at = forms.DateTimeField(label=_("Accepted when"), widget=moment_input())
    talked_to = forms.CharField(label=_("Talked to whom"), max_length=64)
    measures = forms.CharField(label=_("Measures"), max_length=2000, widget=text_area(4))
    solve_by = forms.DateField(label=_("Solved by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    cost = forms.DecimalField(label=_("Cost in yuan"), required=False, min_value=0, max_digits=14, decimal_places=2)
    field_order = ["accepted_at", "talked_to", "measures", "solve_by", "cost", "note"]

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        names = ("talked_to", "measures", "solve_by", "cost")
        self.initial.update({name: getattr(case, name) for name in names if getattr(case, name)})
        self.initial["accepted_at"] = case.accepted_at or case.signed_at


class SayWhyForm(VerbForm):
    """A verb that nobody may do without a reason."""

    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))
