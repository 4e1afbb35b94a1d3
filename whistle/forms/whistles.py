"""The whistle's forms: what for, whom, when, where and why."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import FormOnce, NoteForm, VerbForm
from grid.casework.sql import database_now
from grid.forms.attachments import AttachmentsForm
from grid.forms.departments import DepartmentField, DepartmentsField
from grid.forms.photos import PhotosField, PhotosForm
from grid.models import Department, User
from grid.models.category import WHISTLE_SOURCES, Source
from whistle.models import WhistleKind, WhistleScope
from whistle.models.whistle.blowing import latest_report_in, suggested_report_in


def moment_input():
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def text_area(rows):
    return forms.Textarea(attrs={"rows": rows})


class CallForm(forms.Form):
    """One page: what, why the street cannot, whom it calls, when and where they report in."""

    title = forms.CharField(label=_("What for"), max_length=80)
    kind = forms.ModelChoiceField(
        WhistleKind.objects.none(), label=pgettext_lazy("whistle", "Kind"), widget=forms.RadioSelect, empty_label=None
    )
    source = forms.ChoiceField(label=_("Source"), choices=Source)
    scope = forms.ChoiceField(label=_("Scope"), choices=WhistleScope)
    reason = forms.CharField(label=_("Why the street cannot"), max_length=1000, widget=text_area(3))
    lead = DepartmentField(label=_("Lead department"), required=False)
    assisting = DepartmentsField(
        lead="lead", label=_("Assisting departments"), required=False,
        help_text=_("The lead department is called anyway and needs no tick here."),
    )  # fmt: skip
    report_in_at = forms.DateTimeField(label=_("Report in at"), required=False, widget=moment_input())
    report_in_place = forms.CharField(label=_("Report in where"), max_length=120, required=False)
    expected = forms.CharField(label=_("Expected result"), max_length=500, required=False, widget=text_area(2))
    owner_unit = forms.CharField(label=_("Owner of the property"), max_length=80, required=False)
    historic = forms.BooleanField(label=_("Inherited from the past"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = WhistleKind.objects.in_use()
        called = Department.objects.visible_to(self.user).called()
        self.fields["lead"].queryset = self.fields["assisting"].queryset = called
        others = [value for value in Source.values if value not in WHISTLE_SOURCES]
        self.fields["source"].choices = [(value, Source(value).label) for value in [*WHISTLE_SOURCES, *others]]

    round = 1

    def clean_assisting(self):
        """Whoever leads does not assist as well: a tick too many is let pass and counts for nothing."""
        lead = self.cleaned_data.get("lead")
        return [each for each in self.cleaned_data["assisting"] if each != lead]

    def limits(self):
        """(kind, its latest report-in time, the proposed one) for the lines under the field."""
        now = database_now()
        return [
            (kind, latest_report_in(kind, now, self.round), suggested_report_in(kind, now, self.round))
            for kind in self.fields["kind"].queryset
        ]


NEEDED = ("lead", "report_in_at", "report_in_place")  # to blow; a draft may lack them


class DraftForm(PhotosForm, CallForm, FormOnce):
    """A new whistle, to be kept as a draft or (`blowing`) blown at once; a community's proposal too."""

    PHOTOS = ("before",)

    before = PhotosField(label=_("Photos of the place"), required=False)

    def __init__(self, *args, blowing, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NEEDED:
            self.fields[name].required = blowing


class EditForm(PhotosForm, CallForm, VerbForm):
    """What a draft says, changed."""

    PHOTOS = ("before",)

    before = PhotosField(label=_("Photos of the place"), required=False)

    def __init__(self, *args, case, **kwargs):
        said = {name: getattr(case, name) for name in CallForm.base_fields if name != "assisting"}
        said["assisting"] = [department.pk for department in case.assisting.all()]
        super().__init__(*args, case=case, initial=said, **kwargs)


class BlowForm(EditForm):
    """What a draft says, changed or not, and nothing missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NEEDED:
            self.fields[name].required = True


class AgainForm(EditForm):
    """The next round: as the last one unless told otherwise, what it left unsolved, and a district leader."""

    unsolved = forms.CharField(label=_("Left unsolved by the last round"), max_length=1000, widget=text_area(3))
    leader = forms.ModelChoiceField(User.objects.none(), label=_("District leader"), widget=forms.RadioSelect)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.round = case.round + 1
        # What was begun goes on, though no first whistle of its kind can be blown any more.
        self.fields["kind"].queryset |= WhistleKind.objects.filter(pk=case.kind_id)
        self.fields["leader"].queryset = case.leaders(case.district_id).order_by("pk")
        self.fields["leader"].empty_label = None
        called = case.orders.exclude(status__in=case.orders.model.AWAY)
        again = {
            "assisting": [order.department_id for order in called.filter(lead=False)],
            "report_in_at": suggested_report_in(case.kind, database_now(), self.round),
            "leader": case.leader_id,
        }
        self.initial.update(again)
        for name in NEEDED:
            self.fields[name].required = True


class InspectForm(PhotosForm, AttachmentsForm, NoteForm):
    """Who of the street went to see, when, and what was found; agreements as files."""

    PHOTOS = ("before",)

    inspected_at = forms.DateTimeField(label=_("Inspected at"), widget=moment_input())
    people = forms.CharField(label=_("Who went"), max_length=120)
    findings = forms.CharField(label=_("What was seen"), max_length=1000, widget=text_area(4))
    before = PhotosField(label=_("Photos of the place"), required=False)
    field_order = ["inspected_at", "people", "findings", "before", "attachments", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["inspected_at"].initial = database_now
        self.fields["people"].initial = user.name


class LeaderReportInForm(NoteForm):
    """The leader is there; where the phone is, if it says so."""

    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=73, max_value=136)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=3, max_value=54)


class LeaderForm(VerbForm):
    """Another district leader, and why."""

    leader = forms.ModelChoiceField(User.objects.none(), label=_("District leader"), empty_label=None)
    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(2))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["leader"].queryset = case.leaders(case.district_id).exclude(pk=case.leader_id).order_by("pk")


class AddForm(VerbForm):
    """One more department, and why."""

    department = DepartmentField(label=_("Department"))
    note = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(2))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["department"].queryset = Department.objects.visible_to(user).called()


class PublishForm(PhotosForm, NoteForm):
    """What was done, told for everybody, with photos from before and from afterwards."""

    PHOTOS = ("before", "after")

    story = forms.CharField(
        label=_("What was done and what came of it"), max_length=2000, widget=text_area(6),
        help_text=_("Everybody in the house reads this, the title and why the street could not: name no residents."),
    )  # fmt: skip
    before = PhotosField(label=_("Photos from before"), required=False)
    after = PhotosField(label=_("Photos from afterwards"), required=False)
    field_order = ["story", "before", "after", "note"]
