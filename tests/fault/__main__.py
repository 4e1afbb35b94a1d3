"""A process of its own, on the database that DATABASE_URL names: `python -m tests.fault <what> [<argument> …]`.

It says "ready", waits for lines, does one thing a line and answers with one line of JSON.
"""

import json
import sys

import django

django.setup()

from grid.casework.refusals import Refused  # noqa: E402
from grid.casework.sweep import sweep  # noqa: E402
from grid.models import User  # noqa: E402
from tests.makers import order_in  # noqa: E402
from tests.town import read  # noqa: E402
from tests.whistle.calls import just_now  # noqa: E402
from whistle.models import Order, Supervision  # noqa: E402


def make(line):
    """As many orders as the line says, blown half an hour ago: their keys."""
    town = read()
    return [order_in(town, "dispatched", at=just_now(), assisting=()).pk for _order in range(int(line))]


def sign(line, login):
    """Sign the order of the line: "won", or the name of the refusal."""
    order = Order.objects.get(pk=int(line))
    try:
        order.sign(by=User.objects.get(username=login), version=order.version)
    except Refused as refusal:
        return type(refusal).__name__
    return "won"


def ring(line):
    """One sweep over the orders; how many rungs rang."""
    return sweep(Order, batch=int(line))


def register(line):
    """Open the slips that are missing; how many were opened."""
    return Supervision.objects.register(batch=int(line))


if __name__ == "__main__":
    act = {"make": make, "sign": sign, "ring": ring, "register": register}[sys.argv[1]]
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(json.dumps(act(line, *sys.argv[2:])), flush=True)  # noqa: T201
