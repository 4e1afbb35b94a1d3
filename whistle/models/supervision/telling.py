"""Whom a slip tells, and what."""

from django.utils import timezone

from grid.models import Notice, Urgency, seats_of

from .. import notices


class Telling:
    """The seats and notices of a slip."""

    @property
    def answering_seats(self):
        """The seats of the supervised side."""
        if self.department_id:
            return notices.department(self.department_id)
        return [*notices.blowers(self.desk_id), *notices.centre(self.desk_id)]

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

    def seats_for(self, word, _stage):
        return notices.supervision_office(self.district_id) if word == "caller" else self.answering_seats

    def told_by_clock(self, effect, clock, no, moment):
        kind = f"supervision.{clock.stage}.{effect.removeprefix('strike:')}"
        key = f"supervision/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), **self.told_always)

    def registered_notices(self):
        """The supervised side, the supervision office and those who blew hear of a new slip."""
        due = timezone.localtime(self.due_at).strftime("%Y-%m-%d %H:%M")
        seats = [*self.answering_seats, *notices.supervision_office(self.district_id), *notices.blowers(self.street_id)]
        return Notice.to(
            seats, f"supervision.registered.{self.level}", key=f"supervision/{self.pk}/registered", at=self.created_at,
            url=self.get_absolute_url(), due=due, **self.told_always,
        )  # fmt: skip
