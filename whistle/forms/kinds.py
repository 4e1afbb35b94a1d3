"""The forms of the kinds of whistles."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from grid.forms.limits import RuleForm
from whistle.models import WhistleKind
from whistle.models.kinds import TOLD


class KindForm(RuleForm):
    """What a kind is called, what its clocks are like, and whether whistles of it may be blown."""

    SUBJECT = "kinds"
    name = forms.CharField(label=_("Name"), max_length=20)
    name_en = forms.CharField(label=_("Name in English"), max_length=40)
    note = forms.CharField(
        label=_("What it is for"), max_length=200, required=False, help_text=_("Read by whoever chooses a kind.")
    )
    is_emergency = forms.BooleanField(
        label=_("An emergency"), required=False,
        help_text=_("Its report-in counts by the clock, day and night, and its text messages come at night."),
    )  # fmt: skip
    by_plan = forms.BooleanField(
        label=_("An agreed plan may set the limit"), required=False,
        help_text=_("Street and department agree on a plan, and the order is due when the plan ends."),
    )  # fmt: skip
    position = forms.IntegerField(label=_("Position in the list"), min_value=0, max_value=99)
    active = forms.BooleanField(
        label=_("In use"), required=False,
        help_text=_("Switched off, no whistle of it can be blown; those that run go on."),
    )  # fmt: skip

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        for name in TOLD:
            self.fields[name].initial = getattr(row, name)

    def save(self):
        self.row.keep(**self.by, **{name: self.cleaned_data[name] for name in TOLD})
        return self.row.get_absolute_url()


class RemoveKindForm(RuleForm):
    """Delete a kind that nothing rests on."""

    SUBJECT = "kinds"


class NewKindForm(KindForm):
    """A kind that was not there before; its code is given once, for good."""

    code = forms.CharField(
        label=_("Code"), max_length=14, help_text=_("Small Latin letters, kept for good: limits and figures name it."),
        validators=[RegexValidator(r"^[a-z][a-z_]*\Z", _("Small Latin letters and underscores, a letter first."))],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["code", *self.fields])

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code == "add" or WhistleKind.objects.filter(pk=code).exists():
            raise ValidationError(_("There is a kind with this code already."))
        return code

    def save(self):
        self.row.code = self.cleaned_data["code"]
        return super().save()
