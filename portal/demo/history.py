"""When and where things happened: the plans of all lives of the demonstration, by number."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from grid.models import Urgency

from .calls import PAST
from .incidents import Report
from .texts import SMALL, source_of
from .twists import TWISTS, Twist, twist_of
from .whistles import Plan, scripts

GOLDEN = 0.6180339887498949  # numbers in this step spread evenly, however many there are
EARLY = 300  # lives of the first page have lower numbers
LATELY = 20  # days
STRAIGHT = Twist(0)
# Hours of the day in which matters are reported, and how often.
HOURS = {
    7: 3, 8: 10, 9: 14, 10: 13, 11: 9, 12: 4, 13: 5, 14: 11, 15: 12, 16: 10, 17: 7, 18: 5, 19: 4, 20: 3, 21: 2, 22: 1,
}  # fmt: skip
# Types that come up often; every other type counts once.
FREQUENT = {
    "0110": 12, "0112": 9, "0136": 11, "0192": 11, "0201": 9, "0410": 10, "1102": 8, "0405": 4, "0406": 4, "0503": 4,
    "0701": 3, "0702": 4, "0113": 3, "1101": 4, "1502": 5, "1503": 3, "1602": 4, "1301": 3, "1401": 3, "1802": 3,
    "0107": 6, "0117": 7, "0196": 3, "1601": 3,
}  # fmt: skip
COURSES = (
    ("good",),
    ("good", "slow"),
    ("good", "late_sign"),
    ("good",),
    ("absent", "good"),
    ("slow", "good"),
    ("stubborn", "good"),
    ("good",),
    ("good", "late"),
)


def moment(number, days, now, chance):
    """When life `number` of a history of so many days begins: in the day, fewer on weekends, never ahead."""
    share = 1 - (number * GOLDEN) % 1
    # Half of the first lives fill the last weeks, at which everybody looks first.
    lately = number < EARLY and number % 2
    back = timedelta(days=(LATELY if lately else days) * share)
    day = timezone.localtime(now - back)
    if day.weekday() > 4 and chance.random() < 0.55:
        day -= timedelta(days=chance.randint(2, 4))
    hour = chance.choices(list(HOURS), weights=HOURS.values())[0]
    begins = day.replace(hour=hour, minute=chance.randint(0, 59), second=chance.randint(0, 59), microsecond=0)
    return begins if begins < now else begins - timedelta(days=1)


def report(number, days, now, world, chance):
    """The Report of a life: where, what, from whom and when, and which turn it takes."""
    codes = list(world.types)
    code, name = type_of(number, codes, chance), "" if in_turn(number, codes) else twist_of(number)
    twist = TWISTS.get(name, STRAIGHT)
    code = chance.choice(twist.types) if twist.types else code
    kind, source = world.types[code], twist.source or source_of(code, chance)
    urgency = twist.urgency or (kind.urgency if name else hurry(kind, chance))
    begins = moment(number, days, now, chance)
    if begins > now - timedelta(days=twist.age):
        begins -= timedelta(days=twist.age)
    place = somewhere(world, chance)
    return Report(place, kind, source, begins, urgency=urgency, twist=name, handling=twist.handling)


def in_turn(number, codes):
    """Whether it is just the turn of one type after the other."""
    return 0 <= number % 500 - EARLY < len(codes)


def type_of(number, codes, chance):
    """A type's code: each in its turn every five hundred lives, else often what is frequent.

    Three in five of the first lives are of the small kind that a worker puts right at once.
    """
    if in_turn(number, codes):
        return codes[number % 500 - EARLY]
    if number < EARLY and chance.random() < 0.6:
        return chance.choice(SMALL)
    return chance.choices(codes, weights=[FREQUENT.get(code, 1) for code in codes])[0]


def somewhere(world, chance):
    """A base grid; some communities are livelier than others."""
    while True:
        grid = chance.choice(world.ground.base)
        if chance.random() < Random(f"lively {grid.code[:12]}").uniform(0.3, 1):
            return grid


def hurry(kind, chance):
    """Mostly the urgency of the type; now and then a normal matter is urgent."""
    return Urgency.URGENT if kind.urgency == Urgency.NORMAL and chance.random() < 0.06 else kind.urgency


def whistle(number, days, now, world, chance):
    """The Plan of a whistle: all kinds in turn, each with its own mixture of departments."""
    script = scripts()[number * 5 % len(scripts())]
    begins = moment(number, min(days, 50), now - timedelta(days=3), chance)
    if script["kind"] != "emergency":
        begins = world.calendar.advance(begins, timedelta(minutes=chance.randint(5, 90)), "working_hour")
    community = somewhere(world, chance).parent
    twist = PAST[number % len(PAST)]
    courses = ("stubborn", "good") if twist in {"again", "leader_late"} else COURSES[number % len(COURSES)]
    incident = chance.random() < 0.6 and twist not in {"drop", "take_up"}
    return Plan(script, community, begins, courses, from_incident=incident, twist=twist)
