"""The forms of the annual assessment: the scheme, other scores, the vote, appeals and their decision."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.casework.access import FormOnce, VerbForm
from grid.models import Department
from whistle.forms.whistles import text_area
from whistle.models import AssessmentScheme, OtherScore, Vote
from whistle.models.assessment.scores import quarter_of
from whistle.models.scheme import POINTS

WEIGHTS = ("late_share", "street_weight", "round_weight", "vote_share", "ranking_shown", "note")


class SchemeForm(forms.ModelForm):
    """The rules of a year, before it is frozen."""

    class Meta:
        model = AssessmentScheme
        fields = (*POINTS, *WEIGHTS)

    def lines(self):
        """The lines that add up to 100."""
        return [self[name] for name in POINTS]

    def weights(self):
        return [self[name] for name in WEIGHTS]


class MarksForm(FormOnce):
    """One number for each department that is called; empty fields say nothing."""

    most, step = 100, "1"

    def __init__(self, *args, district, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.departments = list(Department.objects.visible_to(self.user).filter(district=district).called())
        for department in self.departments:
            self.fields[f"points_{department.pk}"] = self.mark(department, known.get(department.pk))

    def mark(self, department, initial):
        return forms.IntegerField(
            label=str(department), required=False, min_value=0, max_value=self.most, initial=initial,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )  # fmt: skip

    def rows(self):
        return [(department, self[f"points_{department.pk}"]) for department in self.departments]

    @property
    def points(self):
        """{department key: points} of what was filled in."""
        given = {one.pk: self.cleaned_data[f"points_{one.pk}"] for one in self.departments}
        return {key: value for key, value in given.items() if value is not None}


class VoteForm(MarksForm):
    """What a street thinks of the departments this quarter."""

    def __init__(self, *args, street, at, district, **kwargs):
        year, quarter = quarter_of(at)
        cast = Vote.objects.filter(street=street, year=year, quarter=quarter)
        known = dict(cast.values_list("department", "points"))
        super().__init__(*args, district=district, known=known, **kwargs)


class OtherScoresForm(MarksForm):
    """The other half of the year, as another office reckoned it."""

    source = forms.CharField(label=_("Where these scores come from"), max_length=200)

    def __init__(self, *args, year, district, **kwargs):
        known = dict(OtherScore.objects.filter(year=year).values_list("department", "points"))
        super().__init__(*args, district=district, known=known, **kwargs)

    def take_over(self, read):
        """Show what a ScoresFile says in the fields, not entered yet; returns the file."""
        self.initial.update({f"points_{key}": value for key, value in read.points.items()}, source=read.name)
        return read

    def mark(self, department, initial):
        return forms.DecimalField(
            label=str(department), required=False, min_value=0, max_value=self.most, max_digits=5, decimal_places=2,
            initial=initial, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )  # fmt: skip


class AppealForm(FormOnce):
    """What is wrong with the sheet, and why."""

    text = forms.CharField(label=_("What is wrong, and why"), max_length=2000, widget=text_area(6))


class RefuseForm(VerbForm):
    """A decision has its reason."""

    answer = forms.CharField(label=_("Reason of the decision"), max_length=2000, widget=text_area(4))


class UpholdForm(RefuseForm):
    """By how many points the sheet is corrected, as an entry of its own."""

    points = forms.DecimalField(
        label=_("Points to be added (or taken, with a minus)"), max_digits=5, decimal_places=2,
        min_value=Decimal(-100), max_value=Decimal(100),
    )  # fmt: skip

    field_order = ("points", "answer")

    def clean_points(self):
        points = self.cleaned_data["points"]
        if points == 0:
            raise forms.ValidationError(_("A correction of nothing corrects nothing."))
        return points
