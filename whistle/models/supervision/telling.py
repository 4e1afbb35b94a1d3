"""Whom a slip tells, and what."""

from django.utils import timezone

from grid.models import Notice, Role, seats_of

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

    def tell(self, seats, kind, step):
        key = f"supervision/{self.pk}/step/{step.seq}"
        url, number = self.get_absolute_url(), self.number
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=url, number=number))

    def seats_for(self, word, stage):
        if word == "caller":
            return self.overseeing_seats
        return self.working_seats if is_item(stage) else self.answering_seats

    def told_by_clock(self, effect, clock, no, moment):
        stage, _slash, item = clock.stage.partition("/")
        kind = f"supervision.{stage}.{effect.removeprefix('strike:')}"
        key = f"supervision/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        told = {"number": self.number} | ({"item": item} if item else {})
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), **told)

    def registered_notices(self):
        """The supervised side, whoever supervises and those who blew hear of a new slip."""
        due = timezone.localtime(self.due_at).strftime("%Y-%m-%d %H:%M")
        seats = [*self.answering_seats, *self.overseeing_seats, *notices.blowers(self.street_id)]
        return Notice.to(
            seats, f"supervision.registered.{self.level}", key=f"supervision/{self.pk}/registered", at=self.created_at,
            url=self.get_absolute_url(), number=self.number, due=due,
        )  # fmt: skip
