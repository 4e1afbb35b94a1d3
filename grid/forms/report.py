"""The form of a report: photos, place, type, one sentence; a phone held in one hand is enough."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grid import maps
from grid.casework.access import FormOnce
from grid.forms.photos import MOST, PhotosField, PhotosForm
from grid.models import Category, Grid, GridLevel, Incident, Medium, Photo, Role, Source, Urgency
from grid.models.incident.flow import OPERATORS

PHONE = RegexValidator(r"^[0-9+][0-9 -]{4,18}$", _("A phone number has digits only."))
SPOT_ROLES = (Role.WORKER, Role.COMMUNITY_SECRETARY)


class ReportForm(PhotosForm, FormOnce):
    """What, where, of which type; the arguments of `Incident.report` or `Incident.self_handle`."""

    PHOTOS = ("before", "after")

    before = PhotosField(label=_("Take a photo"), required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    grid = forms.ModelChoiceField(Grid.objects.none(), label=_("Grid"), to_field_name="code", required=False)
    # Said by the phone that knew where it was but, without a signal, not the name of the grid.
    guessed = forms.BooleanField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(
        label=_("Where exactly"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("For example: building 3, entrance 2, ground floor")}),
    )  # fmt: skip
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Type"), to_field_name="code", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose a group and then the type.")},
    )  # fmt: skip
    text = forms.CharField(label=_("What is the matter"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    at_once = forms.BooleanField(label=_("Safety hazard: act at once"), required=False)
    source = forms.ChoiceField(label=_("Source"), choices=Source)
    medium = forms.ChoiceField(label=_("Told by"), choices=[("", "—"), *Medium.choices], required=False)
    external_number = forms.CharField(label=_("Number elsewhere"), max_length=40, required=False)
    reporter_name = forms.CharField(label=_("Reporter"), max_length=40, required=False)
    reporter_phone = forms.CharField(
        label=_("Reporter's phone"), max_length=20, required=False, validators=[PHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    on_the_spot = forms.BooleanField(label=_("Already put right on the spot"), required=False)
    after = PhotosField(label=_("Photo afterwards"), required=False)
    result = forms.CharField(
        label=_("What was done"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.types = list(Category.objects.active().types())
        self.fields["category"].queryset = Category.objects.active().types()
        self.place()
        self.as_whom()

    def place(self):
        """Only the person's own ground; who works in one grid stands in it already."""
        ground = Grid.objects.visible_to(self.user).active().level(GridLevel.BASE).order_by("code")
        grids = list(ground.select_related("parent__parent"))
        self.fields["grid"].queryset = ground
        self.fields["grid"].choices = [("", _("Choose the grid")), *by_community(grids)]
        if len(grids) == 1 or self.user.holds(Role.WORKER):
            self.fields["grid"].initial = grids[0].code if grids else None
        self.grids = grids

    def as_whom(self):
        """Operators write down what others tell; workers say in one sentence what they have seen."""
        operator = self.user.holds(*OPERATORS)
        self.fields["text"].widget.attrs["maxlength"] = 2000 if operator else 300
        self.fields["source"].initial = Source.PUBLIC if operator else Source.PATROL
        if not operator:
            for name in ("source", "medium", "external_number", "reporter_name", "reporter_phone"):
                del self.fields[name]
        if not self.user.holds(*SPOT_ROLES):
            for name in ("on_the_spot", "after", "result"):
                del self.fields[name]

    # -- what was typed ---------------------------------------------------------

    def clean(self):
        said = super().clean()
        self.clean_place(said)
        source = said.get("source", Source.PATROL)
        for kind in self.PHOTOS:
            if self.count(kind) > MOST:
                self.add_error(kind, ValidationError(_("At most %(most)d photos."), params={"most": MOST}))
        spot = said.get("on_the_spot")
        arrived = "before" in said and "named" in said
        if arrived and not self.count("before") and (spot or (source == Source.PATROL)):
            self.add_error("before", ValidationError(_("A patrol shows what it has seen: add at least one photo.")))
        if spot:
            self.clean_spot(said)
        return said

    def clean_place(self, said):
        """The grid chosen, or else the one that holds the point; a point outside the grid is no point of it."""
        lng, lat = said.get("lng"), said.get("lat")
        here = maps.locate(lng, lat) if lng is not None and lat is not None else None
        mine = {grid.pk: grid for grid in self.grids}
        found = here and mine.get(here.pk)
        chosen = (said.pop("guessed", False) and found) or said.get("grid") or found
        if "grid" in said and chosen is None:
            self.add_error("grid", ValidationError(_("Choose the grid in which it happened.")))
        if here is None or chosen is None or here.pk != chosen.pk:
            said["lng"] = said["lat"] = None
        said["grid"] = chosen

    def clean_spot(self, said):
        if {"after", "named"} <= set(said) and not self.count("after"):
            self.add_error("after", ValidationError(_("Show with a photo how it looks now.")))
        if not said.get("result"):
            self.add_error("result", ValidationError(_("Say in one sentence what was done.")))

    def submit(self):
        """File the report; returns the incident, merged already where the reporter says it is the same matter."""
        case = self.file()
        same = str(self.data.get("same", ""))
        if same.isdecimal() and case.is_open:
            seen = Incident.objects.visible_to(self.user).filter(Incident.taking_reports(case.created_at))
            if main := seen.filter(pk=int(same[:18])).first():
                case.merge(into=main, note=gettext("The reporter says it is the same matter."), at=case.created_at)
        return case

    def file(self):
        said = self.said
        said |= {"by": self.user, "urgency": Urgency.URGENT if said.pop("at_once") else ""}
        said.setdefault("source", Source.PATROL)
        spot, result = said.pop("on_the_spot", False), said.pop("result", "")
        return Incident.self_handle(result=result, **said) if spot else Incident.report(**said)

    # -- what the page shows ------------------------------------------------------

    @property
    def before_views(self):
        """(kind, label): a photo of the scene may be a near or a far view."""
        return [(kind, Photo.Kind(kind).label) for kind in self.kinds_of("before")]

    @property
    def groups(self):
        """(group, its types, whether it is open), for tiles and the types below them."""
        groups = {}
        for kind in self.types:
            groups.setdefault(kind.major, []).append(kind)
        chosen = str(self["category"].value() or self.data.get("group", ""))[:2]
        return [(major, kinds, major.code == chosen) for major, kinds in groups.items()]

    @property
    def reproaches(self):
        """What was wrong, for the outbox of a phone: field → sentences ("" for what belongs to no field)."""
        return {"" if name == "__all__" else name: list(wrong) for name, wrong in self.errors.items()}

    @property
    def wrong(self):
        """(label, id) of the fields that need another look, in the order of the page."""
        return [(field.label, field.id_for_label or "types") for field in self.visible_fields() if field.errors]

    @property
    def outlines(self):
        """Addresses of the borders that the map of the form draws: the person's own ground."""
        grounds = {post.grid.code for post in self.user.posts_at() if post.grid}
        return " ".join(reverse("grid:outline", args=[code]) for code in sorted(grounds))


def by_community(grids):
    """Base grids as choices by code, grouped by street and community."""
    groups = {}
    for grid in grids:
        community = grid.parent
        label = f"{community.parent} · {community}"
        groups.setdefault(label, []).append((grid.code, grid.name.removeprefix(community.name)))
    return list(groups.items())
