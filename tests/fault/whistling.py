"""What processes of their own do to whistles and orders; see `tests/fault/__main__.py`."""

from datetime import datetime

from grid.casework.refusals import Refused
from grid.casework.sql import database_now
from grid.casework.sweep import sweep
from grid.models import User
from portal.verify import broken
from tests.processes import look_again
from tests.town import read
from tests.whistle.calls import answer, just_now
from tests.whistle.copies import copy_whistles
from tests.whistle.makers import MINUTES, order_in
from tests.whistle.stories import garden, nobody_came, red
from tests.whistle.week import RESTART, live
from whistle.models import Order, Supervision, Whistle


def whistling(line):
    """A turn of what is told below: "live 0 20", "press sign clerk.chengguan 4711"."""
    word, *said = line.split()
    return TURNS[word](*said)


# -- the week ----------------------------------------------------------------------


def live_on(first, end):
    """People live the lives of the whistles of these numbers; how many."""
    town, numbers = read(), range(int(first), int(end))
    for number in numbers:
        live(town, number)
    return len(numbers)


def restart(batch):
    """What the beat calls after a week of silence, in batches of so many: how many rungs rang, how many slips came."""
    rung = sum(sweep(model, RESTART, int(batch)) for model in (Order, Whistle))
    opened = Supervision.objects.register(RESTART, int(batch))
    return rung + sweep(Supervision, RESTART, int(batch)), opened


# -- races ---------------------------------------------------------------------------


def unclaimed(town):
    """Signed, and given to an office where nobody has taken it on yet."""
    order = order_in(town, "signed", at=just_now(), assisting=())
    order.assign(by=town.head, unit=town.unit, at=order.signed_at + MINUTES)
    return [order.pk]


def both_replied(town):
    """The lead and its helper wait for the street's word."""
    at = just_now()
    lead = order_in(town, "replied", at=at, assisting=[town.other_department])
    helper, said = lead.whistle.orders.get(lead=False), {"by": town.other_clerk, "at": at + 21 * MINUTES}
    helper.sign(**said), helper.report_in(attendee="科员", **said), helper.reply(**answer(), **said)
    return [lead.pk, helper.pk]


def at_the_last_moment(town):
    """An emergency order that will count as absent in half a second."""
    strikes = database_now() + MINUTES / 120
    order = order_in(town, "signed", at=strikes - 40 * MINUTES, kind="emergency", assisting=())
    return [order.pk, strikes.isoformat()]


SCENES = {
    "blown": lambda town: [order_in(town, "dispatched", at=just_now(), assisting=()).pk],
    "signed": lambda town: [order_in(town, "signed", at=just_now(), assisting=()).pk],
    "unclaimed": unclaimed,
    "both_replied": both_replied,
    "at_the_last_moment": at_the_last_moment,
    "garden": garden,
    "nobody_came": nobody_came,
    "red": red,
}
SAID = {
    "report_in": {"attendee": "科长"}, "send_back": {"note": "墙体未恢复。"}, "withdraw": {"note": "情况已消除。"},
    "reroute": {"note": "职责调整。"},
}  # fmt: skip


def scene(name):
    """The keys of the orders of a scene."""
    return SCENES[name](read())


def press(verb, login, key, moment=None):
    """Somebody turns the order (or its whistle), not before `moment`: "won", or the name of the refusal."""
    case, by, said = Order.objects.get(pk=key), User.objects.get(username=login), dict(SAID.get(verb, {}))
    if verb == "withdraw":
        case = Whistle.objects.get(pk=case.whistle_id)
    if verb == "reroute":
        said["department"] = read().third_department
    wait_for(moment)
    try:
        getattr(case, verb)(by=by, **said)
    except Refused as refusal:
        return type(refusal).__name__
    return "won"


def beat(moment=None):
    """The beat comes at this moment, and looks for slips right after; how many rungs rang."""
    wait_for(moment)
    rung = sweep(Order)
    Supervision.objects.register()
    return rung


def wait_for(moment):
    if moment:
        strikes = datetime.fromisoformat(moment)
        look_again(lambda: database_now() >= strikes)


TURNS = {
    "live": live_on, "double": copy_whistles, "restart": restart, "verify": lambda: broken(RESTART),
    "scene": scene, "press": press, "beat": beat,
}  # fmt: skip
