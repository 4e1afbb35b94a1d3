"""The rating sheet: facts with their computed points, and what the street judges."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.casework.access import VerbForm
from grid.casework.sql import database_now
from grid.forms.turns import yes_or_no
from whistle.models import AssessmentScheme, Rating
from whistle.models.facts import Facts
from whistle.models.rating import JUDGED
from whistle.models.scheme import year_of


class RateForm(VerbForm):
    """For each department three numbers and, at the extremes, a reason; what facts earn has no field.

    And whether the matter is solved: if not, what is left, for the desk it goes back to and the next round.
    """

    solved = yes_or_no(
        _("Is the matter solved?"),
        _("Yes, it is solved"),
        _("No: it goes back to its desk, and the street may blow again"),
    )
    note = forms.CharField(
        label=_("What is left unsolved"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.scheme = AssessmentScheme.objects.of_year(case.district, year_of(database_now()))
        self.orders = list(case.rated_orders)
        for order in self.orders:
            for name, line in JUDGED.items():
                label, most = Rating._meta.get_field(name).verbose_name, getattr(self.scheme, line)
                mark = forms.NumberInput(attrs={"inputmode": "numeric", "data-mark": order.pk})
                self.fields[f"{name}_{order.pk}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=most, widget=mark
                )
            self.fields[f"reason_{order.pk}"] = forms.CharField(
                label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def sheet(self):
        """A Sheet for each department."""
        return [Sheet(self, order) for order in self.orders]

    def clean(self):
        super().clean()
        if self.cleaned_data.get("solved") is False and not self.cleaned_data.get("note"):
            self.add_error("note", _("Say what was left unsolved."))
        for order in self.orders if not self.errors else ():
            try:
                Rating.of(order, self.score(order), self.scheme)
            except ValidationError as error:
                self.add_error(f"reason_{order.pk}", error.messages)

    def score(self, order):
        names = [*JUDGED, "reason"]
        return {"order": order} | {name: self.cleaned_data[f"{name}_{order.pk}"] for name in names}

    @property
    def said(self):
        told = {name: self.cleaned_data[name] for name in ("solved", "note")}
        return told | {"scores": [self.score(order) for order in self.orders]}


class Sheet:
    """What the page shows of one department: computed lines, caps, the fields, the sum as it was typed."""

    def __init__(self, form, order):
        self.order, self.scheme = order, form.scheme
        self.facts = Facts.of(order)
        self.judged = [(form[f"{name}_{order.pk}"], getattr(form.scheme, line)) for name, line in JUDGED.items()]
        self.reason = form[f"reason_{order.pk}"]

    @property
    def lines(self):
        """The computed lines of both parts."""
        return [*self.facts.timely(self.scheme), self.facts.present(self.scheme)]

    @property
    def computed(self):
        return sum(line.points for line in self.lines)

    @property
    def possible(self):
        """The most this department can reach: what facts earned and all that is judged, under the caps."""
        return min(self.computed + sum(most for _field, most in self.judged), self.facts.cap)

    @property
    def typed(self):
        """The total of what was typed; None while something is missing or no number."""
        values = [field.value() for field, _most in self.judged]
        if not all(str(value or "").strip().isdecimal() for value in values):
            return None
        return min(self.computed + sum(map(int, values)), self.facts.cap)
