"""Slips by hand and accountability cases, made by the verbs people press, at moments passed in."""

from datetime import timedelta

from tests.makers import order_in, supervise
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from whistle.models import Accountability, Supervision

DAY = timedelta(days=1)
SAID = {"reason": "人员外出执法", "measures": "已安排专人每小时查看"}
MATTER = {"inspection": "covert", "title": "夜市垃圾未清运", "requirement": "三日内清运并建立台账。"}
PROPOSAL = {"grounds": ["shirked"], "allegation": "赵某两次签收后未到场"}


def on_file(town, *, level=1, at=MONDAY, **more):
    """A slip by hand about a matter without a case, for town.department, not sent out."""
    side = {} if more.get("street") else {"department": town.department}
    reason = {"level_reason": "领导批示"} if level > 1 else {}
    return Supervision.found(by=town.supervisor, level=level, at=at, **MATTER | side | reason | more)


def sent_out(town, *, at=MONDAY, **more):
    """The same, sent out at once."""
    slip = on_file(town, at=at, **more)
    slip.notify(by=town.supervisor, at=at)
    return slip


def own_on_file(town, *, level=1, at=MONDAY, by=None, **more):
    """A slip of town.street for its own community (or a section), not sent out."""
    side = {} if more.get("section") else {"community": town.community}
    reason = {"level_reason": "书记批示"} if level > 1 else {}
    said = {"by": by or town.director, "street": town.street, "level": level, "at": at}
    return Supervision.found_by_street(**said | MATTER | side | reason | more)


def own_sent_out(town, *, at=MONDAY, **more):
    """The same, sent out at once."""
    slip = own_on_file(town, at=at, **more)
    slip.notify(by=town.director, at=at)
    return slip


def auto_slip(town, at=MONDAY):
    """The blue slip that an order not signed gets two hours after `at`."""
    return supervise(order_in(town, "dispatched", at=at, assisting=[]), at=at + 2 * HOUR)


def asked(town):
    slip = sent_out(town)
    slip.request_extension(by=town.head, note="等待配件。", at=MONDAY + HOUR)
    return slip


def replied(town, **more):
    slip = sent_out(town, **more)
    slip.reply(by=town.head, at=MONDAY + HOUR, **SAID)
    return slip


def verified(town):
    slip = replied(town)
    slip.verify(by=town.supervisor, at=MONDAY + 2 * HOUR)
    return slip


def escalated(town):
    slip = replied(town)
    slip.escalate(by=town.supervisor, note="措施不实", at=MONDAY + 2 * HOUR)
    return slip


def proposed(town, at=MONDAY):
    """A red slip put before discipline inspection two hours later."""
    slip = sent_out(town, level=3, at=at)
    slip.propose(by=town.supervisor, at=at + 2 * HOUR, **PROPOSAL)
    return slip


def judged(town):
    slip = proposed(town)
    slip.accountability.reject(by=town.discipline, reason="已改正", at=MONDAY + 3 * HOUR)
    slip.refresh_from_db()
    return slip


def withdrawn(town):
    slip = sent_out(town)
    slip.withdraw(by=town.supervisor, note="立项有误", at=MONDAY + HOUR)
    return slip


SLIPS = {
    "registered": on_file, "rectifying": sent_out, "extension_pending": asked, "replied": replied,
    "verified": verified, "escalated": escalated, "proposed": proposed, "judged": judged, "withdrawn": withdrawn,
}  # fmt: skip


def case_in(town, status="proposed", at=MONDAY):
    """An accountability case of a red slip by hand, come to `status`, an hour a step from noon."""
    case = Accountability.objects.get(supervision=proposed(town, at))
    way = {
        "proposed": (), "accepted": ("accept",), "investigating": ("accept", "investigate"),
        "decided": ("accept", "investigate", "decide"), "closed": ("accept", "investigate", "decide", "close"),
        "rejected": ("reject",), "tolerated": ("accept", "tolerate"),
    }[status]  # fmt: skip
    said = {
        "decide": {"measures": ["interview", "points"], "deduction": 3, "findings": "赵某推诿属实"},
        "reject": {"reason": "赵某已改正"}, "tolerate": {"reason": "赵某先行先试"},
    }  # fmt: skip
    for number, verb in enumerate(way, 3):
        getattr(case, verb)(by=town.discipline, at=at + number * HOUR, **said.get(verb, {}))
    return case
