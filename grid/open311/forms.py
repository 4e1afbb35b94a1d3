"""What a platform says: the parameters of a report, and of a question about its reports."""

import json
import re
from datetime import timedelta
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from grid.models import Category, Incident, Urgency
from grid.placing import Gazetteer

OURS = ("external_number", "grid", "community", "urgency")
PHONE = RegexValidator(r"^[0-9+(][0-9 ()*#-]{2,18}$", _("A phone number has digits only."))
NUMBER = RegexValidator(r"^[^\s\x00-\x1f\x7f]+$", _("A number has no spaces."))
SPAN = timedelta(days=90)
MOST = 1000


class ReportForm(forms.Form):
    """POST Service Request: what, of which type, where, and who told it; optional means the same when empty."""

    service_code = forms.ModelChoiceField(Category.objects.none(), to_field_name="code")
    description = forms.CharField(max_length=4000, required=False)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    long = forms.FloatField(min_value=-180, max_value=180, required=False)
    address_string = forms.CharField(max_length=120, required=False)
    address_id = forms.CharField(max_length=15, required=False)
    external_number = forms.CharField(max_length=40, required=False, validators=[NUMBER])
    grid = forms.CharField(max_length=15, required=False)
    community = forms.CharField(max_length=15, required=False)
    urgency = forms.ChoiceField(choices=[("", ""), *Urgency.choices], required=False)
    first_name = forms.CharField(max_length=20, required=False)
    last_name = forms.CharField(max_length=20, required=False)
    phone = forms.CharField(max_length=20, required=False, validators=[PHONE])
    media_url = forms.CharField(max_length=500, required=False, validators=[URLValidator(schemes=["http", "https"])])

    def __init__(self, said, client):
        super().__init__({name: said.get(name) or said.get(f"attribute[{name}]", "") for name in self.base_fields})
        self.client = client
        self.fields["service_code"].queryset = Category.objects.active().types()

    def clean(self):
        said = super().clean()
        for name, other in ("lat", "long"), ("long", "lat"):
            if said.get(name) is None and said.get(other) is not None and name not in self.errors:
                self.add_error(name, ValidationError(_("Both lat and long are needed.")))
        if not self.errors:
            self.clean_place(said)
        return said

    def clean_place(self, said):
        by_code = next((name for name in ("grid", "community", "address_id") if said[name]), "grid")
        parameters = {"lat": "lat", "code": by_code, "address": "address_string"}
        try:
            self.place = Gazetteer(self.client.district).place(
                lng=said["long"], lat=said["lat"], code=said[by_code], address=said["address_string"]
            )
        except ValidationError as error:
            for name, wrong in error.error_dict.items():
                self.add_error(parameters[name], wrong)

    @property
    def digest(self):
        """Stands for the content, so that the same ticket sent again is known as the same."""
        said = self.cleaned_data | {"service_code": self.cleaned_data["service_code"].code}
        return sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def reporter(self):
        """王 + 小明 is written without a space, Mary + Smith with one."""
        first, last = self.cleaned_data["first_name"], self.cleaned_data["last_name"]
        western = re.fullmatch("[\x20-\x7e]*", first + last)
        return f"{first} {last}".strip() if western else last + first

    def submit(self):
        """File the report as the client's user; returns the incident."""
        said, kind = self.cleaned_data, self.cleaned_data["service_code"]
        return Incident.report(
            by=self.client.user, grid=self.place, category=kind, text=said["description"] or kind.name,
            urgency=said["urgency"], source=self.client.source, address=said["address_string"],
            lng=said["long"], lat=said["lat"], external_number=said["external_number"],
            reporter_name=self.reporter, reporter_phone=said["phone"],
        )  # fmt: skip


class ListField(forms.CharField):
    """Several values in one parameter, comma delimited, each like `pattern`."""

    def __init__(self, pattern, **kwargs):
        super().__init__(required=False, **kwargs)
        self.pattern = re.compile(pattern)

    def clean(self, value):
        each = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        if len(each) > MOST:
            raise ValidationError(_("At most %(most)d values."), params={"most": MOST})
        if wrong := [part for part in each if not self.pattern.fullmatch(part)]:
            raise ValidationError("%(value)s?", params={"value": wrong[0][:40]})
        return each


class MomentField(forms.CharField):
    """A W3C moment with its time zone: 2026-03-02T09:00:00+08:00 or …Z; a plus sign lost on the way is put back."""

    def clean(self, value):
        text = re.sub(r" (?=\d\d:?\d\d$)", "+", super().clean(value))
        if not text:
            return None
        try:
            at = parse_datetime(text)
        except ValueError:
            at = None
        if at is None or timezone.is_naive(at) or not 2000 <= at.year <= 2199:
            raise ValidationError(_("Write a moment like 2026-03-02T09:00:00+08:00."))
        return at


class AskForm(forms.Form):
    """GET Service Requests: which of the client's own reports."""

    service_request_id = ListField("[A-Za-z0-9-]{1,32}")
    service_code = ListField("[0-9]{2,4}")
    status = ListField("open|closed")
    start_date = MomentField(required=False)
    end_date = MomentField(required=False)

    def clean(self):
        """At most 90 days: the last ones unless told otherwise, or those beside the one date given."""
        said = super().clean()
        start, end = said.get("start_date"), said.get("end_date")
        if start and end and not timedelta() <= end - start <= SPAN:
            self.add_error("end_date", ValidationError(_("At most 90 days after start_date, and not before it.")))
        said["end_date"] = end or (start + SPAN if start else timezone.now())
        said["start_date"] = start or said["end_date"] - SPAN
        return said
