"""A process of its own, on the database that DATABASE_URL names: `python -m tests.fault <what> [<argument> …]`.

It says "ready", waits for lines, does one thing a line and answers with one line of JSON.
"""

import json
import sys

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402

from grid.casework.refusals import Refused  # noqa: E402
from grid.casework.sweep import sweep  # noqa: E402
from grid.imports.filing import file_rows  # noqa: E402
from grid.models import Client, Grid, Photo, User  # noqa: E402
from tests.grid.open311.asking import Platform, matter  # noqa: E402
from tests.makers import import_draft, order_in, picture, ticket_row  # noqa: E402
from tests.town import SPOT, read  # noqa: E402
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


def connect(line):
    """Let a platform in under the channel of the line; its key."""
    return Client.connect(
        district=Grid.objects.get(code="120106"), channel=line.strip(), name=line.strip(), per_minute=30_000
    )[1]  # fmt: skip


def push(line, key):
    """Send a report under the number of the line; the receipt."""
    sent = Platform.knowing(key).post(**matter(SPOT, external_number=line.strip()))
    return sent[0]["service_request_id"]


def import_list(line):
    """Import as many tickets as the line says, the same each time; whether all rows are through."""
    rows = [ticket_row(f"W-{number}", line=number + 2) for number in range(int(line))]
    draft = import_draft(read(), *rows)
    draft.confirm()
    return file_rows(draft, 60)


def ring(line):
    """One sweep over the orders; how many rungs rang."""
    return sweep(Order, batch=int(line))


def register(line):
    """Open the slips that are missing; how many were opened."""
    return Supervision.objects.register(batch=int(line))


def receive(line, login):
    """Receive the photo whose shade the line says: its key."""
    shot = ContentFile(picture((int(line), 0, 0)), "phone.jpg")
    return Photo.receive(shot, by=User.objects.get(username=login), kind="before")[0].pk


if __name__ == "__main__":
    acts = (make, sign, ring, register, connect, push, import_list, receive)
    act = {act.__name__: act for act in acts}[sys.argv[1]]
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(json.dumps(act(line, *sys.argv[2:])), flush=True)  # noqa: T201
