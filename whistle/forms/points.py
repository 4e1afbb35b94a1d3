"""Bonuses and deductions by hand, and what a slip of each colour deducts."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import FormOnce
from grid.models import Department, Grid, GridLevel
from whistle.models import PointEntry, PointRate
from whistle.models.points import BY_HAND

NOBODY = pgettext_lazy("who answers", "not chosen")


class GiveForm(FormOnce):
    """For whom, how many points, why."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("points", "Kind"), widget=forms.RadioSelect,
        choices=[choice for choice in PointEntry.Kind.choices if choice[0] in BY_HAND],
    )  # fmt: skip
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=NOBODY
    )
    street = forms.ModelChoiceField(Grid.objects.none(), label=_("or street"), required=False, empty_label=NOBODY)
    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
    points = forms.DecimalField(
        label=_("Points"), min_value=-100, max_value=100, max_digits=5, decimal_places=2,
        help_text=_("A deduction is a number below zero."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        districts = {post.district_code for post in user.posts_at()}
        streets = Grid.objects.level(GridLevel.STREET).filter(parent__in=districts)
        self.fields["department"].queryset = Department.objects.visible_to(user).called()
        self.fields["street"].queryset = streets.order_by("code")
        self.fields["year"].initial = timezone.localdate().year


class TakeBackForm(FormOnce):
    """Why an entry is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class RatesForm(FormOnce):
    """How many points a slip of each colour deducts from now on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rates = list(PointRate.objects.order_by("level"))
        for rate in self.rates:
            self.fields[f"level_{rate.level}"] = forms.DecimalField(
                label=rate.get_level_display(), min_value=0, max_value=99, decimal_places=2, initial=rate.points
            )

    def save(self):
        for rate in self.rates:
            points = self.cleaned_data[f"level_{rate.level}"]
            if points != rate.points:
                rate.points = points
                rate.save(update_fields=["points"])
