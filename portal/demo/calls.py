"""What does not go straight with a whistle: which turn its life takes, told by one word (`Plan.twist`)."""

from datetime import timedelta

from django.utils import timezone

from grid.models import Role
from whistle.models import Order, Whistle

# The whistles of the past, in turn: what happens to each besides the usual.
PAST = (
    "publish", "again", "object_upheld", "withdraw", "dispute", "agree", "refuse_objection", "recall", "extend",
    "unsolved", "reroute", "add", "suspend", "drop", "refuse_extension", "refuse_suspension", "resume", "assign",
    "leader_late", "unpublish", "take_up", "lead_moves",
)  # fmt: skip


class Calls:
    """The turns of a whistle's life; each is planned where it may happen."""

    whistle: Whistle

    def person(self, role, place):
        return self.world.cast.at(role, place)

    @property
    def centre(self):
        return self.person(Role.CENTRE, self.whistle.district)

    def takes(self, *words):
        return self.plan.twist in words

    def photos(self, by, moment, *kinds):
        code, place = self.plan.script["category"], self.whistle.pk
        return [self.world.album.photo(code, kind, by, place=place, at=moment) for kind in kinds]

    # -- before the blow -------------------------------------------------------------

    def proposed(self, moment, content):
        """The community's own proposal, which the street takes up, drops, or has yet to look at."""
        by = self.person(Role.COMMUNITY_OPERATOR, self.plan.community)
        whistle = Whistle.propose(by=by, community=self.plan.community, at=moment, **content)
        if self.does("take_up"):
            self.at(self.soon(moment, 10, 40), self.drop if self.takes("drop") else self.take_up)
        return whistle

    def take_up(self, moment):
        self.whistle.take_up(by=self.operator, at=moment)
        self.at(self.at_work(moment, 0.5), self.inspect)
        self.at(self.at_work(moment, 1.6), self.edit)

    def edit(self, moment):
        self.whistle.refresh_from_db()
        self.whistle.edit(by=self.operator, owner_unit="待核实", at=moment)
        self.at(self.soon(moment, 20, 60), self.blow)

    def drop(self, moment):
        self.whistle.drop(by=self.operator, note="该事项社区可自行协调解决，暂不吹哨。", at=moment)

    def inspect(self, moment):
        """Somebody of the street goes to see."""
        who = f"{self.street}城管科、社区书记"
        findings = "现场查看属实，权属单位未到场，需职能部门共同处置。"
        shots = self.photos(self.operator, moment, "before", "before")
        self.whistle.inspect(
            by=self.operator, inspected_at=moment, people=who, findings=findings, photos=shots, at=moment
        )

    # -- after the blow ----------------------------------------------------------------

    def turn(self, moment, orders):
        """Plan what this whistle is known for."""
        lead, helper = orders[0], orders[-1] if len(orders) > 1 else None
        if self.takes("withdraw"):
            self.at(self.soon(moment, 4, 9), self.withdraw)
        elif self.takes("object", "object_upheld", "refuse_objection"):
            self.at(moment + timedelta(minutes=2), self.object, lead)
        elif self.takes("recall") and helper:
            self.at(moment + timedelta(minutes=1), self.recall, helper)
        elif self.takes("reroute"):
            self.at(moment + timedelta(minutes=2), self.replace, helper or lead, "reroute")
        elif self.takes("lead_moves") and helper:
            self.at(moment + timedelta(minutes=2), self.replace, lead, "reroute", helper)
        elif self.takes("add"):
            self.at(self.soon(moment, 4, 9), self.add)

    def withdraw(self, moment):
        if self.can(self.whistle, "withdraw"):
            self.whistle.withdraw(by=self.blower, note="现场情况已消除，无需部门到场。", at=moment)

    def object(self, moment, order):
        head = self.person(Role.HEAD, order.department)
        order.object(by=head, note="按部门职责清单，该事项由其他部门主管。", at=moment)
        if self.does("uphold_objection"):
            decide = self.refuse if self.takes("refuse_objection") else self.uphold
            self.at(self.within(self.clock(order, "decide"), 0.3), decide, order)

    def refuse(self, moment, order):
        order.refuse_objection(by=self.centre, note="首接负责，由该部门牵头，相关单位配合。", at=moment)
        clerk = self.person(Role.CLERK, order.department)
        self.at(self.soon(moment, 3, 9), self.contact, order, clerk)
        self.at(max(order.report_in_at, moment + timedelta(minutes=12)), self.report_in, order, clerk, "good")

    def uphold(self, moment, order):
        self.replace(moment, order, "uphold_objection")

    def replace(self, moment, order, verb, lead=None):
        """Another bureau is called instead; `lead` leads from then on."""
        order.refresh_from_db()
        said = {"note": "经核对职责清单，改由该部门承办。", "department": self.another(), "lead": lead}
        fresh = getattr(order, verb)(by=self.centre, at=moment, **said)
        self.watch(fresh)
        self.send(fresh, "good")

    def another(self):
        """A bureau that was not called yet."""
        called = set(self.whistle.orders.values_list("department", flat=True))
        return next(each for each in self.world.bureaus.values() if each.pk not in called)

    def recall(self, moment, order):
        order.recall(by=self.blower, note="牵头部门已可独立完成。", at=moment)

    def add(self, moment):
        other = self.another()
        self.whistle.add_department(by=self.centre, department=other, note="涉及该部门职责，一并到场。", at=moment)
        fresh = self.whistle.orders.get(department=other)
        self.watch(fresh)
        self.send(fresh, "good")

    # -- while it is handled -----------------------------------------------------------

    def pause(self, moment, order, clerk):
        """Between the report-in and the reply."""
        if self.takes("assign"):
            order.assign(by=self.person(Role.HEAD, order.department), at=moment)
            order.claim(by=clerk, at=moment + timedelta(minutes=5))
        elif self.takes("agree", "publish", "unpublish") and order.lead and self.whistle.kind.by_plan:
            self.agree(moment, order)
        elif self.takes("extend", "extension", "refuse_extension") and order.lead:
            self.at(self.within(self.clock(order, "handle"), 0.04), self.ask, order, clerk, "extension")
        elif self.takes("suspend", "suspension", "refuse_suspension", "resume") and order.lead:
            self.at(self.within(self.clock(order, "handle"), 0.04), self.ask, order, clerk, "suspension")

    def agree(self, moment, order):
        due = timezone.localdate(self.clock(order, "handle").due_at) + timedelta(days=self.chance.randint(1, 9))
        order.agree(
            by=self.operator, plan="分三段施工：清运、整地、铺装绿化，街道负责协调居民。",
            funds="区级专项资金 80 万元", plan_due=due, at=moment,
        )  # fmt: skip

    def ask(self, moment, order, clerk, what):
        if not self.can(order, f"request_{what}"):
            return
        said = {"by": clerk, "note": "配套管线尚在报批，需延后施工。", "at": moment}
        if what == "suspension":
            said["until"] = timezone.localdate(moment) + timedelta(days=12)
        getattr(order, f"request_{what}")(**said)
        if self.does(f"approve_{what}"):
            self.at(self.within(self.clock(order, "pause"), 0.3), self.answer, order, what)

    def answer(self, moment, order, what):
        if not self.can(order, f"approve_{what}"):
            return None
        if self.takes(f"refuse_{what}"):
            return getattr(order, f"refuse_{what}")(by=self.blower, note="居民急盼，请按期完成。", at=moment)
        getattr(order, f"approve_{what}")(by=self.blower, at=moment)
        if self.takes("resume"):
            self.at(self.at_work(moment, 12), self.wake, order)
        return None

    def wake(self, moment, order):
        if self.can(order, "resume"):
            order.resume(by=self.blower, note="报批已完成，恢复施工。", at=moment)

    def dispute(self, moment, order, clerk):
        """The street says late, the department shows its check-in, the supervision office rules."""
        order.dispute_attendance(by=clerk, note="系统签到时间早于约定时间，请以签到为准。", at=moment)
        if self.does("rule_attendance"):
            self.at(self.at_work(moment, 2), self.rule, order)

    def rule(self, moment, order):
        by = self.person(Role.SUPERVISOR, order.district)
        order.rule_attendance(by=by, ruling=Order.Attendance.ON_TIME, note="签到记录与现场照片相符。", at=moment)

    # -- once more, and afterwards ---------------------------------------------------------

    def blow_again(self, moment):
        """The second whistle of the same matter calls a district leader."""
        first = self.whistle
        if not self.can(first, "blow_again") or first.hindrance("blow_again", moment):
            return
        leader = self.person(Role.LEADER, first.district)
        when = self.calendar.add(moment, 7 if not self.is_emergency else 0.2, "working_hour")
        helpers = [order.department for order in first.orders.filter(lead=False).select_related("department")]
        self.whistle = first.blow_again(
            by=self.blower, at=moment, unsolved="首次吹哨后问题仍未解决，现场存在反弹。", leader=leader,
            assisting=helpers[:1], report_in_at=when.replace(second=0, microsecond=0),
        )  # fmt: skip
        behind, self.plan.twist = self.takes("leader_late"), ""
        self.watch(self.whistle)
        if self.does("leader_report_in"):
            late = timedelta(minutes=25 if behind else -5)
            self.at(when + late, self.leader_report_in, leader)
        for order in self.whistle.orders.select_related("department").order_by("number"):
            self.watch(order)
            self.send(order, "good")

    def leader_report_in(self, moment, leader):
        if self.can(self.whistle, "leader_report_in"):
            self.whistle.leader_report_in(by=leader, at=moment)

    def afterwards(self, moment):
        """What follows the close."""
        if self.takes("unsolved"):
            self.plan.twist = ""
            self.at(self.at_work(moment, 6), self.blow_again)
        elif self.takes("publish", "unpublish"):
            self.at(self.at_work(moment, 8), self.publish)

    def publish(self, moment):
        story = "街道吹哨后，部门两日内到场会商，落实资金和方案，闲置空地建成街心花园，居民有了休闲去处。"
        shots = self.photos(self.blower, moment, "before", "after")
        self.whistle.publish(by=self.blower, story=story, photos=shots, at=moment)
        if self.takes("unpublish"):
            self.at(self.at_work(moment, 8), self.unpublish)

    def unpublish(self, moment):
        self.whistle.unpublish(by=self.blower, note="补充后续管护情况后再发布。", at=moment)
