"""A process of its own, on the database that DATABASE_URL names: `python -m tests.fault <what> [<argument> …]`.

It says "ready", waits for lines, does one thing a line and answers with one line of JSON.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db import connection  # noqa: E402

from grid.casework.refusals import Refused  # noqa: E402
from grid.casework.sql import database_now  # noqa: E402
from grid.casework.sweep import sweep  # noqa: E402
from grid.exports import run_next  # noqa: E402
from grid.imports.filing import file_rows  # noqa: E402
from grid.models import Client, Export, Grid, Incident, Photo, Recomputation, Text, User  # noqa: E402
from grid.texting import deliver  # noqa: E402
from tests.fault import whistling  # noqa: E402
from tests.grid.open311.asking import Platform, matter  # noqa: E402
from tests.makers import file_incident, import_draft, incident_in, order_in, picture, ticket_row  # noqa: E402
from tests.town import SPOT, read  # noqa: E402
from tests.whistle.calls import just_now  # noqa: E402
from whistle.bulk import sign_each  # noqa: E402
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


def sign_all(line, login, key=""):
    """Sign all orders of the line at once, seen as they were dispatched: the keys of those signed."""
    keys = json.loads(line)
    orders = sorted(Order.objects.filter(pk__in=keys), key=lambda order: keys.index(order.pk))
    versions = dict.fromkeys(keys, 1)
    outcomes = sign_each(User.objects.get(username=login), UUID(key) if key else uuid4(), orders, versions)
    return [outcome.order.pk for outcome in outcomes if not outcome.why]


def hold(line):
    """As many incidents as the line says, signed and then given to an office where nobody has claimed them."""
    town, at = read(), just_now()
    cases = [incident_in(town, "handling", at=at) for _case in range(int(line))]
    for case in cases:
        case.assign(by=town.head, unit=town.unit, at=at + timedelta(minutes=20))
    return [case.pk for case in cases]


def claim(line, login):
    """Claim the incident of the line: "won", or the name of the refusal."""
    try:
        Incident.objects.get(pk=int(line)).claim(by=User.objects.get(username=login))
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


def declare(line, login):
    """Declare the date of the line a day off, as seen when the process was told: "won", or the name of the refusal."""
    date, seen = line.split()
    by = User.objects.get(username=login)
    said = {"by": by, "post": by.main_post, "why": "停工", "name": "停工", "seen": int(seen)}
    try:
        Recomputation.declare([date], False, **said)
    except Refused as refusal:
        return type(refusal).__name__
    return "won"


def recount(line):
    """Recount what is behind in batches of so many cases; how many clocks moved."""
    return Recomputation.objects.go_on(size=int(line))


def file(line):
    """As many reports as the line says, of an hour ago: their keys."""
    town = read()
    return [file_incident(town, at=just_now()).pk for _incident in range(int(line))]


def merge(line, login):
    """Merge the first incident of the line into the second: "won", or the name of the refusal."""
    case, into = (Incident.objects.get(pk=int(key)) for key in line.split())
    try:
        case.merge(by=User.objects.get(username=login), into=into, version=case.version)
    except (Refused, ValidationError) as refusal:
        return type(refusal).__name__
    return "won"


def alert(line):
    """As many emergency whistles as the line says, blown just now, to departments with phones; their texts wait."""
    town = read()
    User.objects.update(phone="13812345678")
    for _whistle in range(int(line)):
        order_in(town, "dispatched", at=just_now(), kind="emergency", assisting=())
    return Text.objects.count()


def text(_line):
    """Send the texts that wait; how many this process sent."""
    return deliver()


def register(line):
    """Open the slips that are missing; how many were opened."""
    return Supervision.objects.register(batch=int(line))


def receive(line, login):
    """Receive the photo whose shade the line says: its key."""
    shot = ContentFile(picture((int(line), 0, 0)), "phone.jpg")
    return Photo.receive(shot, by=User.objects.get(username=login), kind="before")[0].pk


def close(line):
    """An incident that has gone all its way: its key."""
    return incident_in(read(), "closed").pk


def ask(line, login):
    """Ask for the list of incidents, in the format and under the address of the line: the export's key."""
    said = dict(zip(("format", "query"), line.split(), strict=True))
    said |= {"what": "incidents", "language": "en", "at": database_now()}
    return Export.ask(by=User.objects.get(username=login), **said).pk


def write(_line):
    """Write the next export: whether there was one, and the most memory it took beyond an idle process, in MB."""
    User.objects.count()  # an idle worker is connected
    idle = memory("VmRSS")
    return run_next(), (memory("VmHWM") - idle) // 1024


def memory(name):
    """A figure of this process's own memory, in kB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


if __name__ == "__main__":
    acts = (
        make,
        sign,
        sign_all,
        hold,
        claim,
        ring,
        declare,
        recount,
        alert,
        text,
        register,
        connect,
        push,
        import_list,
        close,
        ask,
        write,
        file,
        merge,
        receive,
        whistling.whistling,
    )
    act = {act.__name__: act for act in acts}[sys.argv[1]]
    with connection.cursor() as cursor:  # a machine that stalls under the suite is not what these tests ask about
        cursor.execute("SET lock_timeout = '60s'")
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(json.dumps(act(line, *sys.argv[2:])), flush=True)  # noqa: T201
