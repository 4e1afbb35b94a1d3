"""One row of a list: what it says, what is wrong with it by column, and the incident it becomes."""

import json
from functools import cached_property
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.models import Category, Incident, Role, Ticket, Urgency
from grid.open311.forms import NUMBER, PHONE
from grid.placing import Gazetteer

IMPORTERS = (Role.CENTRE, Role.STREET_OPERATOR)


class Checker:
    """What rows are held against: the types in use, the areas of the district, the ground of whoever imports."""

    def __init__(self, user, district):
        self.user, self.gazetteer = user, Gazetteer(district)
        posts = [post for post in user.posts_at() if post.role in IMPORTERS]
        self.ground = tuple(post.grid.code for post in posts)

    @cached_property
    def categories(self):
        """Types by their code and by their names."""
        types = list(Category.objects.active().types())
        return {name: kind for kind in types for name in (kind.name_en, kind.name, kind.code)}

    @cached_property
    def urgencies(self):
        told = {"一般": Urgency.NORMAL, "普通": Urgency.NORMAL, "紧急": Urgency.URGENT, "特急": Urgency.CRITICAL}
        return told | {value: value for value in Urgency.values} | {"": ""}

    def wrong(self, rows):
        """What is wrong: {place of the row as text: {column: why}}; a number said twice is wrong the second time."""
        found, first = {}, {}
        for place, row in enumerate(rows):
            wrong = RowForm(row, self).wrong
            before = first.setdefault(row.get("number", ""), row["line"])
            if before != row["line"] and "number" not in wrong:
                wrong["number"] = _("The same number stands in line %(line)d.") % {"line": before}
            if wrong:
                found[str(place)] = wrong
        return found


class RowForm(forms.Form):
    """A row as a report; its fields are the columns."""

    number = forms.CharField(max_length=40, validators=[NUMBER])
    text = forms.CharField(max_length=2000)
    category = forms.CharField()
    address = forms.CharField(max_length=120, required=False)
    code = forms.CharField(max_length=15, required=False)
    lng = forms.FloatField(min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    reporter_name = forms.CharField(max_length=40, required=False)
    reporter_phone = forms.CharField(max_length=20, required=False, validators=[PHONE])
    urgency = forms.CharField(required=False)

    def __init__(self, row, checker):
        super().__init__(row)
        self.checker = checker

    def clean_category(self):
        said = self.cleaned_data["category"]
        if said not in self.checker.categories:
            raise ValidationError(_("There is no type %(name)s.") % {"name": said})
        return self.checker.categories[said]

    def clean_urgency(self):
        said = self.cleaned_data["urgency"]
        if said not in self.checker.urgencies:
            raise ValidationError(_("Urgency is 一般, 紧急 or 特急."))
        return self.checker.urgencies[said]

    def clean(self):
        super().clean()
        said = self.cleaned_data
        if not {"lng", "lat", "code", "address"} & set(self.errors):
            try:
                grid = self.checker.gazetteer.place(**{name: said[name] for name in ("lng", "lat", "code", "address")})
            except ValidationError as error:
                self.add_error(None, error)
            else:
                self.clean_ground(grid)
        return said

    def clean_ground(self, grid):
        self.place = grid
        if not grid.code.startswith(self.checker.ground or ("-",)):
            where = next(name for name in ("lat", "code", "address") if self.cleaned_data[name] not in {None, ""})
            self.add_error(where, ValidationError(_("%(grid)s is not on your ground.") % {"grid": grid}))

    @property
    def wrong(self):
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}

    @property
    def digest(self):
        said = self.cleaned_data | {"category": self.cleaned_data["category"].code}
        return sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    def report(self, draft):
        """File the row as whoever imports; returns the incident."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"code", "number"}}
        number = self.cleaned_data["number"]
        return Incident.report(
            by=self.checker.user, grid=self.place, source=draft.source, external_number=number, **said
        )  # fmt: skip

    def take_in(self, draft):
        """File the row unless its number is here already, whatever is said under it."""
        about = {"district": draft.district, "channel": draft.channel, "number": self.cleaned_data["number"]}
        if not Ticket.objects.filter(**about).exists():
            Ticket.take_in(lambda: self.report(draft), digest=self.digest, draft=draft, **about)
