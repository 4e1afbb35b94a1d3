"""What the page of a list shows: how each row stands, a page of them, and how far the import has come."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.casework.lists import Page
from grid.imports.columns import BY_KEY
from grid.models import Incident, Ticket

SIZE = 50


class State(models.TextChoices):
    """How a row stands; the tone of each is the colour of its pill."""

    READY = "ready", _("ready")
    WRONG = "wrong", _("wrong")
    HERE = "here", _("already here")
    IMPORTED = "imported", _("imported")

    @property
    def tone(self):
        return {"ready": "info", "wrong": "danger", "here": "neutral", "imported": "success"}[self]


@dataclass
class Row:
    """One row on the page: `said` by column, `wrong` as (column, why), the incident if it may be seen."""

    said: dict
    state: State
    wrong: list
    incident: Incident | None = None

    @property
    def where(self):
        """The address, or else the code; a list need not have either column."""
        return self.said.get("address") or self.said.get("code", "")


class Preview:
    """The rows of a list as they stand now."""

    def __init__(self, draft, params, user):
        self.draft, self.user = draft, user
        self.show = params.get("show", "") if params.get("show") in State.values else ""
        asked = params.get("page", "")
        self.number = min(int(asked), 1000) if asked.isascii() and asked.isdigit() else 1

    @cached_property
    def taken(self):
        """Numbers of this channel that are here: {number: whether this list brought it}; that they are is no secret."""
        numbers = [row.get("number", "") for row in self.draft.rows]
        tickets = Ticket.objects.of_channel(self.draft.district_id, self.draft.channel).exclude(number="")
        found = tickets.filter(number__in=numbers).values_list("number", "draft")
        return {number: draft == self.draft.pk for number, draft in found}

    @cached_property
    def states(self):
        return [self.state(place, row) for place, row in enumerate(self.draft.rows)]

    def state(self, place, row):
        if str(place) in self.draft.wrong:
            return State.WRONG
        number = row.get("number", "")
        if number not in self.taken:
            return State.READY
        return State.IMPORTED if self.taken[number] else State.HERE

    def count(self, state):
        return self.states.count(state)

    @property
    def ready(self):
        return self.count(State.READY)

    @property
    def wrong(self):
        return self.count(State.WRONG)

    @property
    def here(self):
        return self.count(State.HERE)

    @property
    def imported(self):
        return self.count(State.IMPORTED)

    @property
    def tabs(self):
        shown = [state for state in State if self.count(state) or state in {State.READY, State.WRONG}]
        return [("", _("All"), len(self.states)), *((state, state.label, self.count(state)) for state in shown)]

    @cached_property
    def places(self):
        return [place for place, state in enumerate(self.states) if not self.show or state == self.show]

    @cached_property
    def page(self):
        """A Page of Rows."""
        begin = (self.number - 1) * SIZE
        rows = [self.row(place) for place in self.places[begin : begin + SIZE]]
        seen = Incident.objects.visible_to(self.user).filter(
            ticket__channel=self.draft.channel,
            ticket__district=self.draft.district_id,
            ticket__number__in=[row.said.get("number", "") for row in rows],
        )
        found = {incident.external_number: incident for incident in seen}
        for row in rows:
            row.incident = found.get(row.said.get("number", ""))
        more = begin + SIZE < len(self.places)
        return Page(rows, self.link(self.number + 1) if more else None, self.link(self.number - 1) if begin else None)

    def row(self, place):
        wrong = self.draft.wrong.get(str(place), {})
        return Row(self.draft.rows[place], self.states[place], [(BY_KEY[key], why) for key, why in wrong.items()])

    def link(self, number):
        return f"?show={self.show}&page={number}"

    @property
    def is_running(self):
        return bool(self.draft.confirmed_at and not self.draft.finished_at)
