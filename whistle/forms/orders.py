"""The forms of a called department, and of the street that checks it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import NoteForm, VerbForm
from grid.forms.attachments import AttachmentsForm
from grid.forms.departments import DepartmentField
from grid.forms.photos import PhotosField, PhotosForm
from grid.models import Department, DepartmentUnit, Post, User
from whistle.forms.whistles import day_input, moment_input, text_area
from whistle.models import Attendance, Order
from whistle.models.hands import DEPARTMENT


class SignForm(NoteForm):
    """The order is seen; which office handles it."""

    unit = forms.ModelChoiceField(DepartmentUnit.objects.none(), label=_("Handled by the office"), required=False)
    field_order = ["unit", "note"]

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, case=case, user=user, **kwargs)
        self.fields["unit"].queryset = DepartmentUnit.objects.filter(department=case.department_id)
        post = case.hand("sign", user)
        self.fields["unit"].initial = post and post.unit_id


class ReportInForm(PhotosForm, NoteForm):
    """Who stands at the place now; where the phone is, if it says so, and a photo from there."""

    PHOTOS = ("before",)

    before = PhotosField(label=_("Photo on the spot"), required=False)
    attendee = forms.CharField(label=_("Who came"), max_length=64)
    attendee_post = forms.CharField(label=_("Position"), max_length=64, required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=73, max_value=136)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=3, max_value=54)
    field_order = ["attendee", "attendee_post", "before", "note"]

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


class RulingForm(VerbForm):
    """What counts after a dispute, and why."""

    ruling = forms.ChoiceField(label=_("Ruling"), choices=Attendance, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))


class PlanForm(AttachmentsForm, NoteForm):
    """What was agreed on the spot: plan, funds, and by when."""

    plan = forms.CharField(label=_("Plan"), max_length=1000, widget=text_area(4))
    funds = forms.CharField(label=_("Funds"), max_length=200, required=False)
    plan_due = forms.DateField(label=_("Agreed date"), required=False, widget=day_input())
    field_order = ["plan", "funds", "plan_due", "attachments", "note"]

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.initial.update({name: getattr(case, name) for name in ("plan", "funds", "plan_due")})
        if not case.whistle.kind.by_plan:
            del self.fields["plan_due"]


class UntilForm(VerbForm):
    """Until when it rests, and why."""

    until = forms.DateField(label=_("Until"), widget=day_input())
    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))


class AssignForm(NoteForm):
    """Which office and which person of the department."""

    unit = forms.ModelChoiceField(DepartmentUnit.objects.none(), label=_("Office"), required=False)
    handler = forms.ModelChoiceField(User.objects.none(), label=_("Person"), required=False)
    field_order = ["unit", "handler", "note"]

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        at_work = Post.objects.active().filter(role__in=DEPARTMENT, department=case.department_id)
        self.fields["unit"].queryset = DepartmentUnit.objects.filter(department=case.department_id)
        self.fields["handler"].queryset = User.objects.filter(pk__in=at_work.values("user")).order_by("pk")
        self.initial.update({"unit": case.unit_id, "handler": case.handler_id})


class InsteadForm(VerbForm):
    """Which department is called instead, who leads, and why."""

    department = DepartmentField(label=_("Call instead"), required=False)
    lead = forms.ModelChoiceField(
        Order.objects.none(), label=_("Who leads"), required=False, empty_label=_("The department called instead")
    )
    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, case=case, user=user, **kwargs)
        fellows = case.whistle.orders.open().exclude(pk=case.pk).select_related("department")
        self.fields["department"].queryset = Department.objects.visible_to(user).called().exclude(pk=case.department_id)
        self.fields["lead"].queryset = fellows
        self.fields["lead"].label_from_instance = lambda order: order.department
        if not case.lead or not fellows.exists():
            del self.fields["lead"]


class RerouteForm(InsteadForm):
    """Somebody must be called."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].required = True


class ReplyForm(PhotosForm, NoteForm):
    """The four elements of a reply, what it cost, and photos from afterwards."""

    after = PhotosField(label=_("Photo afterwards"), required=False)
    accepted_at = forms.DateTimeField(label=_("Accepted when"), widget=moment_input())
    talked_to = forms.CharField(label=_("Talked to whom"), max_length=64)
    measures = forms.CharField(label=pgettext_lazy("reply", "Measures"), max_length=2000, widget=text_area(4))
    solve_by = forms.DateField(label=_("Solved by"), widget=day_input())
    cost = forms.DecimalField(label=_("Cost in yuan"), required=False, min_value=0, max_digits=14, decimal_places=2)
    field_order = ["accepted_at", "talked_to", "measures", "solve_by", "cost", "after", "note"]

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        names = ("talked_to", "measures", "solve_by", "cost")
        self.initial.update({name: getattr(case, name) for name in names if getattr(case, name)})
        self.initial["accepted_at"] = case.accepted_at or case.signed_at


class SayWhyForm(VerbForm):
    """A verb that nobody may do without a reason."""

    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))
