"""What had happened before a story is told in a browser: lived through by the verbs, at moments passed in."""

from datetime import timedelta

from django.db import transaction

from grid.casework.sql import database_now
from tests.makers import attachment, file_incident, photo
from tests.whistle.calls import answer
from tests.whistle.makers import blow_whistle, order_in, supervise
from whistle.models import Order

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLE = "十段闲置空地建设街心花园"


def garden(town):
    """Twenty-three days ago: residents report again and again, the street goes to see, the secretary blows."""
    begun = database_now() - 23 * DAY - HOUR
    whistle = blow_whistle(
        town, at=begun, kind="key_task", title=TITLE, incident=reported_twice(town, begun - 2 * DAY),
        reason="十段空地产权属区外企业，渣土成堆，街道无处置权也无资金。", expected="清运渣土，建成供居民休憩的花园。",
        owner_unit="区外某企业", report_in_at=begun + 20 * HOUR, report_in_place="十段空地南门",
    )  # fmt: skip
    inspect(town, whistle, begun + HOUR)
    lead, helper = whistle.orders.all()
    for order, clerk in (lead, town.clerk), (helper, town.other_clerk):
        order.sign(by=clerk, at=begun + HOUR / 3)
        order.report_in(by=clerk, attendee="科长", at=begun + 19 * HOUR)
        plan = {"plan": "清运渣土、平整土地、种植绿化。", "plan_due": (begun + 28 * DAY).date()}
        order.agree(by=town.operator, funds="区级财政12万元", at=begun + 20 * HOUR, **plan)
    helper.reply(by=town.other_clerk, at=begun + 15 * DAY, **answer(measures="完成地块平整。"))
    helper.confirm_result(by=town.operator, at=begun + 16 * DAY)
    return [whistle.pk, lead.pk]


def reported_twice(town, at):
    """The same matter, reported by two residents; the second report is merged into the first."""
    first = file_incident(town, at=at, text="十段空地渣土成堆，一刮风全是土。")
    again = file_incident(town, at=at + HOUR, text="十段空地还是没人管。")
    again.merge(by=town.community_operator, into=first, at=at + 1.5 * HOUR)
    first.accept(by=town.community_operator, at=at + 1.75 * HOUR)
    return first


def inspect(town, whistle, at):
    """The street's record of having gone to see, with a photo and the agreement with the owner."""
    papers = {"photos": [photo(town.operator)], "attachments": [attachment(town.operator, "代管协议.pdf")]}
    said = {"people": "街道书记、城管科", "findings": "空地约两千平方米，渣土堆高三米。", "inspected_at": at}
    whistle.inspect(by=town.operator, at=at, **said, **papers)


def nobody_came(town):
    """An emergency of three quarters of an hour ago: signed in time, and then nobody came."""
    order = order_in(
        town, "contacted", at=database_now() - 0.8 * HOUR, kind="emergency", title="楼顶广告牌松动", assisting=()
    )
    return [order.whistle_id, order.pk]


@transaction.atomic
def red(town):
    """The slip for it, not solved twice and red by now."""
    _whistle, order = nobody_came(town)
    slip = supervise(Order.objects.get(pk=order), database_now())
    for _level in ("orange", "red"):
        slip.escalate(by=town.supervisor, note="仍未到场，措施不实。", at=database_now())
        slip = type(slip).objects.filter(order=order).latest("level")
    return [slip.pk]
