"""One working week of many whistles in which nobody sweeps: what people do meanwhile, and what they leave undone.

A whistle's life is told in beats: minutes for an emergency, hours otherwise; all are called for the 25th beat.
"""

from datetime import timedelta

from django.db import transaction

from tests.town import MONDAY
from tests.whistle.makers import blow_again, blow_whistle

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OPENING, APART = MONDAY - HOUR, 107 * MINUTE  # Monday 08:00, and on until Friday evening
MOMENTS = 60  # at which whistles are blown
RESTART = MONDAY + timedelta(days=7)
KINDS = ("enforcement", "emergency", "key_task", "routine", "enforcement", "key_task", "emergency")
CALLED_FOR = 25


class Life:
    """A whistle with three called departments, and the people who may act on it."""

    def __init__(self, town, number):
        self.town, self.kind = town, KINDS[number % len(KINDS)]
        self.begun, self.beat = OPENING + number * APART, MINUTE if self.kind == "emergency" else HOUR
        assisting = [town.other_department, town.third_department]
        self.whistle = blow_whistle(
            town, at=self.begun, kind=self.kind, assisting=assisting, report_in_at=self.at(CALLED_FOR)
        )
        self.orders = list(self.whistle.orders.all())
        self.lead = self.orders[0]
        clerks = (town.clerk, town.other_clerk, town.third_clerk)
        self.hands = dict(zip((order.pk for order in self.orders), clerks, strict=True))

    def at(self, beats):
        return self.begun + beats * self.beat

    def clerk(self, order, beats):
        """Whose hand it is, and when."""
        return {"by": self.hands[order.pk], "at": self.at(beats)}

    def street(self, beats):
        return {"by": self.town.operator, "at": self.at(beats)}

    def judge(self, beats):
        return {"by": self.town.party_secretary, "at": self.at(beats)}

    def come(self, order, signed, reported):
        """The department signs and reports in at these beats."""
        order.sign(**self.clerk(order, signed))
        order.report_in(attendee="科长", **self.clerk(order, reported))

    def answer(self, order, beats):
        said = {"accepted_at": self.begun, "talked_to": "社区书记", "measures": "已清运。"}
        order.reply(solve_by=self.at(beats).date(), **said, **self.clerk(order, beats))


def silence(_life):
    """Nobody does anything."""


def signs_late(life):
    """The lead signs after the slip is owed, and never comes."""
    life.lead.sign(**life.clerk(life.lead, 22))
    life.lead.contact(**life.clerk(life.lead, 23))


def comes_late(life):
    """The lead comes after the grace and replies; so does a helper, and is done."""
    late = CALLED_FOR + (2 if life.beat == HOUR else 16)
    for order in life.orders[:2]:
        life.come(order, 0.4, late)
        life.answer(order, late + 1)
    life.orders[1].confirm_result(**life.street(late + 2))


def withdrawn(life):
    """One signed, nobody came; the blower takes it back."""
    life.orders[1].sign(**life.clerk(life.orders[1], 15))
    life.whistle.withdraw(note="情况已消除。", **life.judge(24))


def objected(life):
    """The lead objects when it should have signed long ago; the centre has not decided."""
    life.lead.object(by=life.town.head, note="非本单位职责。", at=life.at(3 if life.beat == HOUR else 12))


def bound(life):
    """The lead objects and is refused."""
    objected(life)
    life.lead.refuse_objection(by=life.town.centre, note="首接负责。", at=life.at(14))


def all_done(life):
    """Everybody comes in time and is done; the blower forgets to rate."""
    for order in life.orders:
        life.come(order, 0.4, 20)
    for order in reversed(life.orders):
        life.answer(order, 30)
        order.confirm_result(**life.street(31))


def waits(life):
    """The lead has asked for more time and got it; a helper rests until the next day."""
    for order in life.orders[:2]:
        life.come(order, 0.4, 20)
    life.lead.request_extension(note="等待配件。", **life.clerk(life.lead, 22))
    life.lead.approve_extension(**life.judge(23))
    helper, until = life.orders[1], life.at(22).date() + timedelta(days=1)
    helper.request_suspension(until=until, note="待停水。", **life.clerk(helper, 22))
    helper.approve_suspension(**life.judge(22.5))


def once_more(life):
    """The lead's result is sent back, and the blower whistles a second time."""
    life.come(life.lead, 0.4, 20)
    life.answer(life.lead, 22)
    life.lead.send_back(note="墙体未恢复。", **life.street(23))
    assisting = [life.town.other_department, life.town.third_department]
    soon = life.at(24) + 15 * MINUTE
    blow_again(life.town, life.whistle, at=life.at(24), report_in_at=soon, assisting=assisting)


# Half of them nobody touches.
LIVES = (
    silence, signs_late, silence, comes_late, silence, withdrawn, silence, objected, silence, bound,
    silence, all_done, silence, waits, silence, once_more, silence, comes_late, silence, all_done,
)  # fmt: skip


@transaction.atomic
def live(town, number):
    """The life of the whistle of this number, so far as people lead it."""
    LIVES[number % len(LIVES)](Life(town, number))
