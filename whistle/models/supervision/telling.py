"""Whom a slip tells, and what."""

from django.utils import timezone

from grid.models import Notice, Role, Urgency, seats_of

from .. import notices
from .items import is_item


class Telling:
    """The seats and notices of a slip."""

    @property
    def answering_seats(self):
        """The seats of the supervised side."""
        if self.department_id:
            return notices.department(self.department_id)
        desk = self.desk_id
        return [*notices.blowers(desk), *notices.centre(desk), *notices.community_staff(desk)]

    @property
    def working_seats(self):
        """Those and whoever there does the work of the checklist."""
        return [*self.answering_seats, (Role.STREET_OPERATOR, "grid", None if self.department_id else self.desk_id)]

    @property
    def overseeing_seats(self):
        """The seats that supervise: the district's office, or the street's secretary and director."""
        seats = notices.blowers if self.is_of_street else notices.supervision_office
        return seats(self.overseer_id)

    @property
    def is_emergency(self):
        """Whether its matter is one: an order of an emergency whistle, or an incident that is more than normal."""
        if self.order_id:
            return self.order.whistle.is_emergency
        return self.incident_id is not None and self.incident.urgency != Urgency.NORMAL

    @property
    def told_always(self):
        """What every notice about this slip says; a text about an emergency may come at night."""
        return {"number": self.number, **({"urgent": True} if self.is_emergency else {})}

    def tell(self, seats, kind, step):
        key = f"supervision/{self.pk}/step/{step.seq}"
        url = self.get_absolute_url()
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=url, **self.told_always))

    def seats_for(self, word, stage):
        if word == "caller":
            return self.overseeing_seats
        return self.working_seats if is_item(stage) else self.answering_seats

    def told_by_clock(self, effect, clock, no, moment):
        stage, _slash, item = clock.stage.partition("/")
        kind = f"supervision.{stage}.{effect.removeprefix('strike:')}"
        key = f"supervision/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        told = self.told_always | ({"item": item} if item else {})
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), **told)

    def registered_notices(self):
        """The supervised side, whoever supervises and those who blew hear of a new slip."""
        due = timezone.localtime(self.due_at).strftime("%Y-%m-%d %H:%M")
        seats = [*self.answering_seats, *self.overseeing_seats, *notices.blowers(self.street_id)]
        return Notice.to(
            seats, f"supervision.registered.{self.level}", key=f"supervision/{self.pk}/registered", at=self.created_at,
            url=self.get_absolute_url(), due=due, **self.told_always,
        )  # fmt: skip
