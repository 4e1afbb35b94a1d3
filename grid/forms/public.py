"""The forms of the public page: anybody's report, the question how far it is, and the reporter's word."""

import unicodedata

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid import maps
from grid.casework.access import FormOnce
from grid.forms.photos import PhotosField, PhotosForm
from grid.forms.report import PHONE, ReportForm
from grid.models import Category, Grid, GridLevel, Incident, Inquiry, Source, User

MOST = 3
UNSENT = "grid.public.unsent photo"


def open_districts():
    """The districts whose public page is open, each with the channel in whose name it reports."""
    districts = Grid.objects.level(GridLevel.DISTRICT).active().order_by("code")
    channels = {district: User.objects.public_channel(district) for district in districts}
    return {district: channel for district, channel in channels.items() if channel}


class ThreePhotosField(PhotosField):
    """Up to three pictures; what exceeds them is refused before anything is decoded."""

    def clean(self, data, initial=None):
        if len([upload for upload in data or [] if upload is not None]) > MOST:
            raise ValidationError(_("At most %(most)d photos."), params={"most": MOST})
        return super().clean(data, initial)


class PublicReportForm(PhotosForm, FormOnce):
    """What, where, of which type, and perhaps who; the channel of the district reports it."""

    PHOTOS = ("before",)

    before = ThreePhotosField(label=_("Take a photo"), required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    community = forms.ModelChoiceField(
        Grid.objects.none(), label=_("Community"), to_field_name="code", required=False,
        error_messages={"invalid_choice": _("Choose the community in which it happened.")},
    )  # fmt: skip
    address = forms.CharField(
        label=_("Where exactly"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("For example: building 3, entrance 2, ground floor")}),
    )  # fmt: skip
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Type"), to_field_name="code", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose a group and then the type.")},
    )  # fmt: skip
    text = forms.CharField(label=_("What is the matter"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    reporter_name = forms.CharField(
        label=_("Your name"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    reporter_phone = forms.CharField(
        label=_("Your phone"), max_length=20, required=False, validators=[PHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    website = forms.CharField(
        label=_("Leave this empty"), required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args, channels, **kwargs):
        self.channels = channels
        # One channel stands for all visitors, so that a key is spent once, whatever the district.
        super().__init__(*args, user=min(channels.values(), key=lambda channel: channel.pk), **kwargs)
        self.types = list(Category.objects.public())
        self.fields["category"].queryset = Category.objects.public()
        self.fields["community"].queryset = self.communities()
        self.fields["community"].choices = [("", _("Choose the community")), *self.by_street()]

    def communities(self):
        """The communities of the open districts that have a grid to report in."""
        grids = Grid.objects.level(GridLevel.BASE).active().filter(parent=OuterRef("code"))
        streets = Grid.objects.level(GridLevel.STREET).active().filter(parent__in=[each.code for each in self.channels])
        communities = Grid.objects.level(GridLevel.COMMUNITY).active().filter(Exists(grids))
        return communities.filter(parent__in=streets.values("code")).select_related("parent__parent").order_by("code")

    def by_street(self):
        groups = {}
        for community in self.fields["community"].queryset:
            street, several = community.parent, len(self.channels) > 1
            label = f"{street.parent.name} · {street.name}" if several else street.name
            groups.setdefault(label, []).append((community.code, community.name))
        return list(groups.items())

    # -- what was typed ---------------------------------------------------------

    def clean(self):
        said = super().clean()
        if "before" in said and self.count("before") > MOST:
            self.add_error("before", ValidationError(_("At most %(most)d photos."), params={"most": MOST}))
        if "community" in said:
            self.clean_place(said)
        if said.get("website"):
            self.clean_trap()
        return said

    def clean_trap(self):
        """No person sees this field; somebody whose browser filled it in by itself is told, and loses nothing."""
        self.data = self.data.copy()
        self.data["website"] = ""
        self.add_error(None, _("A program seems to have filled in a hidden field. Please press the button again."))

    def clean_place(self, said):
        """The grid of the point, or the first of the community chosen; a point outside the community is none of it."""
        lng, lat, chosen = said.get("lng"), said.get("lat"), said["community"]
        here = maps.locate(lng, lat) if lng is not None and lat is not None else None
        served = {community.code for community in self.fields["community"].queryset}
        if here and (here.parent_id not in served or (chosen and here.parent_id != chosen.code)):
            here = None
        if here is None:
            said["lng"] = said["lat"] = None
        if here is None and chosen is None:
            self.add_error("community", ValidationError(_("Choose the community in which it happened.")))
        elif here is None and not said.get("address") and "address" in said:
            self.add_error("address", ValidationError(_("Say where exactly, or show it on the map.")))
        said["grid"] = here or (chosen and chosen.children.level(GridLevel.BASE).active().order_by("code").first())

    def submit(self):
        """File the report; returns the number of the incident, which can be asked about from now on."""
        said = self.said
        for name in ("website", "community"):
            said.pop(name)
        district = said["grid"].chain()["district"]
        incident = Incident.report(by=self.channels[district], source=Source.PUBLIC, **said)
        Inquiry.open(incident, self.cleaned_data["key"])
        return incident.number

    # -- what the page shows ------------------------------------------------------

    groups, wrong = ReportForm.groups, ReportForm.wrong

    @property
    def kept_photos(self):
        """The photos of an earlier sending with addresses that nobody else can guess and that soon expire."""
        return [(each, reverse("grid:public_photo", args=[signing.dumps(each.pk, salt=UNSENT)])) for each in self.shown]


def spelt(text):
    """What somebody copied from paper: capitals, no blanks, no full-width letters."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


class ProgressForm(forms.Form):
    """Number and query code, as the receipt says them."""

    number = forms.CharField(
        label=_("Incident number"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "E120106-2026-0000123"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Query code"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Ten letters and digits, on the receipt of your report"),
    )  # fmt: skip

    def clean_number(self):
        return spelt(self.cleaned_data["number"])

    def clean_code(self):
        return spelt(self.cleaned_data["code"]).replace("-", "")


class PublicEvaluationForm(FormOnce):
    """The reporter's word: five levels, whether it was solved, and words if they like."""

    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"), choices=Incident.Satisfaction, coerce=int, widget=forms.RadioSelect
    )
    solved = forms.ChoiceField(label=_("Solved?"), choices=Incident.Solved, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
