"""How long a clock ran, in its own time."""

from datetime import datetime, timedelta

from .deadlines import Unit


class Measured:
    """What a clock used of its limit (mixed into Clock)."""

    @property
    def counts_work(self):
        """Whether only working time counts; a set moment is plain time."""
        return self.unit is not None and Unit(self.unit).counts_work

    def used(self, calendar, at):
        """How long it has run until its stop, or until `at`: in its own clock, suspensions taken out."""
        total = timedelta()
        since: datetime | None = self.started_at
        turns = [(turn["turn"], datetime.fromisoformat(turn["at"])) for turn in self.turns]
        for kind, moment in [*turns, ("suspend", self.stopped_at or at)]:
            if kind == "suspend" and since:
                total += calendar.working_between(since, moment) if self.counts_work else moment - since
                since = None
            elif kind == "resume":
                since = moment
        return max(total, timedelta())
