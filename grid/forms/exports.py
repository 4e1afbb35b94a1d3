"""Asking for a list as a file."""

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language

from grid.casework.sql import database_now
from grid.exports import LEDGERS, query_of
from grid.models import Export, ExportFormat

AT_ONCE = 2_000  # rows that are written while the person waits


class ExportForm(forms.Form):
    """Which list, narrowed how, in which format; the queue's own refusal comes as an error too."""

    what = forms.ChoiceField(choices=lambda: [(name, name) for name in LEDGERS])
    query = forms.CharField(required=False, max_length=2000)
    format = forms.ChoiceField(choices=ExportFormat)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user

    def clean_query(self):
        """Only what says which rows, so that asking twice from different pages is asking once."""
        return query_of(QueryDict(self.cleaned_data["query"]))

    def ask(self):
        """The export; ValidationError when this person's exports fill the queue."""
        return Export.ask(by=self.user, language=get_language(), at=database_now(), **self.cleaned_data)

    def is_short(self):
        """Whether the list is short enough to be written at once; nobody counts further than that."""
        seen = LEDGERS[self.cleaned_data["what"]].seen(self.cleaned_data["query"], self.user)
        return seen.tab.order_by()[: AT_ONCE + 1].count() <= AT_ONCE
