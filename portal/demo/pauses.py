"""While it is handled: more time asked for, put to rest, given to a colleague, of another type, forced to close."""

from datetime import timedelta

from django.utils import timezone

from grid.models import Role

WHY_LONGER = (
    "需采购专用配件，厂家供货周期较长。",
    "连续降雨无法施工，待天气转好后进场。",
    "涉及多家产权单位，正在协调施工窗口。",
)
WHY_REST = ("待管线迁改完成后方可施工。", "已列入年度改造计划，按计划实施。", "需等待主汛期过后施工。")
EXTENDING = ("extend", "extend_twice", "refuse_extension")
SUSPENDING = ("suspend", "resume", "refuse_suspension")


class Pauses:
    """The turns while a department works; each ends with planning the result."""

    def turn_at_work(self):
        """The first act of the turn that is taken here, or None."""
        if self.case.department_id is None:
            return self.force_later if self.took("force_close") else None
        turns = {
            **dict.fromkeys(EXTENDING, self.wait_to_extend),
            **dict.fromkeys(SUSPENDING, self.wait_to_suspend),
            **dict.fromkeys(("assign", "claim"), self.assign_later),
            "reclassify_late": self.retype_later,
            "force_close": self.force_later,
        }
        self.turn = self.took(*turns)
        return turns.get(self.turn)

    def wait_to_extend(self, _moment):
        self.at(self.some(self.case, "handle", 0.2, 0.3), self.request_extension)

    def request_extension(self, moment):
        if self.case.hindrance("request_extension", moment):
            return self.plan_result()
        self.case.request_extension(by=self.hands[0], note=self.chance.choice(WHY_LONGER), at=moment)
        return self.go_on("endorse_extension", self.some(self.case, "decide", 0.05, 0.2), self.endorse_extension)

    def endorse_extension(self, moment):
        head = self.world.cast.at(Role.HEAD, self.case.department)
        if self.turn == "refuse_extension" and self.chance.random() < 0.4:
            return self.refuse_extension(moment, head)
        self.case.endorse_extension(by=head, note="情况属实，同意上报。", at=moment)
        return self.go_on("approve_extension", self.some(self.case, "decide", 0.3, 0.7), self.decide_extension)

    def decide_extension(self, moment):
        if self.turn == "refuse_extension" or self.case.hindrance("approve_extension", moment):
            return self.refuse_extension(moment, self.operator)
        self.case.approve_extension(by=self.operator, note="同意延期一次。", at=moment)
        if self.turn == "extend_twice" and self.case.extension_count < 2:
            return self.at(self.some(self.case, "handle", 0.55, 0.6), self.request_extension)
        return self.plan_result()

    def refuse_extension(self, moment, by):
        self.case.refuse_extension(by=by, note="具备处置条件，请按期办结。", at=moment)
        self.plan_result()

    def wait_to_suspend(self, _moment):
        self.at(self.some(self.case, "handle", 0.15, 0.25), self.request_suspension)

    def request_suspension(self, moment):
        if self.case.hindrance("request_suspension", moment):
            return self.plan_result()
        days = self.chance.randint(25, 60) if self.report.brisk else self.chance.randint(6, 12)
        until = timezone.localdate(moment) + timedelta(days=days)
        self.case.request_suspension(by=self.hands[0], until=until, note=self.chance.choice(WHY_REST), at=moment)
        return self.go_on("approve_suspension", self.some(self.case, "decide", 0.2, 0.6), self.decide_suspension)

    def decide_suspension(self, moment):
        if self.turn == "refuse_suspension" or self.case.hindrance("approve_suspension", moment):
            self.case.refuse_suspension(by=self.operator, note="不符合挂账条件，请尽快处置。", at=moment)
            return self.plan_result()
        self.case.approve_suspension(by=self.operator, note="同意挂账，到期自动恢复计时。", at=moment)
        wakes = self.clock(self.case, "suspended").due_at
        if self.turn == "resume":
            return self.at(moment + (wakes - moment) * 0.6, self.resume)
        return self.at(wakes + timedelta(hours=self.chance.randint(9, 15)), self.awake)

    def resume(self, moment):
        self.case.resume(by=self.operator, note="施工条件已具备，提前恢复。", at=moment)
        self.plan_result()

    def awake(self, _moment):
        self.case.refresh_from_db()
        self.plan_result()

    def assign_later(self, moment):
        self.at(self.soon(moment, 5, 30), self.assign)

    def assign(self, moment):
        """To a colleague by name, or to an office where somebody claims it."""
        department = self.case.department
        head, clerk = (self.world.cast.at(role, department) for role in (Role.HEAD, Role.CLERK))
        unit = clerk.posts[0].unit
        if self.turn == "assign":
            self.case.assign(by=head, unit=unit, handler=clerk, note="请当日办理。", at=moment)
            return self.plan_result()
        self.case.assign(by=head, unit=unit, note="请科室安排办理。", at=moment)
        return self.go_on("claim", self.soon(moment, 5, 30), self.claim, clerk)

    def claim(self, moment, clerk):
        if self.can(self.case, "claim"):
            self.case.claim(by=clerk, at=moment)
        self.plan_result()

    def retype_later(self, _moment):
        self.at(self.some(self.case, "handle", 0.15, 0.3), self.retype)

    def retype(self, moment):
        self.change_type(moment)
        self.plan_result()

    def force_later(self, _moment):
        self.at(self.some(self.case, "handle", 0.4, 0.8), self.force_close)

    def force_close(self, moment):
        centre = self.world.cast.at(Role.CENTRE, self.world.district)
        self.case.force_close(by=centre, note="纳入片区整体改造统一实施，本件强制结案。", at=moment)
