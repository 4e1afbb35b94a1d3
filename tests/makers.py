"""Makes cases by the verbs people press, at moments passed in.

`file_incident(town)` is a report of Monday, 2 March 2026, 09:00; `incident_in(town, "handling")` is
one that has come that far, five minutes a step; `order_in(town, "signed")` likewise for whistles.
"""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from grid.casework.sql import database_now
from grid.casework.sweep import ring
from grid.exports import write
from grid.imports.checking import Checker
from grid.models import Attachment, Category, Export, ImportDraft, Incident, Photo, Prompt, RoutingRule
from tests.town import MONDAY
from whistle.models import Supervision, Whistle

MINUTES = timedelta(minutes=1)
INCIDENT_WAY = ("reported", "accepted", "dispatched", "handling", "handled", "feedback", "closed")
ORDER_WAY = ("dispatched", "signed", "contacted", "reported_in", "replied", "done")


def picture(colour=(120, 130, 140), side=48):
    """The bytes of a small JPEG."""
    kept = BytesIO()
    Image.new("RGB", (side, side), colour).save(kept, "JPEG")
    return kept.getvalue()


def photo(by, kind="before"):
    """A cleaned photo not yet attached."""
    return Photo.take(ContentFile(picture(), "phone.jpg"), by=by, kind=kind)


def pdf(said=b"agreement"):
    """The bytes of a tiny PDF."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%" + said + b"\nstartxref\n0\n%%EOF\n"


def attachment(by, name="协议.pdf", content=None):
    """A document kept, belonging to nothing yet."""
    return Attachment.take(ContentFile(content or pdf(), name), by=by)


def category(code="0110"):
    """A type of incident; 0110 (exposed waste) goes to town.department within 4 working hours."""
    return Category.objects.get(code=code)


def export(who, what="incidents", query="", kind="csv"):
    """A list as that person asked for it, written: a finished (or failed) Export."""
    made = Export.ask(by=who, what=what, query=query, format=kind, language="en", at=database_now())
    made.begin(database_now())
    write(made)
    made.refresh_from_db()
    return made


def file_incident(town, *, by=None, grid=None, code="0110", at=MONDAY, photos=None, **content):
    """A report; by the worker of the grid with a photo unless told otherwise."""
    by = by or town.worker
    content = {"source": "patrol", "text": "3号楼东侧围墙外有大量暴露生活垃圾。", **content}
    photos = [photo(by)] if photos is None and content["source"] == "patrol" else photos or ()
    return Incident.report(by=by, grid=grid or town.grid, category=category(code), photos=photos, at=at, **content)


def self_handled(town, *, by=None, at=MONDAY, **content):
    """A matter put right on the spot, with photos before and after."""
    by = by or town.worker
    content = {"source": "patrol", "text": "便道上堆放纸箱。", "result": "已清理。", "code": "0136", **content}
    pictures = [photo(by, "before"), photo(by, "after")]
    kind = category(content.pop("code"))
    return Incident.self_handle(by=by, grid=town.grid, category=kind, photos=pictures, at=at, **content)


def incident_in(town, status, *, at=MONDAY, department=None, **content):
    """An incident that has come to `status` of the usual way, a step every five minutes from `at`.

    A status beside the way (SIDEWAYS) is reached from there by one more step.
    """
    if status in SIDEWAYS:
        before, turn = SIDEWAYS[status]
        case = incident_in(town, before, at=at, department=department, **content)
        turn(case, town, at + 40 * MINUTES)
        return case
    case = file_incident(town, at=at, **content)
    desk, clerk = {"by": town.community_operator}, {"by": town.clerk}
    acts = (
        lambda moment: case.accept(at=moment, **desk),
        lambda moment: case.dispatch(department=department or town.department, at=moment, **desk),
        lambda moment: case.sign(at=moment, **clerk),
        lambda moment: case.submit_result(result="已清运。", at=moment, **clerk),
        lambda moment: case.pass_check(at=moment, by=town.worker),
        lambda moment: case.evaluate(satisfaction=5, solved="solved", at=moment, **desk),
    )
    for number, act in enumerate(acts[: INCIDENT_WAY.index(status)], 1):
        act(at + 5 * number * MINUTES)
    return case


def object_twice(case, town, at):
    """The reporter is unhappy, it is handled again, and nothing is solved again."""
    unhappy = {"by": town.community_operator, "satisfaction": 1, "solved": "unsolved", "heard": "call"}
    case.evaluate(at=at, **unhappy)
    case.submit_result(by=town.clerk, result="再次清运。", at=at + MINUTES)
    case.pass_check(by=town.worker, at=at + 2 * MINUTES)
    case.evaluate(at=at + 3 * MINUTES, **unhappy)


def ask_to_suspend(case, town, at):
    case.request_suspension(by=town.clerk, until=at.date() + timedelta(days=30), note="待管线迁改。", at=at)


# status: (from which, by which turn of (case, town, at))
SIDEWAYS = {
    "verifying": ("reported", lambda case, town, at: case.ask_to_verify(by=town.community_operator, at=at)),
    "declined": (
        "reported", lambda case, town, at: case.decline(by=town.community_operator, reason="unclear", at=at)
    ),
    "merged": (
        "reported",
        lambda case, town, at: case.merge(by=town.community_operator, into=file_incident(town, at=at), at=at),
    ),
    "escalated": (
        "accepted", lambda case, town, at: case.report_up(by=town.community_operator, note="超出社区职权。", at=at)
    ),
    "void": ("accepted", lambda case, town, at: case.void(by=town.centre, note="误录。", at=at)),
    "whistled": ("accepted", lambda case, _town, at: case.hand_to_whistle(at=at)),
    "returned": (
        "dispatched",
        lambda case, town, at: case.return_order(by=town.clerk, reason="not_ours", note="非本单位职责。", at=at),
    ),
    "extension_pending": (
        "handling", lambda case, town, at: case.request_extension(by=town.clerk, note="等待配件。", at=at)
    ),
    "suspension_pending": ("handling", ask_to_suspend),
    "suspended": (
        "suspension_pending", lambda case, town, at: case.approve_suspension(by=town.community_operator, at=at)
    ),
    "rework": ("handled", lambda case, town, at: case.fail_check(by=town.worker, note="仍有残留。", at=at)),
    "contested": ("feedback", object_twice),
    "archived": ("closed", lambda case, _town, at: case.move("archive", at=at + timedelta(days=31))),
}  # fmt: skip


def called(town):
    """What a whistle says unless told otherwise: the lead is town.department, town.other_department assists."""
    return {
        "title": "南门空地渣土清理", "kind": "enforcement", "source": "patrol", "scope": "urban",
        "reason": "产权不清，街道无法独自处置。", "lead": town.department, "assisting": [town.other_department],
        "report_in_place": "社区党群服务中心",
    }  # fmt: skip


def draft_whistle(town, *, by=None, incident=None, at=MONDAY, **content):
    """A draft of the street's operator."""
    content = called(town) | content
    content["kind_id"] = content.pop("kind")
    place = {"incident": incident} if incident else {"street": town.street}
    return Whistle.draft(by=by or town.operator, at=at, **place, **content)


def blow_whistle(town, *, by=None, at=MONDAY, report_in_at=None, **content):
    """A whistle blown at `at`; unless told otherwise the departments report in four hours later."""
    whistle = draft_whistle(town, at=at, **content)
    wait = 25 * MINUTES if whistle.kind_id == "emergency" else 240 * MINUTES
    whistle.blow(by=by or town.party_secretary, at=at, report_in_at=report_in_at or at + wait)
    return whistle


def whistle_in(town, status, *, at=MONDAY, **content):
    """A whistle that has come to `status`: its only department goes on unless told otherwise."""
    content = {"assisting": (), **content}
    if status == "proposed":
        return propose_whistle(town, at=at, **content)
    if status in {"draft", "dropped"}:
        whistle = draft_whistle(town, at=at, **content)
        return whistle if status == "draft" else turned(whistle, "drop", by=town.operator, note="本级可解决。", at=at)
    before = {"blown": "dispatched", "responding": "signed", "on_site": "reported_in", "withdrawn": "dispatched"}
    order = order_in(
        town, before.get(status, "done" if status in {"finished", "closed"} else "rework"), at=at, **content
    )
    whistle = Whistle.objects.get(pk=order.whistle_id)
    later, blower = at + 60 * MINUTES, {"by": town.party_secretary}
    if status == "closed":
        whistle.rate(scores=scores(whistle), at=later, **blower)
    elif status == "withdrawn":
        whistle.withdraw(note="情况已消除。", at=later, **blower)
    elif status == "followed":
        blow_again(town, whistle, at=later)
    return whistle


def turned(case, verb, **said):
    """The case after the verb."""
    getattr(case, verb)(**said)
    return case


def propose_whistle(town, *, at=MONDAY, **content):
    """A proposal of the community's operator."""
    said = called(town) | {"kind_id": "enforcement", **content}
    said.pop("kind")
    return Whistle.propose(by=town.community_operator, community=town.community, at=at, **said)


def blow_again(town, whistle, *, at, **content):
    """The next round of a whistle that failed: the leader of the town must report in two hours later."""
    said = {"unsolved": "围墙仍未恢复。", "leader": town.leader, "assisting": [], "report_in_at": at + 120 * MINUTES}
    return whistle.blow_again(by=town.party_secretary, at=at, **said | content)


def order_in(town, status, *, at=MONDAY, **content):
    """The lead's order of a whistle blown at `at`, come to `status` of the usual way, five minutes a step.

    A status beside the way (ASIDE) is reached from there by one more step.
    """
    if status in ASIDE:
        before, turn = ASIDE[status]
        order = order_in(town, before, at=at, **content)
        turn(order, town, at + 40 * MINUTES)
        order.refresh_from_db()
        return order
    order = blow_whistle(town, at=at, **content).orders.get(lead=True)
    clerk, street = {"by": town.clerk}, {"by": town.operator}
    reply = {"accepted_at": at, "talked_to": "社区书记", "measures": "已清运。", "solve_by": at.date()}
    acts = (
        lambda moment: order.sign(at=moment, **clerk),
        lambda moment: order.contact(at=moment, **clerk),
        lambda moment: order.report_in(attendee="科长", at=moment, **clerk),
        lambda moment: order.reply(at=moment, **reply, **clerk),
        lambda moment: order.confirm_result(at=moment, **street),
    )
    for number, act in enumerate(acts[: ORDER_WAY.index(status)], 1):
        if number == len(acts):
            finish_others(town, order, at + 5 * number * MINUTES)
        act(at + 5 * number * MINUTES)
    return order


def ask_to_rest(order, town, at):
    order.request_suspension(by=town.clerk, until=at.date() + timedelta(days=30), note="待管线迁改。", at=at)


# status: (from which, by which turn of (order, town, at))
ASIDE = {
    "objected": ("dispatched", lambda order, town, at: order.object(by=town.head, note="非本单位职责。", at=at)),
    "rerouted": (
        "dispatched",
        lambda order, town, at: order.reroute(
            by=town.centre, department=town.third_department, note="职责调整。", at=at
        ),
    ),
    "withdrawn": (
        "dispatched",
        lambda order, town, at: Whistle.objects.get(pk=order.whistle_id).withdraw(
            by=town.party_secretary, note="情况已消除。", at=at
        ),
    ),
    "absent": ("contacted", lambda order, _town, _at: let_ring(order, order.report_in_at + 15 * MINUTES)),
    "extension_pending": (
        "reported_in", lambda order, town, at: order.request_extension(by=town.clerk, note="等待配件。", at=at)
    ),
    "suspension_pending": ("reported_in", ask_to_rest),
    "suspended": (
        "suspension_pending", lambda order, town, at: order.approve_suspension(by=town.party_secretary, at=at)
    ),
    "rework": ("replied", lambda order, town, at: order.send_back(by=town.operator, note="墙体未恢复。", at=at)),
    "followed": (
        "rework", lambda order, town, at: blow_again(town, Whistle.objects.get(pk=order.whistle_id), at=at)
    ),
}  # fmt: skip


def finish_others(town, order, at):
    """The assisting departments of the same whistle are done, for the lead closes last."""
    reply = {"accepted_at": at, "talked_to": "社区书记", "measures": "已协助。", "solve_by": at.date()}
    people = {town.other_department.pk: town.other_clerk, town.third_department.pk: town.third_clerk}
    for other in order.whistle.orders.open().exclude(pk=order.pk):
        clerk = {"by": people[other.department_id], "at": at}
        other.sign(**clerk), other.report_in(attendee="科员", **clerk), other.reply(**reply, **clerk)
        other.confirm_result(by=town.operator, at=at)


def finished_whistle(town, *, at=MONDAY, **content):
    """A whistle whose only department is done: it waits to be rated."""
    return order_in(town, "done", at=at, assisting=(), **content).whistle


def scores(whistle, **points):
    """Good marks for every department of a whistle: 88 points unless told otherwise."""
    marks = {"timeliness": 26, "attendance": 18, "handling": 27, "result": 17, "reason": "", **points}
    return [{"order": order.pk, **marks} for order in whistle.orders.all()]


FIGURES = {
    "subject": "暴露垃圾", "now": 12, "before": 18, "bases": 4, "mean": "4.5", "change": 167, "people": 9, "again": 2,
    "first": "2026-02-01", "last": "2026-03-02", "days": 30, "list": "/incidents/?figure=reports",
}  # fmt: skip


def prompt_in(town, status="sent", *, by=None, street=None, at=MONDAY):
    """A prompt of the centre (or of `by`) to town.department, replied to a day later, closed at once."""
    by = by or town.centre
    said = {"title": "暴露垃圾增多", "text": "请加大清运力度。", "figures": FIGURES, "department": town.department}
    case, later = Prompt.send(by=by, desk=by.posts_at()[0].grid, street=street, at=at, **said), at + 1440 * MINUTES
    if status != "sent":
        case.reply(by=town.clerk, answer="已增加清运频次。", at=later)
    if status == "closed":
        case.close(by=by, at=later)
    return case


def routing_rule(town, *, kind=None, place=None, department=None, **more):
    """A rule at the end of the list: the type or group `kind` at `place` goes to town.department."""
    whom = {"department": department or town.department, "territory": place}
    return RoutingRule.append(town.district, category=category(kind) if kind else None, **whom, **more)


def let_ring(case, at):
    """Whatever is due of this case by `at` rings."""
    case.lock([case])
    ring(type(case), [case.pk], at)


def supervise(order, at):
    """Let the order run late until `at`, and return the slip that the supervision office gets for it."""
    let_ring(order, at)
    Supervision.objects.register(at)
    return Supervision.objects.filter(order=order).latest("pk")


def ticket_row(number="W-1", **said):
    """A row of a list of tickets, in the first grid of the town."""
    row = {"number": number, "text": "便道井盖破损。", "category": "0110", "code": "120106001002001"}
    return {"line": 2, **row, **said}


def import_draft(town, *rows, by=None):
    """A list of tickets that the street's operator uploaded: one good row unless told otherwise."""
    by, rows = by or town.operator, list(rows) or [ticket_row()]
    return ImportDraft.objects.create(
        owner=by, district=town.district, channel="12345", source="hotline", name="工单.csv", rows=rows,
        wrong=Checker(by, town.district).wrong(rows),
    )  # fmt: skip
