"""Makes whistles, orders and slips by the verbs people press, at moments passed in; see `tests.makers`."""

from datetime import timedelta

from grid.casework.sweep import ring
from tests.town import MONDAY
from whistle.models import Charge, Supervision, Visit, Whistle

MINUTES = timedelta(minutes=1)
ORDER_WAY = ("dispatched", "signed", "contacted", "reported_in", "replied", "done")


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
    """Good marks for every department of a whistle: 92 points where it was in time, unless told otherwise."""
    marks = {"attitude": 8, "handling": 27, "result": 17, "reason": "", **points}
    return [{"order": order.pk, **marks} for order in whistle.orders.all()]


def let_ring(case, at):
    """Whatever is due of this case by `at` rings."""
    case.lock([case])
    ring(type(case), [case.pk], at)


def supervise(order, at):
    """Let the order run late until `at`, and return the slip that the supervision office gets for it."""
    let_ring(order, at)
    Supervision.objects.register(at)
    return Supervision.objects.filter(order=order).latest("pk")


def charge(town, grid=None, leader=None, since=None, until=None):
    """town.leader in charge of the street since New Year, unless told otherwise."""
    since = since or MONDAY.date().replace(month=1, day=1)
    said = {"leader": leader or town.leader, "grid": grid or town.street}
    return Charge.assign(by=town.centre, since=since, until=until, **said)


def visit(town, problems=3, area=None, at=MONDAY, **more):
    """A visit of town.leader to the community, with so many problems solved on the spot."""
    said = {"leader": town.leader, "seen": "看望居民。", "problems": [f"问题{no}" for no in range(problems)]}
    return Visit.record(by=town.leader, area=area or town.community, at=at, **said | more)
