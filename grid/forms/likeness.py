"""Forms about likeness: what is asked while a report is typed, and the merging of two reports."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid import maps
from grid.casework.access import NoteForm
from grid.casework.sql import database_now
from grid.models import Category, Grid, GridLevel, Incident
from grid.models.incident.likeness import NO_MATTER

SHOWN = 5


class SimilarForm(forms.Form):
    """What the report says so far (?category=&lng=&lat=&address=&grid=); too little or nonsense finds nothing."""

    category = forms.ModelChoiceField(Category.objects.active().types(), to_field_name="code")
    lng = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    address = forms.CharField(required=False, max_length=120)
    grid = forms.ModelChoiceField(Grid.objects.none(), to_field_name="code", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["grid"].queryset = Grid.objects.visible_to(user).active().level(GridLevel.BASE)

    @property
    def alike(self):
        """What is known about the same matter (Alike); None while the form says too little."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        here = maps.locate(said["lng"], said["lat"])
        chosen = said["grid"] or here
        if chosen is None or not self.fields["grid"].queryset.filter(pk=chosen.pk).exists():
            return None
        point = (said["lng"], said["lat"]) if here and here.pk == chosen.pk else None
        return Alike(self.user, said["category"], chosen, point, said["address"])


class Alike:
    """Similar incidents: `rows` that the person sees, and how many `others` there are that he does not."""

    def __init__(self, user, category, grid, point, address):
        self.at = database_now()
        found = Incident.objects.similar_to(category, grid.chain(), point, address, self.at)
        seen = set(
            Incident.objects.visible_to(user).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True)
        )
        self.rows = [row for row in found if row.pk in seen][:SHOWN]
        # That there is something about personal circumstances next door is already too much said.
        self.others = sum(row.pk not in seen and not row.category.restricted for row in found)

    @property
    def known(self):
        """The keys shown, which the form sends along: nobody is warned twice of the same."""
        return ",".join(str(row.pk) for row in self.rows)

    def news(self, known):
        """The rows not among the keys that a form brings along ("any": all are known)."""
        told = known.split(",")
        return [] if "any" in told else [row for row in self.rows if str(row.pk) not in told]


def known_already(form):
    """What a valid report form has not been told yet about the same matter (Alike), or None.

    Nothing is asked of what was put right on the spot, nor once the form says `same` or `known`.
    """
    said = form.cleaned_data
    if said.get("on_the_spot") or form.data.get("same") or form.data.get("known") == "any":
        return None
    point = (said["lng"], said["lat"]) if said.get("lng") is not None else None
    alike = Alike(form.user, said["category"], said["grid"], point, said.get("address", ""))
    return alike if alike.news(form.data.get("known", "")) else None


class MergeForm(NoteForm):
    """Into which incident: one of those that look like it, or the number of another."""

    candidate = forms.ChoiceField(label=gettext_lazy("Looks like"), required=False, widget=forms.RadioSelect)
    number = forms.CharField(label=gettext_lazy("Or the number of another incident"), required=False, max_length=32)
    field_order = ["candidate", "number", "note"]

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, case=case, user=user, **kwargs)
        at = database_now()
        seen = Incident.objects.visible_to(user).filter(Incident.taking_reports(at)).like(case, at)
        self.rows = {str(row.pk): row for row in seen[: 2 * SHOWN]}
        self.fields["candidate"].choices = [(key, described(row, at)) for key, row in self.rows.items()]
        if not self.rows:
            del self.fields["candidate"]

    def clean_number(self):
        """Only what the person sees can be named."""
        number = self.cleaned_data["number"].strip().upper()
        if not number:
            return None
        found = (
            Incident.objects.visible_to(self.user).exclude(status__in=[*NO_MATTER[:2]]).filter(number=number).first()
        )
        if found is None:
            raise ValidationError(_("There is no such incident within your sight."))
        return found

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("number") and not said.get("candidate"):
            self.add_error("candidate" if self.rows else "number", ValidationError(_("Say into which incident.")))
        return said

    def refuse(self, error):
        """What the verb finds wrong with the main incident is said where it was named."""
        name = "number" if self.cleaned_data.get("number") else "candidate"
        by_field = error.error_dict if hasattr(error, "error_dict") else {}
        for wrong in by_field.get("into", ()):
            self.add_error(name, wrong)
        if "into" not in by_field:
            super().refuse(error)

    @property
    def said(self):
        into = self.cleaned_data.get("number") or self.rows[self.cleaned_data["candidate"]]
        return {"into": into, "note": self.cleaned_data["note"]}


def described(row, at):
    """A similar incident in one line: number, title, how far, since when, how it stands."""
    far = _("%(n)s m") % {"n": row.metres} if row.metres is not None else _("same address")
    ago = _("%(time)s ago") % {"time": timesince(row.created_at, at, depth=1)}
    return " · ".join([row.number, row.title, far, ago, row.get_status_display()])
