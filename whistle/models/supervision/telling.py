"""Whom a slip tells, and what."""

from django.utils import timezone

from grid.models import Notice, seats_of

from .. import notices


class Telling:
    """The seats and notices of a slip."""

    @property
    def answering_seats(self):
        """The seats of the supervised side."""
        if self.department_id:
            return notices.department(self.department_id)
        return [*notices.blowers(self.desk_id), *notices.centre(self.desk_id)]

    def tell(self, seats, kind, step):
        key = f"supervision/{self.pk}/step/{step.seq}"
        url, number = self.get_absolute_url(), self.number
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=url, number=number))

    def seats_for(self, word, _stage):
        return notices.supervision_office(self.district_id) if word == "caller" else self.answering_seats

    def told_by_clock(self, effect, clock, no, moment):
        kind = f"supervision.{clock.stage}.{effect.removeprefix('strike:')}"
        key = f"supervision/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), number=self.number)

    def registered_notices(self):
        """The supervised side, the supervision office and those who blew hear of a new slip."""
        due = timezone.localtime(self.due_at).strftime("%Y-%m-%d %H:%M")
        seats = [*self.answering_seats, *notices.supervision_office(self.district_id), *notices.blowers(self.street_id)]
        return Notice.to(
            seats, f"supervision.registered.{self.level}", key=f"supervision/{self.pk}/registered", at=self.created_at,
            url=self.get_absolute_url(), number=self.number, due=due,
        )  # fmt: skip
