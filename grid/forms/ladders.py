"""The form of a ladder: its rungs as rows, each in an order that makes sense."""

from collections import Counter
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.deadlines import Unit
from grid.models import Ladder, Rung, SeatWord
from grid.models.limits import EFFECT
from grid.models.notice import SENTENCES
from grid.models.stages import KINDS
from grid.rules import effect_label

from .limits import RuleForm, bare, basis_field

SHARE, BEFORE, AFTER = Rung.Basis.SHARE, Rung.Basis.BEFORE, Rung.Basis.AFTER
ROWS = ("position", "effect", "basis", "amount", "unit", "tells")
FIRST = [
    {"position": 1, "effect": "remind", "basis": SHARE, "amount": Decimal("0.8"), "unit": "", "tells": ["holder"]},
    {"position": 2, "effect": "overdue", "basis": SHARE, "amount": 1, "unit": "", "tells": ["holder", "caller"]},
]


def effects():
    """Every effect a rung can have: what the clock says, and the verbs that it strikes and tells of."""
    struck = {
        f"strike:{verb}"
        for kind in KINDS.values()
        for verb, move in kind.flow.items()
        for stage in kind.stages
        if move.clock and f"{kind.word}.{stage}.{verb}" in SENTENCES
    }
    return [(effect, effect_label(effect)) for effect in ("remind", "overdue", "supervise", *sorted(struck))]


class RungForm(forms.Form):
    """One rung: what happens, when, and which posts hear of it."""

    position = forms.IntegerField(label=_("position"), min_value=1, max_value=99)
    effect = forms.ChoiceField(label=_("effect"), validators=[RegexValidator(EFFECT)])
    basis = forms.ChoiceField(label=_("counted from"), choices=Rung.Basis.choices)
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_value=9999, decimal_places=2)
    unit = forms.ChoiceField(label=pgettext_lazy("time", "unit"), choices=[("", "—"), *Unit.choices], required=False)
    tells = forms.MultipleChoiceField(label=_("tells"), choices=SeatWord.choices, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["effect"].choices = effects()

    def clean(self):
        said = super().clean() or {}
        basis, unit, amount = said.get("basis"), said.get("unit"), said.get("amount")
        if basis == SHARE and unit:
            self.add_error("unit", ValidationError(_("A share has no unit; before and after need one.")))
        if basis in {BEFORE, AFTER} and "unit" in said and not unit:
            self.add_error("unit", ValidationError(_("A share has no unit; before and after need one.")))
        if basis == SHARE and amount is not None and not 0 < amount <= 10:
            self.add_error("amount", ValidationError(_("A share lies above 0 and up to 10: 0.8 is 80 %.")))
        elif basis and amount is not None:
            self._placed(said.get("effect"), self.rank)
        return said

    @property
    def rank(self):
        """(0 before, 1 at, 2 after the due moment)."""
        basis, amount = self.cleaned_data["basis"], self.cleaned_data["amount"]
        whole = 1 if basis == SHARE else 0
        if amount == whole:
            return 1
        return 0 if basis == BEFORE or (basis == SHARE and amount < whole) else 2

    def _placed(self, effect, rank):
        if effect == "remind" and rank != 0:
            self.add_error("amount", ValidationError(_("A reminder lies before the due moment.")))
        elif effect == "overdue" and rank != 1:
            self.add_error("amount", ValidationError(_("Overdue is the due moment itself: a share of 1.")))
        elif effect not in {"remind", "overdue", None} and rank == 0:
            self.add_error("amount", ValidationError(_("This happens at the due moment or after it.")))

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in ROWS}


class Rungs(forms.BaseFormSet):
    """All rungs of a ladder together: each position once, and later rungs later."""

    def clean(self):
        if any(self.errors):
            return
        rows = sorted(self.kept, key=lambda row: row.cleaned_data["position"])
        if not rows:
            raise ValidationError(_("A ladder has at least one rung."))
        taken = Counter(row.cleaned_data["position"] for row in rows)
        once = Counter(row.cleaned_data["effect"] for row in rows if row.cleaned_data["effect"] != "remind")
        for row in rows:
            if taken[row.cleaned_data["position"]] > 1:
                row.add_error("position", ValidationError(_("This position stands twice.")))
            if once[row.cleaned_data["effect"]] > 1:
                row.add_error("effect", ValidationError(_("This happens once on a ladder.")))
        for one, next_one in zip(rows, rows[1:], strict=False):
            if falls_before(next_one, one):
                next_one.add_error("position", ValidationError(_("This rung falls before the one above it.")))

    @property
    def kept(self):
        """The rows that stay: filled in, and not ticked for removal."""
        return [row for row in self.forms if row.cleaned_data.get("effect") and not row.cleaned_data.get("DELETE")]

    @property
    def is_wrong(self):
        return bool(self.non_form_errors()) or any(row.errors for row in self.forms)


def falls_before(later, earlier):
    """Whether the rung below another one falls before it, as far as one can say without the limit."""
    if later.rank != earlier.rank:
        return later.rank < earlier.rank
    mine, its = later.cleaned_data, earlier.cleaned_data
    if (mine["basis"], mine["unit"]) != (its["basis"], its["unit"]):
        return False
    return mine["amount"] > its["amount"] if mine["basis"] == BEFORE else mine["amount"] < its["amount"]


RungSet = forms.formset_factory(RungForm, formset=Rungs, extra=1, can_delete=True, max_num=20)


def rows_of(ladder):
    """The rungs of a ladder as the form shows them."""
    rungs = [{name: getattr(rung, name) for name in ROWS} for rung in ladder.rungs.order_by("position")]
    return [rung | {"amount": bare(rung["amount"])} for rung in rungs]


class LadderForm(RuleForm):
    """A ladder with its rungs (`rungs`, a formset)."""

    note = forms.CharField(label=_("note"), max_length=200, required=False)
    basis = basis_field()

    def __init__(self, data=None, *, ladder, **kwargs):
        super().__init__(data, **kwargs)
        self.ladder = ladder
        self.fields["note"].initial, self.fields["basis"].initial = ladder.note, ladder.basis
        self.rungs = RungSet(data, initial=self.rows(), prefix="rungs")

    def rows(self):
        """The rungs that the form begins with."""
        return rows_of(self.ladder)

    def is_valid(self):
        """Both halves, so that everything wrong is shown at once; then what the stages that climb it refuse."""
        both = [super().is_valid(), self.rungs.is_valid()]
        return all(both) and self._fits() and not self.rungs.is_wrong

    def _fits(self):
        stages = sorted(set(self.ladder.time_limits.values_list("kind", "stage"))) if self.ladder.pk else ()
        for row in self.rungs.kept:
            effect = row.cleaned_data["effect"]
            for refusal in filter(None, (KINDS[kind].refuses(stage, effect) for kind, stage in stages)):
                row.add_error("effect", ValidationError(refusal))
        return True

    def save(self):
        rows = sorted((row.values for row in self.rungs.kept), key=lambda values: values["position"])
        rungs = [Rung(ladder=self.ladder, **values | {"position": no}) for no, values in enumerate(rows, 1)]
        said = self.cleaned_data
        self.ladder.rebuild(rungs, note=said["note"], basis=said["basis"], **self.by)
        return self.ladder.get_absolute_url()


class NewLadderForm(LadderForm):
    """One more ladder, which limits may then name; it begins as the one it is made after, or as a warning."""

    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("Limits and their list show it."))

    def __init__(self, data=None, *, after=None, **kwargs):
        self.after = after
        super().__init__(data, **kwargs)
        self.order_fields(["name", *self.fields])

    def rows(self):
        return rows_of(self.after) if self.after else FIRST

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Ladder.objects.filter(name=name).exists():
            raise ValidationError(_("There is a ladder of this name already."))
        return name

    def save(self):
        self.ladder.name = self.cleaned_data["name"]
        return super().save()
