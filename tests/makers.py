"""Makes cases by the verbs people press, at moments passed in.

`file_incident(town)` is a report of Monday, 2 March 2026, 09:00; `incident_in(town, "handling")` is
one that has come that far, five minutes a step; `order_in(town, "signed")` likewise for whistles.
"""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from grid.casework.sql import database_now
from grid.exports import write
from grid.imports.checking import Checker
from grid.models import (
    Attachment,
    Category,
    Document,
    Export,
    ImportDraft,
    Incident,
    Photo,
    Prompt,
    Recomputation,
    RoutingRule,
    Text,
)
from tests.town import MONDAY
from tests.whistle.makers import (  # noqa: F401 one address for all makers
    ASIDE,
    ORDER_WAY,
    blow_again,
    blow_whistle,
    charge,
    draft_whistle,
    finish_others,
    finished_whistle,
    let_ring,
    order_in,
    propose_whistle,
    scores,
    supervise,
    visit,
    whistle_in,
)

MINUTES = timedelta(minutes=1)
INCIDENT_WAY = ("reported", "accepted", "dispatched", "handling", "handled", "feedback", "closed")


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


def document(town, files=(), number="津红政发〔2026〕8号", **said):
    """A document of the library, kept by the district centre."""
    said = {"title": "网格化管理办法", "subject": "whistle", "issuer": "区政府", "issued_on": MONDAY.date(),
            "valid_from": MONDAY.date(), **said}  # fmt: skip
    row, files = Document(number=number), [Attachment.take(upload, by=town.centre) for upload in files]
    row.keep(by=town.centre, post=town.centre.main_post, why="新发布", attachments=files, **said)
    return row


def recomputation(town, day="2026-03-03", at=MONDAY):
    """A day off declared by the system administrator, and the clocks recounted."""
    said = {"by": town.system_admin, "post": town.system_admin.main_post, "why": "停工", "name": "停工", "at": at}
    row = Recomputation.declare([date.fromisoformat(day)], False, **said)
    Recomputation.objects.go_on(at)
    return row


def text(town):
    """A text message about a whistle just blown, to the clerks of its lead."""
    blow_whistle(town)
    return Text.objects.filter(kind="whistle.blown", department=town.department).first()


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
