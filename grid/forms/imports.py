"""The form of a list of tickets: the file, and the platform it comes from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.imports.checking import IMPORTERS, Checker
from grid.imports.reading import rows_of
from grid.models import Client, Grid, GridLevel, ImportDraft, Source

KNOWN = [("12345", _("12345 public service hotline")), ("12319", _("12319 city management hotline"))]


class ImportForm(forms.Form):
    """A file of tickets; `save` keeps what was read of it, and nothing is filed yet."""

    channel = forms.ChoiceField(label=_("Comes from"))
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or Excel (.xlsx), at most 5,000 rows and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        code = user.holds(*IMPORTERS).district_code
        self.district = Grid.objects.get(code=code, level=GridLevel.DISTRICT)
        clients = Client.objects.visible_to(user).filter(district=self.district)
        self.clients = {client.channel: client for client in clients}
        named = dict(KNOWN) | {channel: client.name for channel, client in self.clients.items()}
        self.fields["channel"].choices = list(named.items())

    def clean_file(self):
        upload = self.cleaned_data["file"]
        self.rows = rows_of(upload)
        return upload

    def save(self):
        """Check every row and keep the list; returns the draft."""
        channel = self.cleaned_data["channel"]
        client = self.clients.get(channel)
        return ImportDraft.objects.create(
            owner=self.user, district=self.district, channel=channel, name=self.cleaned_data["file"].name[-120:],
            source=client.source if client else Source.HOTLINE, rows=self.rows,
            wrong=Checker(self.user, self.district).wrong(self.rows),
        )  # fmt: skip
