"""Who may open what: one table of every address and every kind of person, asked as it is written.

200 may; 403 sees it, but it is not this person's move; 404 as if it did not exist; door: sign in first;
405 is only ever sent; 400 lacks what to look for; 503 says that nothing rings here. The column `on`
names what the address is about: a key of SCENE.
"""

import csv
from copy import copy
from datetime import timedelta
from operator import attrgetter
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from grid.models import Draw, Ladder, Recheck, TimeLimit
from tests import makers
from tests.town import MONDAY, read
from tests.whistle import slips, years
from whistle.models import Assessment, PointEntry, Supervision, Whistle, WhistleKind

TABLE = Path(__file__).parents[1] / "permissions.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PEOPLE = [name for name in ROWS[0] if name not in {"url", "on"}]
NOON = MONDAY + timedelta(hours=3)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def slip(town):
    return makers.supervise(makers.order_in(town, "dispatched"), NOON)


def replied_slip(town):
    blue = slip(town)
    blue.reply(by=town.head, at=NOON, reason="人手不足。", measures="已补签。")
    return blue


def red_slip(town):
    slip(town).escalate(by=town.supervisor, at=NOON)
    Supervision.objects.latest("pk").escalate(by=town.supervisor, at=NOON)
    return Supervision.objects.latest("pk")


def asked_slip(town):
    blue = slip(town)
    blue.request_extension(by=town.head, note="人手不足。", at=NOON)
    return blue


def points_by_hand(town):
    said = {"kind": "commendation", "points": 1, "reason": "受表扬", "year": 2026, "department": town.department}
    return PointEntry.give(by=town.supervisor, at=NOON, **said)


def recheck(town):
    """A closed matter that the supervisor was drawn to look at again."""
    case = makers.incident_in(town, "closed")
    draw = Draw(district=town.district, first=MONDAY, last=MONDAY, seed="1", population=1, by=town.centre, at=NOON)
    draw.save()
    return Recheck.objects.create(draw=draw, incident=case, checker=town.supervisor)


def second_whistle(town):
    """A second round in which the district leader has not reported in yet."""
    return Whistle.objects.get(previous=makers.whistle_in(town, "followed"))


def published_whistle(town):
    whistle = makers.whistle_in(town, "closed")
    photos = [makers.photo(town.party_secretary, kind) for kind in ("before", "after")]
    whistle.publish(by=town.party_secretary, story="闲置空地建成街心花园。", photos=photos, at=NOON)
    return whistle


def doubted_order(town):
    """Late by the street's word."""
    order = makers.order_in(town, "reported_in")
    order.confirm_attendance(by=town.operator, attendance="late", at=NOON)
    return order


def disputed_order(town):
    order = doubted_order(town)
    order.dispute_attendance(by=town.clerk, note="已签到。", at=NOON)
    return order


def free_order(town):
    """Signed, and then in nobody's hands."""
    order = makers.order_in(town, "signed")
    order.assign(by=town.head, at=NOON)
    return order


SCENE = {
    "recheck": lambda town: [recheck(town).pk],
    "draw": lambda town: [recheck(town).draw_id],
    "nothing": lambda town: [],
    "guessed token": lambda town: ["nobody-made-this"],
    "leader": lambda town: [town.leader.pk],
    "charge": lambda town: [makers.charge(town).pk],
    "visit": lambda town: [makers.visit(town).pk],
    "community": lambda town: [town.community.code],
    "recount": lambda town: [makers.recomputation(town).pk],
    "text": lambda town: [makers.text(town).pk],
    "document": lambda town: [makers.document(town).pk],
    "limit": lambda _town: [TimeLimit.objects.get(kind="order", stage="sign", urgency="").pk],
    "specific limit": lambda _town: [TimeLimit.objects.get(kind="order", stage="sign", urgency="emergency").pk],
    "stage": lambda _town: ["order", "sign"],
    "ladder": lambda _town: [Ladder.objects.get(name="warn").pk],
    "unused ladder": lambda _town: [Ladder.objects.create(name="unused").pk],
    "kind": lambda _town: ["emergency"],
    "unused kind": lambda _town: [WhistleKind.objects.create(code="campaign", name="专项", name_en="Campaign").pk],
    "attachment": lambda town: [makers.attachment(town.worker).pk],
    "base grid": lambda town: [town.grid.code],
    "outlines": lambda town: [town.community.code, 4, 0],
    "signed nonsense": lambda town: ["nobody-signed-this"],
    "export": lambda town: [makers.export(town.worker).pk],
    "photo": lambda town: [makers.file_incident(town).photos.first().pk],
    "format": lambda town: ["json"],
    "service": lambda town: ["0110", "json"],
    "request": lambda town: ["E120106-2026-0000001", "json"],
    "token": lambda town: ["W-1", "json"],
    "import draft": lambda town: [makers.import_draft(town).pk],
    "draft": lambda town: [makers.draft_whistle(town).pk],
    "whistle": lambda town: [makers.blow_whistle(town).pk],
    "finished whistle": lambda town: [makers.finished_whistle(town).pk],
    "prompt sent": lambda town: [makers.prompt_in(town).pk],
    "prompt replied": lambda town: [makers.prompt_in(town, "replied").pk],
    "next year": lambda town: [2027],
    "running year": lambda town: [Assessment.set_up(town.district, 2026, at=NOON).year],
    "draft case": lambda town: [years.last_year(town).pk],
    "published year": lambda town: [years.published(town).year],
    "published case": lambda town: [years.published(town).pk],
    "published sheet": lambda town: [years.published(town).year, town.department.code],
    "published number": lambda town: [years.published(town).year, town.street.code, "blown"],
    "closing case": lambda town: [years.closing(town).pk],
    "appeal": lambda town: [years.appealed(town).pk],
    "routing rule": lambda town: [makers.routing_rule(town).pk],
    "slip": lambda town: [slip(town).pk],
    "replied slip": lambda town: [replied_slip(town).pk],
    "slip on file": lambda town: [slips.on_file(town, at=NOON).pk],
    "slip asked": lambda town: [asked_slip(town).pk],
    "points by hand": lambda town: [points_by_hand(town).pk],
    **{f"case {status}": lambda town, status=status: [slips.case_in(town, status).pk]
       for status in ("proposed", "accepted", "investigating", "decided")},
    "red slip": lambda town: [red_slip(town).pk],
    **{f"incident {status}": lambda town, status=status: [makers.incident_in(town, status).pk]
       for status in (*makers.INCIDENT_WAY, *makers.SIDEWAYS)},
    **{f"order {status}": lambda town, status=status: [makers.order_in(town, status).pk]
       for status in (*makers.ORDER_WAY, *makers.ASIDE)},
    **{f"whistle {status}": lambda town, status=status: [makers.whistle_in(town, status).pk]
       for status in ("proposed", "blown", "on_site", "closed", "followed")},
    "whistle again": lambda town: [second_whistle(town).pk],
    "failed whistle": lambda town: [makers.order_in(town, "rework", assisting=()).whistle_id],
    "published whistle": lambda town: [published_whistle(town).pk],
    "disputed order": lambda town: [disputed_order(town).pk],
    "doubted order": lambda town: [doubted_order(town).pk],
    "assisting order": lambda town: [makers.blow_whistle(town).orders.get(lead=False).pk],
    "lone order": lambda town: [makers.order_in(town, "replied", assisting=()).pk],
    "free order": lambda town: [free_order(town).pk],
}  # fmt: skip


def addresses(resolver=None, namespace=""):
    """The names of all addresses of the house."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"
        else:
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


@pytest.fixture(scope="module")
def cookies(django_db_setup, django_db_blocker):
    """What the browser of each person holds; signing in anew for each address would take a quarter of the time."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=False):
        town, clients = read(), {who: Client() for who in PEOPLE}
        for who, client in clients.items():
            if who != "anonymous":
                client.force_login(attrgetter(who)(town))
        yield {who: client.cookies for who, client in clients.items()}
        Session.objects.all().delete()


def said(answer):
    """What came of a request, in the words of the table."""
    if answer.streaming:
        list(answer)  # to its end, so that the file is closed
    to_the_door = answer.status_code == 302 and answer.url.startswith("/account/login/")
    return "door" if to_the_door else str(answer.status_code)


def test_every_address_stands_in_the_table_once_and_nothing_else():
    assert sorted(row["url"] for row in ROWS) == sorted(set(addresses()))


@pytest.mark.parametrize("row", ROWS, ids=[row["url"] for row in ROWS])
def test_everybody_gets_what_the_table_says(town, client, cookies, row):
    url, found, sent = reverse(row["url"], args=SCENE[row["on"]](town)), {}, {}
    for who in PEOPLE:
        client.cookies = copy(cookies[who])
        found[who] = said(client.get(url))
        # What may not be opened may not be sent either.
        if found[who] in {"door", "403", "404"}:
            sent[who] = said(client.post(url))
    assert found == {who: row[who] for who in PEOPLE}
    assert all(answer in {found[who], "405"} for who, answer in sent.items()), sent
