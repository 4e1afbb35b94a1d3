"""A whistle's life: drafted, blown, and every called department on its own way, some of them late."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from django.utils import timezone

from grid.models import Grid, Incident, Role, Source
from whistle.models import Order, Whistle

from .calls import Calls
from .stage import Stage
from .texts import FOLDER, place_words

# How a department behaves: (share of the limit used for signing, minutes from the set time, share for handling).
COURSES = {
    "good": ((0.1, 0.8), (-25, -3), (0.1, 0.5)),
    "slow": ((0.5, 0.98), (-4, 13), (0.6, 0.98)),
    "late_sign": ((2.3, 3.4), (-10, 10), (0.3, 0.9)),
    "absent": ((0.3, 0.9), (60, 200), (0.4, 0.95)),
    "never": ((0.3, 0.9), (6000, 9000), (0.5, 0.9)),
    "late": ((0.3, 0.9), (-15, 5), (1.1, 1.6)),
    "stubborn": ((0.6, 0.95), (300, 900), (2.0, 2.6)),
}
MEASURES = (
    "现场会商后明确分工，完成清理和修复，安排专人巡查。",
    "联合执法两次，当事人已整改，建立长效管护机制。",
    "组织专业队伍施工，验收合格，资料移交街道。",
    "召开协调会，形成会议纪要并逐项落实。",
)
TALKED_TO = ("街道城管科负责人", "社区书记", "街道值班领导", "网格员")
COSTS = (None, *map(Decimal, (1200, 3600, 18000)))
BEFORE = {"dispatched", "signed", "contacted", "absent", "objected"}  # nobody has come yet
ATTENDEE_POSTS = ("科长", "副科长", "队长", "主管")


@cache
def scripts():
    """The whistles that can be blown: rows of `fixtures/demo/whistles.csv`."""
    with (FOLDER / "whistles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Plan:
    """What is told of a whistle; `until` names the verb left for whoever tries the demonstration.

    `courses`: how each called department behaves, in turn; `hours`: working hours from the blow to
    the set time (0: as it comes).
    """

    script: dict
    community: Grid
    begins: datetime
    courses: tuple
    until: str = ""
    from_incident: bool = False
    hours: float = 0.0
    twist: str = ""


class WhistleLife(Calls, Stage):
    """Plays one Plan."""

    def begin(self, plan):
        self.plan, self.until = plan, plan.until
        self.street, self.incident = plan.community.parent, None
        self.operator = self.world.cast.at(Role.STREET_OPERATOR, self.street)
        self.words = place_words(plan.community, self.chance)
        self.at(plan.begins, self.report if plan.from_incident else self.draft)

    def report(self, moment):
        """The community reports what the street will whistle for."""
        script, grid = self.plan.script, self.world.base_of(self.plan.community)
        lng, lat = self.world.ground.point_in(grid.pk, self.chance)
        desk = self.world.cast.at(Role.COMMUNITY_OPERATOR, self.plan.community)
        self.incident = Incident.report(
            by=desk, grid=grid, category=self.world.types[script["category"]], source=Source.SUPERIOR, at=moment,
            text=f"{self.title}。{script['reason']}", address=self.words["p"], lng=lng, lat=lat,
        )  # fmt: skip
        self.watch(self.incident)
        self.at(self.soon(moment, 2, 8), self.accept, desk)

    def accept(self, moment, desk):
        self.incident.accept(by=desk, at=moment)
        self.at(self.soon(moment, 3, 9), self.draft)

    @property
    def title(self):
        return self.plan.script["title"].format(**self.words)

    def draft(self, moment):
        script = self.plan.script
        lead, helpers = self.called(script)
        content = {name: script[name] for name in ("source", "scope", "reason", "expected")}
        content |= {
            "kind_id": script["kind"],
            "title": self.title,
            "lead": lead,
            "assisting": helpers,
            "report_in_at": None if self.is_emergency else self.set_time(moment),
        }
        content |= {"report_in_place": f"{self.plan.community.name}党群服务中心"}
        place = {"incident": self.incident} if self.incident else {"street": self.street}
        if self.takes("propose", "drop", "take_up"):
            self.whistle = self.proposed(moment, content)
        else:
            self.whistle = Whistle.draft(by=self.operator, at=moment, **place, **content)
        self.watch(self.whistle)
        if self.takes("publish", "unpublish"):
            self.at(self.soon(moment, 2, 5), self.inspect)
        if self.does("blow") and not self.takes("propose", "drop", "take_up"):
            self.at(self.soon(moment, 2, 6) if self.is_emergency else self.at_work(moment, 0.5), self.blow)

    @property
    def is_emergency(self):
        return self.plan.script["kind"] == "emergency"

    def called(self, script):
        codes = [script["lead"], *script["assisting"].split()]
        called = [self.world.bureaus[code] for code in codes]
        return called[0], called[1:] if self.chance.random() < 0.4 else called[1:2]

    def set_time(self, moment):
        """When the departments shall be there: an emergency in half an hour, else on a working morning soon."""
        if self.is_emergency:
            return moment + timedelta(minutes=27)
        hours = self.plan.hours or self.chance.choice((6, 9, 12))
        return self.calendar.add(moment, hours, "working_hour").replace(second=0, microsecond=0)

    def blow(self, moment):
        when = self.set_time(moment)
        blower = self.world.cast.at(self.chance.choice((Role.PARTY_SECRETARY, Role.DIRECTOR)), self.street)
        self.whistle.blow(by=blower, at=moment, report_in_at=when)
        self.blower = blower
        orders = list(self.whistle.orders.select_related("department").order_by("number"))
        for order in orders:
            self.watch(order)
        for place, order in enumerate(orders):
            self.send(order, self.plan.courses[place % len(self.plan.courses)])
        self.turn(moment, orders)

    def send(self, order, course):
        """Plan the way of one department to the place."""
        signing, coming, _handling = COURSES[course]
        clerk = self.world.cast.at(Role.CLERK, order.department)
        sign = self.clock(order, "sign")
        if self.does("sign"):
            self.at(self.within(sign, self.chance.uniform(*signing)), self.sign, order, clerk)
        came = order.report_in_at + timedelta(minutes=self.chance.randint(*coming))
        if self.does("sign") and self.does("report_in"):
            self.at(max(came, sign.started_at + timedelta(minutes=2)), self.report_in, order, clerk, course)

    def sign(self, moment, order, clerk):
        if self.can(order, "sign"):
            order.sign(by=clerk, unit=clerk.posts[0].unit, at=moment)
            self.at(
                self.soon(moment, 3, 20) if self.is_emergency else self.soon(moment, 10, 50), self.contact, order, clerk
            )

    def contact(self, moment, order, clerk):
        if self.can(order, "contact"):
            order.contact(by=clerk, at=moment)

    def report_in(self, moment, order, clerk, course):
        if not self.can(order, "report_in"):
            waits = order.is_open and order.status in BEFORE
            return self.at(self.soon(moment, 5, 30), self.report_in, order, clerk, course) if waits else None
        late = moment > order.report_in_at + timedelta(minutes=15) or self.takes("dispute")
        shots = self.photos(clerk, moment, "before") if order.lead else ()
        order.report_in(
            by=clerk, attendee=clerk.name, attendee_post=self.chance.choice(ATTENDEE_POSTS), photos=shots, at=moment
        )
        self.pause(self.soon(moment, 20, 40), order, clerk)
        if self.does("confirm_attendance"):
            self.at(self.soon(moment, 41, 60), self.confirm_attendance, order, late, clerk)
        if self.does("reply"):
            self.plan_reply(order, clerk, course)
        return None

    def plan_reply(self, order, clerk, course):
        handle = self.clock(order, "handle")
        share = self.chance.uniform(*COURSES[course][2])
        self.at(self.within(handle, share), self.reply_order, order, clerk, course)

    def confirm_attendance(self, moment, order, late, clerk):
        word = Order.Attendance.LATE if late else Order.Attendance.ON_TIME
        if self.can(order, "confirm_attendance"):
            order.confirm_attendance(by=self.operator, attendance=word, at=moment)
        if self.takes("dispute") and order.lead:
            self.at(self.soon(moment, 20, 50), self.dispute, order, clerk)

    def reply_order(self, moment, order, clerk, course):
        if not self.can(order, "reply"):
            if order.status == "suspended":
                self.at(self.at_work(moment, 24), self.reply_order, order, clerk, course)
            return
        order.reply(
            by=clerk, accepted_at=order.signed_at or moment, talked_to=self.chance.choice(TALKED_TO), at=moment,
            measures=self.chance.choice(MEASURES), solve_by=timezone.localdate(moment),
            cost=Decimal(803600) if self.takes("publish") and order.lead else self.chance.choice(COSTS),
            photos=self.photos(clerk, moment, "after") if order.lead else (),
        )  # fmt: skip
        if self.does("confirm_result"):
            confirm = self.clock(order, "confirm")
            self.at(self.within(confirm, self.chance.uniform(0.05, 0.4)), self.judge, order, clerk, course)

    def judge(self, moment, order, clerk, course):
        """The street accepts the result, the lead's last, or once sends a stubborn department back."""
        if not self.can(order, "confirm_result"):
            return None
        if order.hindrance("confirm_result", moment):
            return self.at(self.at_work(moment, 2), self.judge, order, clerk, course)
        if course in ("late", "stubborn") and not order.steps.filter(verb="send_back").exists():
            order.send_back(by=self.operator, note="现场仍有遗留问题，请继续整改。", at=moment)
            if self.takes("again", "leader_late") and order.lead:
                return self.at(self.at_work(moment, 3), self.blow_again) if self.does("blow_again") else None
            return self.plan_reply(order, clerk, "good")
        order.confirm_result(by=self.operator, at=moment)
        if self.can(self.whistle, "rate") and self.does("rate"):
            rate = self.clock(self.whistle, "rate")
            self.at(self.within(rate, self.chance.uniform(0.05, 0.5)), self.rate)
        return None

    def rate(self, moment):
        scores = [self.score(order) for order in self.whistle.rated_orders]
        solved = not self.takes("unsolved")
        note = "按规定评哨。" if solved else "清理后再次反弹，长效管护未落实。"
        self.whistle.rate(by=self.blower, scores=scores, solved=solved, at=moment, note=note)
        self.afterwards(moment)

    def score(self, order):
        """What the street thinks, which fits what the department did; the facts count themselves."""
        lowered = 0 if order.score_cap == 100 else 6
        points = {
            "attitude": self.chance.randint(7, 9) if order.was_punctual else self.chance.randint(4, 7),
            "handling": self.chance.randint(24, 28) - lowered,
            "result": self.chance.randint(15, 18) - lowered,
        }
        reason = "" if order.was_punctual and not lowered else "到场或办结不及时，影响处置。"
        return {"order": order.pk, **points, "reason": reason}
