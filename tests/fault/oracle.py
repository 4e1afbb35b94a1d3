"""What the clocks of a kind owe, walked from raw rows without a line of the product's code.

A clock owes every rung of its frozen ladder that fell due while it ran: once, by a step of that very
moment, before whatever a person did afterwards.
"""

from collections import defaultdict, namedtuple
from datetime import datetime

KINDS = {"order": "whistle_order", "whistle": "whistle_whistle", "supervision": "whistle_supervision"}
COLUMNS = {
    "clock": "id, case_id, stage, cycle, started_at, due_at, turns, ladder, rung, alarm_at, stopped_at, verdict",
    "alarm": "clock_id, cycle, rung, effect, fell_due_at, rang_at, step_seq",
    "step": "case_id, seq, verb, old, new, at, data",
}
ROWS = {name: namedtuple(name.title(), columns.split(", ")) for name, columns in COLUMNS.items()}


class Book:
    """All clocks, alarms and steps of a kind, as the database has them at `now`."""

    def __init__(self, ask, kind, now):
        self.now, self.table = now, KINDS[kind]
        self.clocks = self.read(ask, "clock")
        self.alarms, self.steps = defaultdict(list), defaultdict(list)
        for alarm in self.read(ask, "alarm"):
            self.alarms[alarm.clock_id].append(alarm)
        for step in self.read(ask, "step"):
            self.steps[step.case_id].append(step)

    def read(self, ask, what):
        last = {"clock": "id", "alarm": "clock_id, cycle, rung", "step": "case_id, seq"}[what]
        rows = ask(f"SELECT {COLUMNS[what]} FROM {self.table}{what} ORDER BY {last}")  # noqa: S608 our own words
        return [ROWS[what](*row) for row in rows]

    def step(self, clock, alarm):
        return self.steps[clock.case_id][alarm.step_seq - 1]

    # -- what is owed -----------------------------------------------------------

    def owed(self, clock):
        """The rungs of the present cycle that fell due while the clock ran: (cycle, rung, effect, moment)."""
        until = min(filter(None, (clock.stopped_at, stands_since(clock), self.now)))
        rungs = [(no, effect, datetime.fromisoformat(moment)) for no, effect, moment, *_seats in clock.ladder]
        return [(clock.cycle, no, effect, moment) for no, effect, moment in rungs if moment <= until]

    def not_as_owed(self):
        """Clocks whose alarms of the present cycle are not exactly what is owed."""
        for clock in self.clocks:
            rang = [alarm[1:5] for alarm in self.alarms[clock.id] if alarm.cycle == clock.cycle]
            if rang != self.owed(clock) or (clock.alarm_at is not None and clock.alarm_at <= self.now):
                yield clock, rang, self.owed(clock)

    def out_of_order(self):
        """Alarms that are early, without their step, or not in the order in which they fell due."""
        for clock in self.clocks:
            seqs = defaultdict(list)
            for alarm in self.alarms[clock.id]:
                step, name = self.step(clock, alarm), alarm.effect.removeprefix("strike:")
                told = (step.data["clock"], step.data["cycle"], step.data["rung"])
                if (step.verb, step.at) != (name, alarm.fell_due_at) or told != alarm[:3]:
                    yield clock, alarm, step
                seqs[alarm.cycle].append(alarm.step_seq)
            if any(each != sorted(each) for each in seqs.values()):
                yield clock, seqs

    def unsettled(self):
        """What people did before something rang that had fallen due by then, or after something that had not."""
        for clock in self.clocks:
            acts = [step for step in self.steps[clock.case_id] if "rung" not in step.data]
            for alarm in self.alarms[clock.id]:
                for act in acts:
                    if (alarm.fell_due_at <= act.at) != (alarm.step_seq < act.seq):
                        yield clock, alarm, act

    def misjudged(self):
        """Stopped clocks whose verdict is not what the moments say."""
        for clock in self.clocks:
            if clock.stopped_at and clock.verdict != "void":
                end = stands_since(clock) or clock.stopped_at
                if (clock.verdict == "late") != (end > clock.due_at):
                    yield clock

    def cycles_without_a_turn(self):
        """Clocks in another cycle than their turns tell."""
        for clock in self.clocks:
            if clock.cycle != 1 + sum(turn["turn"] in {"extend", "resume"} for turn in clock.turns):
                yield clock


def stands_since(clock):
    """When the clock was made to stand still, if it does."""
    last = clock.turns[-1] if clock.turns else {"turn": ""}
    return datetime.fromisoformat(last["at"]) if last["turn"] == "suspend" else None
