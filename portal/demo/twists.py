"""What does not go straight: which life of the history takes which turn, in believable shares."""

from dataclasses import dataclass, replace
from functools import cache
from random import Random

DECK = 200  # lives in which every turn comes up in its share


@dataclass(frozen=True)
class Twist:
    """One turn: of how many of the deck's lives, of which types of incident, and how many days ago at the latest."""

    share: int
    types: tuple = ()  # codes; none: any
    age: int = 0  # days that such a life needs to be over by now
    source: str = ""
    urgency: str = ""
    handling: float = 0.0  # the share of the handling limit that is used; 0: as it comes


FOR_DAYS = ("0113", "0307", "0203", "0121", "1404", "1503")  # handled within days, so that there is time to ask
OF_BUREAUS = ("0112", "0137", "0192", "0503", "0701", "0702", "1101", "1601")
OF_THE_STREET = ("0105", "0111", "0196", "0302", "0405", "0410", "1503")
MIXED = ("0111", "0302", "1502", "1503")
LATE = Twist(1, ("0113", "0702", "0193", "1502", "0184", "1602"), age=18, handling=1.3)

TWISTS = {
    "verify": Twist(12, source="public"),
    "untrue": Twist(4, source="hotline"),
    "decline": Twist(5, source="hotline"),
    "merge": Twist(5, OF_BUREAUS),
    "report_up": Twist(4, OF_THE_STREET),
    "report_far_up": Twist(1, OF_THE_STREET),
    "skip_up": Twist(2, ("0596", "1301"), urgency="urgent"),
    "void": Twist(2, source="app"),
    "reclassify": Twist(3, ("0111", "0302")),
    "reclassify_late": Twist(3, OF_BUREAUS),
    "split": Twist(3, MIXED, age=12),
    "send_back": Twist(10, OF_BUREAUS),
    "send_back_signed": Twist(2, OF_BUREAUS),
    "refuse_return": Twist(3, OF_BUREAUS),
    "arbitrate": Twist(1, ("0702", "0113"), age=6),
    "assign": Twist(3, OF_BUREAUS),
    "claim": Twist(3, OF_BUREAUS),
    "talk": Twist(6, ("0503", "0702", "1304", "1602"), source="public"),
    "extend": Twist(11, FOR_DAYS, age=4),
    "extend_twice": Twist(2, FOR_DAYS, age=20),
    "refuse_extension": Twist(3, FOR_DAYS),
    "suspend": Twist(3, FOR_DAYS, age=24),
    "resume": Twist(1, FOR_DAYS, age=24),
    "refuse_suspension": Twist(1, FOR_DAYS),
    "rework": Twist(12),
    "unhappy": Twist(6, age=6),
    "contest": Twist(1, age=14, source="hotline"),
    "close_contested": Twist(1, age=14, source="hotline"),
    "unheard": Twist(4, age=6, source="hotline"),
    "force_close": Twist(3, age=4),
    "reopen": Twist(2, age=12),
    "appeal": LATE,
    "reviewed": LATE,
    "dismissed": LATE,
    "granted": replace(LATE, share=2),
    "refused": LATE,
}


@cache
def deck():
    """The names of the turns at the places of the deck, "" where all goes straight; well shuffled."""
    names = [name for name, twist in TWISTS.items() for _each in range(twist.share)]
    names += [""] * (DECK - len(names))
    Random("deck").shuffle(names)
    return names


def twist_of(number):
    """The name of the turn that life `number` of the history takes; "" for none."""
    return deck()[number % DECK]
