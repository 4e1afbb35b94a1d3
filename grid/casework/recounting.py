"""Counting a clock again after the working calendar changed; what rang stays as it rang."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from .deadlines import Rung, local


class Recounted:
    """What recomputation does to a clock (mixed into Clock).

    The rungs still ahead are placed anew from what they were when the clock started, not from the
    ladder of today: a changed limit touches later clocks only.
    """

    amount: Any
    unit: Any
    due_at: Any
    ladder: Any

    def recompute(self, at, calendar, ladder=()):
        """Count again: same cycle, a rung that rang is never touched; return whether anything moved.

        A clock that stands still keeps exactly what was left. Nobody is made late by another's pen: a due moment
        that would move back to before `at` stays where it is, and no rung ahead falls before `at`.
        `ladder` (Rungs): for clocks from before rungs were kept with the ladder. Settle what is due first.
        """
        was, ahead = (self.due_at, self.ladder), [rung for rung in self.ladder if rung[0] > self.rung]
        if self.stopped_at is not None:
            return False
        due = self.replayed_due(calendar)
        kept = due < self.due_at and due <= (self.suspended_at or at)
        self.due_at = self.due_at if kept else due
        if self.suspended_at is None:
            self.ladder = [*self.ladder[: len(self.ladder) - len(ahead)], *self._placed(ahead, at, calendar, ladder)]
            self.alarm_at = self.next_moment()
        moved = local(self.due_at) != local(was[0])
        if moved or kept:
            self.turn("recompute", at, due=self.due_at.isoformat(), **({"kept": True} if kept else {}))
        self.calendar_version = calendar.version
        return moved or self.ladder != was[1]

    def _placed(self, ahead, at, calendar, ladder):
        """The rungs ahead at their moments by this calendar, numbered on from the last that rang."""
        moved = [(self._moment(rung, at, calendar, ladder), rung) for rung in ahead]
        moved.sort(key=lambda pair: (pair[0], pair[1][0]))
        return [[self.rung + no, rung[1], moment.isoformat(), *rung[3:]] for no, (moment, rung) in enumerate(moved, 1)]

    def _moment(self, rung, at, calendar, ladder):
        spec = spec_of(rung) or next((self._after_due(each) for each in ladder if each.effect == rung[1]), None)
        old = datetime.fromisoformat(rung[2])
        if spec is None:
            return old
        moment = spec.moment(calendar, local(self.cycle_since), local(self.due_at), self.unit)
        return moment if moment > local(at) else max(min(local(old), local(at)), moment)

    @property
    def cycle_since(self):
        """When the present cycle of the ladder began."""
        for turn in reversed(self.turns):
            if turn["turn"] in {"extend", "resume"} or turn.get("anew"):
                return datetime.fromisoformat(turn["at"])
            if turn["turn"] == "retype":
                break
        return self.started_at

    def replayed_due(self, calendar):
        """The due moment recomputed from the start and the turns alone."""
        if self.amount is None:
            return self.due_at
        due, still = calendar.add(self.started_at, self.amount, self.unit), None
        for turn in self.turns:
            at = datetime.fromisoformat(turn["at"])
            if turn.get("anew"):
                due = calendar.add(at, self.amount, self.unit)
            elif turn.get("kept"):
                due = datetime.fromisoformat(turn["due"])
            elif turn["turn"] == "extend":
                due = calendar.extend(due, self.amount, self.unit)
            elif turn["turn"] == "suspend":
                still = at
            elif turn["turn"] == "resume":
                due = calendar.advance(at, calendar.remaining(still, due, self.unit), self.unit)
        return due


def spec_of(rung):
    """The Rung (effect, basis, amount, unit) that a frozen rung was made from, or None for older ones."""
    if len(rung) < 5:
        return None
    basis, amount, unit = rung[4]
    return Rung(rung[1], basis, int(amount) if amount.isdigit() else Decimal(amount), unit)
