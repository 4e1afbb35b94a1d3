"""The stage of the demonstration: what happens when, and the clocks that ring in between.

A life is played forward in time: acts are planned for moments, the earliest is played first, and
before each act everything that was due by then rings, a few seconds after its moment, as the
timer would have rung it. What lies after the present is not played: that work stays open.
"""

from datetime import timedelta
from heapq import heappop, heappush
from itertools import count

from django.db.models import Q

from grid.casework.sweep import ring
from grid.models import GridLevel, Incident, Role
from whistle.models import Accountability, Order, Supervision, Whistle

OPENING = {"supervise", "strike:escalate"}  # what opens a supervision slip

# How many of a hundred blue, orange and red slips are answered in time; the others go up.
ANSWERED = {1: 85, 2: 70, 3: 60}
EXCUSES = (
    ("人手不足，当日并发任务较多，未及时安排。", "已调整值班力量，明确专人负责，当日办结。"),
    ("权属单位对接不畅，等待确认时间较长。", "建立联络人名单，约定响应时限，问题已处置。"),
    ("现场情况复杂，首次处置方案不可行。", "重新制定方案并组织实施，已完成整改。"),
    ("经办人出差，工单未及时移交。", "完善 AB 岗制度，补办手续并办结。"),
)


class Stage:
    """One life: an incident or a whistle, and all that hangs on it."""

    until = ""  # the verb that is left for whoever tries the demonstration

    def __init__(self, world, chance, now):
        self.world, self.chance, self.now = world, chance, now
        self.planned, self.ties, self.running = [], count(), {}
        self.watched = {Incident: set(), Whistle: set(), Order: set(), Supervision: set()}
        self.calendar = world.calendar

    # -- planning -----------------------------------------------------------

    def at(self, moment, act, *about):
        """Plan `act(moment, *about)`; it is not played when the moment lies after the present."""
        heappush(self.planned, (moment, next(self.ties), act, about))

    def within(self, clock, share):
        """The moment at which `share` of a clock's limit has passed, in its own time (1.0 is the due moment)."""
        return self.calendar.share(clock.started_at, clock.due_at, clock.unit, share)

    def soon(self, moment, least, most):
        """A moment between `least` and `most` minutes later."""
        return moment + timedelta(seconds=self.chance.randint(least * 60, most * 60))

    def at_work(self, moment, hours):
        """The moment after some hours of working time, give or take."""
        return self.calendar.add(moment, round(hours * self.chance.uniform(0.6, 1.4), 2), "working_hour")

    def watch(self, case):
        self.watched[type(case)].add(case.pk)
        self.running.pop(type(case), None)

    # -- playing ------------------------------------------------------------

    def play(self):
        """Play everything up to the present; the last thing is what the clocks did until now."""
        while self.planned and self.planned[0][0] <= self.now:
            self.play_one()
        self.ring_until(self.now)

    def play_one(self):
        """Play the next act that was planned."""
        moment, _tie, act, about = heappop(self.planned)
        self.ring_until(moment)
        self.running.clear()
        act(moment, *about)

    def ring_until(self, moment):
        """Let the timer ring whatever fell due before `moment`, in its order."""
        while (due := self.next_alarm()) and due <= moment:
            rang = min(due + timedelta(seconds=self.chance.randint(1, 19)), moment)
            effects = set().union(*(self.ring(model, rang) for model in self.watched))
            self.running.clear()
            if "strike:propose" in effects:
                Accountability.objects.register(rang)
            if effects & OPENING:
                Supervision.objects.register(rang)
                self.meet_slips(rang)

    def clocks(self, model):
        """The running clocks of the watched cases of one kind, read once between two acts."""
        if model not in self.running:
            self.running[model] = list(
                model.clocks.rel.related_model.objects.running().filter(case__in=self.watched[model])
            )
        return self.running[model]

    def clock(self, case, stage):
        return next(clock for clock in self.clocks(type(case)) if clock.case_id == case.pk and clock.stage == stage)

    def next_alarm(self):
        """When the next rung of all watched cases falls due, or None."""
        kinds = [model for model, keys in self.watched.items() if keys]
        return min((clock.alarm_at for model in kinds for clock in self.clocks(model) if clock.alarm_at), default=None)

    def ring(self, model, moment):
        """Ring the watched cases of one kind as the sweep does, and return the effects."""
        clocks = self.clocks(model) if self.watched[model] else ()
        due = [clock for clock in clocks if clock.alarm_at and clock.alarm_at <= moment]
        if not due:
            return set()
        cases = list(model.objects.filter(pk__in={clock.case_id for clock in due}))
        model.lock(cases)
        ring(model, [case.pk for case in cases], moment, cases)
        return {effect for clock in due for _no, effect, _moment in clock.rungs_due(moment)}

    def does(self, verb):
        return self.until != verb

    def can(self, case, verb):
        """Read the case afresh: does the verb still lead anywhere?"""
        case.refresh_from_db()
        return case.status in case.FLOW[verb].sources

    # -- supervision slips ----------------------------------------------------

    def meet_slips(self, moment):
        """Plan what becomes of the slips that were just registered for this life."""
        about = Q(order__in=self.watched[Order]) | Q(incident__in=self.watched[Incident])
        for slip in Supervision.objects.filter(about).exclude(pk__in=self.watched[Supervision]):
            self.watch(slip)
            if not self.does("verify") or self.chance.randint(1, 100) <= ANSWERED[slip.level]:
                self.at(self.within(self.clock(slip, "reply"), self.chance.uniform(0.15, 0.95)), self.reply, slip)

    def reply(self, moment, slip):
        if not self.can(slip, "reply"):
            return
        reason, measures = self.chance.choice(EXCUSES)
        slip.reply(by=self.answering(slip), reason=reason, measures=measures, at=moment)
        if self.does("verify"):
            self.at(self.at_work(moment, 5), self.verify, slip)

    def verify(self, moment, slip):
        if self.can(slip, "verify"):
            slip.verify(by=self.world.cast.at(Role.SUPERVISOR, slip.district), at=moment, note="整改到位，予以销号。")

    def answering(self, slip):
        """Who answers for the supervised side."""
        if slip.department:
            return self.world.cast.at(Role.HEAD, slip.department)
        role = Role.DIRECTOR if slip.desk.level == GridLevel.STREET else Role.CENTRE
        return self.world.cast.at(role, slip.desk)
