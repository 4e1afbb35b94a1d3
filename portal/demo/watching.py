"""What the supervision office and discipline inspection did: slips by hand of each kind, cases, bonuses."""

from datetime import timedelta

from django.utils import timezone

from grid.casework.sweep import sweep
from grid.models import Department, Grid, Incident
from whistle.models import PointEntry, Supervision

HOUR = timedelta(hours=1)
# kind, who answers (a department's code, or a street's), level, title, what is required, items (what, who, days ahead)
SLIPS = {
    "regular": ("regular", "xiyuzhuang", 1, "季度网格台账定期督查", "对照清单补齐台账，逐项销号。",
                (("补齐走访台账", "网格办", 1), ("核对重点人员名册", "综治办", 1))),
    "ad_hoc": ("ad_hoc", "zhifa", 1, "早市占道经营反弹", "明确责任路段和值守时段。",
               (("清理占道摊位", "执法一队", 0), ("落实早晚值守", "执法二队", 2))),
    "open": ("open", "chengguan", 1, "垃圾收运点管理不到位", "增加收运频次，公示责任人。",
             (("公示责任人", "环卫科", 1), ("增设两组分类桶", "设施科", 4))),
    "covert": ("covert", "zhujian", 1, "工地围挡夜间破损无人修复", "查明责任单位，限期修复。", ()),
    "instruction": ("instruction", "zhujian", 2, "老旧小区外墙脱落隐患", "立即设置警戒，三日内排险。",
                    (("设置警戒区", "房管科", 0), ("提交排险方案", "质安站", 2))),
    "error": ("ad_hoc", "chengguan", 1, "道路保洁缺岗（误立）", "核实保洁排班。", ()),
    "closed": ("instruction", "zhifa", 3, "违法建设多次反弹未处置", "当日上报处置结果。", ()),
    "tolerated": ("open", "chengguan", 3, "智能分类试点设备停运", "当日恢复运行。", ()),
    "investigating": ("covert", "zhujian", 3, "危房住户未按期撤离", "当日完成撤离安置。", ()),
    "proposed": ("regular", "zhifa", 3, "油烟扰民投诉重复出现", "当日反馈整改方案。", ()),
}  # fmt: skip
REASONS = {2: "区领导批示", 3: "重大事项，影响恶劣"}
# kind, whom, points, why
POINTS = (
    ("commendation", "chengguan", 2, "抢险排涝受到市级通报表扬"),
    ("initiative", "zhujian", 1.5, "主动治理老旧小区飞线"),
    ("initiative", "dingzigu", 1, "未诉先办楼道堆物"),
    ("other", "zhifa", -0.5, "督查台账报送不及时"),
)


def watch(world, now):
    """Play these once, however often the demonstration is begun."""
    if not Supervision.objects.exclude(inspection="automatic").exists():
        Watch(world, now).play()
        ring_until(now)


def ring_until(now):
    """Let the timer ring what fell due of these slips, a few seconds after each moment."""
    waiting = Supervision.clocks.rel.related_model.objects.due(now).order_by("alarm_at")
    while due := waiting.values_list("alarm_at", flat=True).first():
        sweep(Supervision, at=min(due + timedelta(seconds=9), now))


class Watch:
    """One round of the supervision office; `hours` are working hours before the present."""

    def __init__(self, world, now):
        self.world, self.now, self.people = world, now, world.cast.people
        self.office = self.people["supervisor.hongqiao"]
        self.inspector = self.people["discipline.hongqiao"]

    def play(self):
        self.slips()
        self.of_street()
        for name, hours in (("closed", 60), ("tolerated", 44), ("investigating", 30), ("proposed", 18)):
            self.accountability(name, self.before(hours))
        for number, (kind, whom, points, why) in enumerate(POINTS):
            self.points(kind, whom, points, why, self.before(50 - 8 * number))

    def before(self, hours):
        """That many working hours ago."""
        return self.world.calendar.retreat(self.now, timedelta(hours=hours), "working_hour")

    def side(self, whom):
        """(who answers as the verbs take it, the person who speaks for it)."""
        department = Department.objects.filter(code=whom).first()
        if department:
            return {"department": department}, self.people[f"head.{whom}"]
        director = self.people[f"director.{whom}"]
        return {"street": Grid.objects.get(pk=director.posts_at()[0].grid_id)}, director

    def slip(self, name, at):
        """A slip on file, with the head who answers."""
        kind, whom, level, title, asked, items = SLIPS[name]
        side, head = self.side(whom)
        reason = REASONS.get(level, "")
        slip = Supervision.found(
            by=self.office, inspection=kind, level=level, title=title, requirement=asked, at=at,
            level_reason=reason, items=self.listed(at, items), **side,
        )  # fmt: skip
        return slip, head

    def sent(self, name, at):
        slip, head = self.slip(name, at)
        slip.notify(by=self.office, at=at)
        return slip, head

    def slips(self):
        """Each kind of inspection, each at another point of its life."""
        self.struck_off(self.before(30))
        self.answered(self.before(9))
        slip, head = self.sent("open", self.before(7))
        slip.request_extension(by=head, note="分类桶需采购，到货尚需两日。", at=self.before(2))
        self.slip("covert", self.before(3))
        slip, head = self.sent("instruction", self.before(5))
        slip.request_extension(by=head, note="排险方案需专家论证。", at=self.before(4))
        slip.approve_extension(by=self.office, note="同意延期，警戒不得撤除。", at=self.before(3.5))
        slip, _head = self.sent("error", self.before(12))
        slip.withdraw(by=self.office, note="经核实保洁在岗，立项有误。", at=self.before(11))

    def of_street(self):
        """What a street has before its own units: a community that replied, and a section still at work."""
        director, secretary = self.people["director.xiyuzhuang"], self.people["secretary.zengchanli"]
        street, community = director.posts_at()[0].grid, secretary.posts_at()[0].grid
        by, incidents = {"by": director, "street": street}, Incident.objects.filter(community=community).open()
        at = self.before(11)
        slip = Supervision.found_by_street(
            **by, inspection="open", level=1, title="楼道堆物清理后反弹", requirement="三日内清理到位，每日巡查。",
            incident=incidents.order_by("pk").last(), community=community, at=at,
            items=self.listed(at, (("清理3号楼楼道", "第2网格", 0), ("张贴告知书", "居委会", 2))),
        )  # fmt: skip
        slip.notify(by=director, at=at)
        slip.finish_item(by=secretary, item=slip.items.first(), at=at + HOUR)
        slip.reply(by=secretary, reason="住户外出，未能及时入户。", measures="已清理并约定每周巡楼。", at=at + 2 * HOUR)
        at = self.before(9)
        slip = Supervision.found_by_street(
            **by, inspection="regular", level=1, title="沿街门前三包责任牌缺失", requirement="补齐责任牌并公示。",
            section="城市管理办公室", at=at,
            items=self.listed(at, (("排查沿街商户", "城管办", 0), ("补齐责任牌", "城管办", 3))),
        )  # fmt: skip
        slip.notify(by=director, at=at)

    @staticmethod
    def listed(at, items):
        """The items of a checklist, their days counted from `at`."""
        today = timezone.localdate(at)
        return [(what, owner, today + timedelta(days=days)) for what, owner, days in items]

    def struck_off(self, at):
        slip, head = self.sent("regular", at)
        for number, item in enumerate(slip.items.all(), 1):
            slip.finish_item(by=head, item=item, at=at + number * HOUR / 4)
            slip.strike_item(by=self.office, item=item, at=at + number * HOUR / 2)
        slip.reply(by=head, reason="人员轮换，交接不全。", measures="已补齐并建立周检制度。", at=at + 2 * HOUR)
        slip.verify(by=self.office, note="现场复核属实。", at=at + 3 * HOUR)

    def answered(self, at):
        slip, head = self.sent("ad_hoc", at)
        first = slip.items.first()
        slip.finish_item(by=head, item=first, at=at + HOUR / 2)
        slip.strike_item(by=self.office, item=first, at=at + HOUR)
        slip.reply(by=head, reason="节后摊点集中返市。", measures="已清理，正安排错时值守。", at=at + HOUR * 3 / 2)

    def accountability(self, name, at):
        """A red slip that discipline inspection got, as far as its name says."""
        slip, _head = self.sent(name, at)
        said = "督查两次未到场处置，反馈内容与现场不符。"
        case = slip.propose(by=self.office, grounds=["shirked", "neglected"], allegation=said, at=at + HOUR / 6)
        if name == "proposed":
            return
        by = {"by": self.inspector}
        case.accept(at=at + HOUR / 4, **by)
        if name == "tolerated":
            case.tolerate(reason="属改革试点中的探索性失误，已及时止损。", at=at + HOUR / 2, **by)
            return
        case.investigate(at=at + HOUR / 3, **by)
        case.record(kind="note", text="已调取签收记录和现场影像。", at=at + HOUR / 2, **by)
        if name == "closed":
            self.decide(case, at)

    def decide(self, case, at):
        by = {"by": self.inspector}
        case.look(reason="审理前核对材料", at=at + HOUR * 2 / 3, **by)
        case.decide(
            measures=["interview", "criticism", "points"], deduction=3, findings="推诿情节属实，未造成严重后果。",
            persons="分管负责人一名", at=at + HOUR, **by,
        )  # fmt: skip
        case.close(at=at + 2 * HOUR, **by)

    def points(self, kind, whom, points, why, at):
        side, _head = self.side(whom)
        year = timezone.localdate(at).year
        entry = PointEntry.give(by=self.office, kind=kind, points=points, reason=why, year=year, at=at, **side)
        if points < 0:
            entry.take_back(by=self.office, reason="经核实已按时报送。", at=at + HOUR)
