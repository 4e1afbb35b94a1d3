"""The forms of time limits and of ladders: what clocks started later will be given."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import FormOnce
from grid.casework.deadlines import Unit
from grid.filters import types
from grid.models import CalendarVersion, Category, Document, Ladder, TimeLimit
from grid.models.limits import plain
from grid.models.stages import KINDS

ANY = [("", _("any"))]


class RuleForm(FormOnce):
    """A change of the rules: `why` goes into the audit line, `seen` are the rules the form was made from."""

    SUBJECT = "limits"
    why = forms.CharField(
        label=_("Reason for the change"), max_length=200, help_text=_("Kept with your name and the moment.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, post, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.post = post
        self.fields["seen"].initial = lambda: CalendarVersion.number_of(self.SUBJECT)
        self.order_fields([name for name in self.fields if name != "why"] + ["why"])

    @property
    def by(self):
        """Who changes it, holding which post, why, and from which rules: what every change is told."""
        said = self.cleaned_data
        return {"by": self.user, "post": self.post, "why": said["why"], "seen": said["seen"]}


def basis_field():
    return forms.ModelChoiceField(
        Document.objects.all(), label=_("Basis"), required=False, empty_label=_("none"),
        help_text=_("The document of the library that says so."),
    )  # fmt: skip


def bare(amount):
    """The amount without noughts that say nothing: 1.00 is 1, 0.80 is 0.8; None stays None."""
    return None if amount is None else plain(Decimal(amount).normalize())


class LimitForm(RuleForm):
    """How long a stage may take: amount and unit unless somebody sets the moment by hand, and the ladder."""

    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_value=9999, decimal_places=2)
    unit = forms.ChoiceField(label=pgettext_lazy("time", "unit"), choices=Unit.choices)
    ladder = forms.ModelChoiceField(
        Ladder.objects.all(), label=_("Ladder"), required=False, empty_label=_("nothing rings")
    )
    basis = basis_field()

    def __init__(self, *args, limit, **kwargs):
        super().__init__(*args, **kwargs)
        self.limit = limit
        for name in ("amount", "unit", "ladder", "basis"):
            self.fields[name].initial = getattr(limit, name)
        self.fields["amount"].initial = bare(limit.amount)
        if limit.pk and limit.amount is None:
            del self.fields["amount"], self.fields["unit"]

    def clean_ladder(self):
        ladder = self.cleaned_data["ladder"]
        kind = KINDS[self.limit.kind]
        refusals = [kind.refuses(self.limit.stage, rung.effect) for rung in (ladder.rungs.all() if ladder else ())]
        if wrong := [refusal for refusal in refusals if refusal]:
            raise ValidationError(wrong)
        return ladder

    def clean(self):
        said = super().clean()
        amount, unit = said.get("amount"), said.get("unit")
        if amount is None or unit is None:
            return said
        if unit == Unit.CALENDAR_DAY and amount != int(amount):
            self.add_error("amount", ValidationError(_("Calendar days are counted whole.")))
        elif unit != Unit.CALENDAR_DAY and not amount:
            self.add_error("amount", ValidationError(_("A limit of nothing would be over at once.")))
        return said

    def save(self):
        names = [name for name in ("amount", "unit", "ladder", "basis") if name in self.fields]
        self.limit.keep(**self.by, **{name: self.cleaned_data[name] for name in names})
        return f"{reverse('grid:limits')}?kind={self.limit.kind}"


class SpecificLimitForm(LimitForm):
    """A limit of its own for an urgency (or kind of whistle, or level) and, for incidents, a type."""

    urgency = forms.ChoiceField(label=_("Only for"), required=False)
    category = forms.ModelChoiceField(
        Category.objects.active(), label=_("Only for the type"), to_field_name="code", required=False
    )

    def __init__(self, *args, limit, **kwargs):
        super().__init__(*args, limit=limit, **kwargs)
        kind = KINDS[limit.kind]
        self.fields["urgency"].choices = [*ANY, *kind.variants()]
        self.fields["category"].choices = [*ANY, *types()]
        if (limit.kind, limit.stage) != ("incident", "handle"):
            del self.fields["category"]
        if not list(kind.variants()):
            del self.fields["urgency"]
        first = [name for name in ("urgency", "category") if name in self.fields]
        self.order_fields([*first, *self.fields])

    def clean(self):
        said = super().clean()
        urgency, category = said.get("urgency", ""), said.get("category")
        if not urgency and not category:
            raise ValidationError(_("Say what the limit is only for."))
        same = Q(kind=self.limit.kind, stage=self.limit.stage, urgency=urgency, category=category)
        if TimeLimit.objects.filter(same).exists():
            raise ValidationError(_("There is a limit for exactly this already: change that one."))
        self.limit.urgency, self.limit.category = urgency, category
        return said


class RemoveForm(RuleForm):
    """Take a specific limit out."""
