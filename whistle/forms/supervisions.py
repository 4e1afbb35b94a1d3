"""The forms of a supervision slip."""

from copy import deepcopy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import FormOnce, VerbForm
from grid.casework.reasons import amount_text
from grid.forms.departments import DepartmentField
from grid.models import Department, Grid, GridLevel, Incident
from whistle.forms.whistles import text_area
from whistle.models import Order, PointRate, Supervision
from whistle.models.accountability import Ground
from whistle.models.supervision import SupervisionLevel
from whistle.models.supervision.flow import BY_HAND

ITEM = ("what", "owner", "due_on")
NOBODY = pgettext_lazy("who answers", "not chosen")
ITEMS = (1, 2, 3)  # rows of the checklist on the form of a new slip; more are added on its page


def day_input():
    return forms.DateInput(attrs={"type": "date"})


class ReplyForm(VerbForm):
    """Why it was late, and what has been done about it."""

    reason = forms.CharField(label=_("Why it was late"), max_length=1000, widget=text_area(3))
    measures = forms.CharField(label=pgettext_lazy("reply", "Measures"), max_length=2000, widget=text_area(4))


class FoundReplyForm(ReplyForm):
    """The same where nothing was late: how it came about."""

    reason = forms.CharField(label=_("How it came about"), max_length=1000, widget=text_area(3))


class ProposeForm(VerbForm):
    """On what ground, and what is held against whom: for the eyes of discipline inspection alone."""

    grounds = forms.MultipleChoiceField(label=_("Grounds"), choices=Ground, widget=forms.CheckboxSelectMultiple)
    allegation = forms.CharField(
        label=_("What is held against whom"), max_length=5000, widget=text_area(5),
        help_text=_("Only discipline inspection reads this, and every look is written down."),
    )  # fmt: skip


class AddItemForm(VerbForm):
    """One thing to be put right, by whom, by when."""

    what = forms.CharField(label=pgettext_lazy("checklist", "What is to be done"), max_length=200)
    owner = forms.CharField(label=pgettext_lazy("checklist", "Who does it"), max_length=80)
    due_on = forms.DateField(label=pgettext_lazy("checklist", "Done by"), widget=day_input())


class ItemForm(VerbForm):
    """Which item of the checklist."""

    item = forms.ModelChoiceField(None, label=_("Item"), widget=forms.RadioSelect, empty_label=None)
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=text_area(2))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["item"].queryset = case.items.open()


class UnfinishedItemForm(ItemForm):
    """An item of which nobody has said that it is done."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = self.fields["item"].queryset.filter(finished_at=None)


class FoundForm(FormOnce):
    """A slip by hand: what was found how, who answers, which colour, what is required, and the first items."""

    number = forms.CharField(
        label=_("Number of the order or incident"), max_length=32, required=False,
        help_text=_("Empty for a matter without a case."),
    )  # fmt: skip
    inspection = forms.ChoiceField(label=_("How it was found"), choices=BY_HAND, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Matter"), max_length=120)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    department = DepartmentField(label=_("Department that answers"), required=False, empty_label=NOBODY)
    street = forms.ModelChoiceField(
        Grid.objects.none(), label=_("or street that answers"), required=False, empty_label=NOBODY
    )
    level = forms.TypedChoiceField(label=_("Level"), choices=SupervisionLevel, coerce=int, widget=forms.RadioSelect)
    level_reason = forms.CharField(
        label=_("Why orange or red at once"), max_length=300, required=False,
        help_text=_("Needed above blue: a major or urgent matter, or a leader's instruction."),
    )  # fmt: skip
    requirement = forms.CharField(label=_("What is required"), max_length=2000, widget=text_area(4))

    OF_STREET = False
    MATTERS = {Incident: "incident", Order: "order"}
    SAID = ("inspection", "title", "place", "department", "street", "level", "level_reason", "requirement")

    def __init__(self, *args, user, overseer, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.overseer = overseer
        self.choose()
        for no in ITEMS:
            for name in ITEM:
                self.fields[f"{name}_{no}"] = field = deepcopy(AddItemForm.base_fields[name])
                field.required = False

    def choose(self):
        """Who may answer: the departments and streets of the district."""
        streets = Grid.objects.level(GridLevel.STREET).filter(parent=self.overseer.code)
        self.fields["department"].queryset = Department.objects.visible_to(self.user).called()
        self.fields["street"].queryset = streets.order_by("code")

    def sides(self):
        return [self["department"], self["street"]]

    def clean_number(self):
        """The order or incident of that number within sight, or None."""
        number = self.cleaned_data["number"].strip().upper()
        if not number:
            return None
        for model in self.MATTERS:
            if found := model.objects.visible_to(self.user).filter(number=number).first():
                return found
        raise ValidationError(_("No order or incident within your sight has this number."))

    def clean(self):
        super().clean()
        self.items = []
        for no in ITEMS:
            row = [self.cleaned_data.get(f"{name}_{no}") for name in ITEM]
            if all(row):
                self.items.append(tuple(row))
            elif any(row):
                self.add_error(f"what_{no}", _("An item says what, who and by when."))

    @property
    def said(self):
        matter = self.cleaned_data["number"]
        kind = self.MATTERS.get(type(matter))
        told = {name: self.cleaned_data[name] for name in self.SAID} | {"items": self.items}
        return told | ({kind: matter} if kind else {})

    def found(self):
        """Put on file what the form says."""
        return Supervision.found(by=self.user, **self.said)

    def rows(self):
        """The fields of the checklist, a row each."""
        return [[self[f"{name}_{no}"] for name in ITEM] for no in ITEMS]

    def levels(self):
        """(label, tone, limit in words, points) of each colour, for the lines under the choice."""
        rates = {} if self.OF_STREET else dict(PointRate.objects.values_list("level", "points"))
        limits = [(level, Supervision.limit_of(level, self.OF_STREET)) for level in SupervisionLevel]
        return [
            (level.label, level.tone, amount_text(limit.amount, limit.unit), rates.get(level, 0))
            for level, limit in limits
        ]


class StreetFoundForm(FoundForm):
    """The same by a street: one of its communities answers, or a section of its offices; nobody pays points."""

    MATTERS = {Incident: "incident"}
    SAID = ("inspection", "title", "place", "community", "section", "level", "level_reason", "requirement")
    OF_STREET = True

    community = forms.ModelChoiceField(
        Grid.objects.none(), label=_("Community that answers"), required=False, empty_label=NOBODY
    )
    section = forms.CharField(
        label=_("or section of the street that answers"), max_length=40, required=False,
        help_text=_("For example: the office of safety."),
    )  # fmt: skip

    def choose(self):
        del self.fields["department"], self.fields["street"]
        communities = Grid.objects.level(GridLevel.COMMUNITY).filter(parent=self.overseer.code, valid_to=None)
        self.fields["community"].queryset = communities.order_by("code")
        self.fields["number"].label = _("Number of the incident")

    def sides(self):
        return [self["community"], self["section"]]

    def found(self):
        return Supervision.found_by_street(by=self.user, street=self.overseer, **self.said)
