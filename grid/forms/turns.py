"""The forms of an incident's less common verbs."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.casework.access import NoteForm, VerbForm
from grid.casework.pausing import LONGEST
from grid.forms.departments import DepartmentsField
from grid.forms.incidents import SayWhyForm, text_area
from grid.forms.photos import PhotosField, PhotosForm
from grid.models import Category, Department, DepartmentUnit, Incident, Post, Role, User, Word

YES, NO = "yes", "no"


def yes_or_no(label, yes, no):
    """A question answered by one of two sentences; the cleaned value is a bool."""
    return forms.TypedChoiceField(
        label=label, choices=[(YES, yes), (NO, no)], coerce=lambda said: said == YES, widget=forms.RadioSelect
    )


class WordForm(VerbForm):
    """One word about the matter."""

    text = forms.CharField(label=_("Text"), max_length=1000, widget=text_area(4))


class AnswerForm(WordForm):
    """The opinion of a department, under the questions it was asked."""

    text = forms.CharField(label=_("Answer"), max_length=1000, widget=text_area(4))

    @property
    def questions(self):
        mine = {post.department_id for post in self.user.posts_at() if post.department_id}
        return self.case.remarks.filter(kind=Word.QUESTION, department__in=mine).select_related("by")


class VerifyForm(PhotosForm, NoteForm):
    """What was found on the spot, with a photo of it."""

    PHOTOS = ("near",)

    found = yes_or_no(_("What was found"), _("it is as reported"), _("it is not as reported"))
    near = PhotosField(label=_("Photo from the spot"), required=False)
    field_order = ["found", "near", "note"]

    def clean(self):
        """That something is there is shown; that nothing is there is said."""
        said = super().clean()
        if said.get("found") and "near" in said and not self.count("near"):
            self.add_error("near", ValidationError(_("Show with a photo what you found.")))
        if said.get("found") is False and not said.get("note"):
            self.add_error("note", ValidationError(_("Say in a few words what you found instead.")))
        return said


class CheckForm(PhotosForm, NoteForm):
    """The check on the spot before closing."""

    PHOTOS = ("after",)

    after = PhotosField(label=_("Photo from the spot"), required=False)
    field_order = ["after", "note"]


class CheckFailedForm(PhotosForm, SayWhyForm):
    """What is not done yet, with a photo of it."""

    PHOTOS = ("after",)

    after = PhotosField(label=_("Photo from the spot"), required=False)
    field_order = ["note", "after"]


class ReportUpForm(SayWhyForm):
    """To the level above; straight to the district only when it cannot wait."""

    skip = forms.BooleanField(label=_("Straight to the district (urgent matters only)"), required=False)
    field_order = ["skip", "note"]

    def clean_skip(self):
        skip = self.cleaned_data["skip"]
        if skip and self.case.urgency == "normal":
            raise ValidationError(_("Only an urgent or critical matter may skip a level."))
        return skip


class OfTypeForm(VerbForm):
    """A type, chosen from the list by groups; the present one is proposed."""

    category = forms.ModelChoiceField(Category.objects.none(), label=_("Type"), to_field_name="code")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = Category.objects.active().types()
        self.fields["category"].queryset = kinds
        self.fields["category"].choices = [("", _("Choose the type")), *by_group(kinds)]
        self.fields["category"].initial = self.case.category.code


class TypeForm(OfTypeForm, SayWhyForm):
    """Another type than it has."""

    field_order = ["category", "note"]

    def clean_category(self):
        category = self.cleaned_data["category"]
        if category.pk == self.case.category_id:
            raise ValidationError(_("This is the type it has already."))
        return category


class SplitForm(OfTypeForm):
    """The part that somebody else must handle."""

    text = forms.CharField(label=_("What this part is about"), max_length=2000, widget=text_area(3))


class ReturnForm(SayWhyForm):
    """Why it is not this unit's."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Incident.ReturnReason, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Explanation"), max_length=500, widget=text_area(3))
    field_order = ["reason", "note"]


class AssignForm(NoteForm):
    """To an office, to a person, or both."""

    unit = forms.ModelChoiceField(DepartmentUnit.objects.none(), label=_("Office"), required=False)
    handler = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), required=False, empty_label=_("whoever claims it")
    )
    field_order = ["unit", "handler", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = DepartmentUnit.objects.filter(department=self.case.department_id)
        staff = Post.objects.active().filter(role__in=(Role.CLERK, Role.HEAD), department=self.case.department_id)
        self.fields["handler"].queryset = User.objects.filter(pk__in=staff.values("user")).order_by("name")
        self.fields["unit"].initial, self.fields["handler"].initial = self.case.unit_id, self.case.handler_id

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("unit") and not said.get("handler"):
            self.add_error("unit", ValidationError(_("Choose an office, a person, or both.")))
        return said


class DepartmentsForm(VerbForm):
    """Departments that get to see the matter."""

    departments = DepartmentsField(label=_("Departments told"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Department.objects.visible_to(self.user).called().exclude(pk=self.case.department_id)
        self.fields["departments"].queryset = others


class ConsultForm(DepartmentsForm, WordForm):
    """Who is asked, and what."""

    text = forms.CharField(label=_("Question"), max_length=1000, widget=text_area(3))
    field_order = ["departments", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departments"].label = _("Departments asked")


class SuspendForm(SayWhyForm):
    """Until when, and why it cannot be done before."""

    until = forms.DateField(
        label=_("Suspended until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    field_order = ["until", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        bounds = {"min": str(today + timedelta(days=1)), "max": str(today + LONGEST)}
        self.fields["until"].widget.attrs.update(bounds)


class UnhappyForm(NoteForm):
    """What the reporter said who is unhappy and finds nothing solved."""

    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"), coerce=int, widget=forms.RadioSelect,
        choices=[(level.value, level.label) for level in Incident.Satisfaction if level.is_unhappy],
    )  # fmt: skip
    field_order = ["satisfaction", "note"]


class ReviewForm(SayWhyForm):
    support = yes_or_no(_("The desk's opinion"), _("supported: the supervision office decides"), _("not supported"))
    field_order = ["support", "note"]


class DecideForm(SayWhyForm):
    grant = yes_or_no(_("Decision"), _("granted: it counts as on time, the fact stays"), _("dismissed"))
    field_order = ["grant", "note"]


def by_group(kinds):
    """Types as choices by code, grouped."""
    groups = {}
    for kind in kinds:
        groups.setdefault(str(kind.major), []).append((kind.code, str(kind)))
    return list(groups.items())
