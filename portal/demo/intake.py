"""Before and at acceptance: verified, declined, merged, reported up, void, of another type, or split."""

from copy import copy
from dataclasses import replace
from typing import Any

from grid.models import Incident, Role

DECLINED = (
    ("settled", "该事项已办结，现场无新情况。"),
    ("not_here", "核实位置在邻区，已告知报送人。"),
    ("unclear", "无法核实地点，联系不上报送人。"),
    ("police", "属 110 处警事项，已引导报警。"),
    ("in_court", "双方已就此事起诉，法院正在审理。"),
    ("petition", "该事项已进入信访程序，正在办理。"),
    ("unlawful", "诉求不符合有关规定，已向反映人解释。"),
)
# What a matter turns out to be when somebody looks closer.
RATHER = {
    "0111": "0110", "0302": "0307", "0112": "0114", "0137": "0110", "0192": "0193", "0503": "0506",
    "0701": "0113", "0702": "0703", "1101": "0496", "1601": "1603",
}  # fmt: skip
PARTS = {"0111": ("0112", "路面遗留渣土需要冲洗保洁。"), "0302": ("0307", "工地一侧围挡破损需要修复。"),
         "1502": ("0503", "小区外市政管线堵塞需要疏通。"), "1503": ("0702", "同一路段路灯不亮需要维修。")}  # fmt: skip


class Intake:
    """The turns before an incident is routed."""

    report: Any
    operator: Any
    twist: str

    def receive(self, moment):
        """The desk looks at a report for the first time."""
        turn = {
            "verify": self.ask_to_verify, "untrue": self.ask_to_verify, "decline": self.decline,
            "skip_up": self.report_up,
        }.get(self.twist, self.accept)  # fmt: skip
        turn(moment)

    def ask_to_verify(self, moment):
        self.case.ask_to_verify(by=self.operator, note="请就近核实现场情况。", at=moment)
        self.go_on("verify", self.soon(moment, 8, 30), self.verify_on_the_spot, self.took("verify", "untrue"))

    def verify_on_the_spot(self, moment, turn):
        worker, true = self.world.cast.at(Role.WORKER, self.case.verify_grid), turn == "verify"
        note = "现场情况与反映一致。" if true else "现场未发现所反映的情况，周边询问无人知晓。"
        self.case.verify(by=worker, found=true, photos=self.pictures("near", moment), note=note, at=moment)
        self.at(self.soon(moment, 3, 15), self.accept if true else self.decline_untrue)

    def decline_untrue(self, moment):
        self.case.decline(by=self.operator, reason="untrue", note="经现场核实情况不实。", at=moment)

    def decline(self, moment):
        reason, note = self.chance.choice(DECLINED)
        self.case.decline(by=self.operator, reason=reason, note=note, at=moment)

    def turn_after_acceptance(self, moment):
        """Plan what comes between acceptance and routing, if anything; whether there is such a thing."""
        name = self.took("report_up", "report_far_up", "void", "reclassify", "split", "merge")
        turns = {
            "report_up": self.report_up, "report_far_up": self.report_up, "void": self.void,
            "reclassify": self.reclassify, "split": self.split, "merge": self.report_again,
        }  # fmt: skip
        if name == "report_far_up":
            self.twist = "report_up"  # and from the street on to the district
        if name:
            self.at(self.soon(moment, 4, 12), turns[name])
        return name

    def report_up(self, moment):
        """The desk above takes over; an urgent matter may skip the street."""
        skip = bool(self.took("skip_up"))
        note = "情况紧急，需区级统筹处置。" if skip else "超出本级处置权限，请上级协调。"
        at_street = self.case.desk_id == self.street.pk
        self.case.report_up(by=self.operator, note=note, skip=skip, at=moment)
        if skip or at_street:
            self.operator = self.world.cast.at(Role.CENTRE, self.world.district)
        else:
            self.operator = self.world.cast.at(Role.STREET_OPERATOR, self.street)
        self.go_on("accept_above", self.some(self.case, "accept", 0.1, 0.6), self.accept)

    def void(self, moment):
        centre = self.world.cast.at(Role.CENTRE, self.world.district)
        self.case.void(by=centre, note="误录，与本区无关的测试上报。", at=moment)

    def reclassify(self, moment):
        self.change_type(moment)
        self.plan_route()

    def change_type(self, moment):
        kind = self.world.types[RATHER[self.report.category.code]]
        self.case.reclassify(by=self.operator, category=kind, note="现场核对后按实际情况更正类别。", at=moment)
        self.report = replace(self.report, category=kind)

    def split(self, moment):
        """A part goes its own way to another department; the whole waits for it."""
        code, text = PARTS[self.report.category.code]
        kind = self.world.types[code]
        part = copy(self)  # on the same stage, with the same clocks
        part.case = self.case.split(by=self.operator, category=kind, text=text, at=moment)
        part.report = replace(self.report, category=kind, brisk=True)
        self.watch(part.case)
        part.plan_route()
        self.plan_route()

    def report_again(self, moment):
        """Two others report the same; the desk merges the later into the earlier, and both into this one."""
        self.plan_route()
        self.at(self.soon(moment, 10, 40), self.file_again, [])

    def file_again(self, moment, filed):
        again = Incident.report(
            by=self.world.cast.people["hotline.hongqiao"], text=f"再次反映：{self.matter.text}", at=moment,
            **self.content() | {"source": "hotline"}, **self.contact(moment),
        )  # fmt: skip
        self.watch(again)
        filed = [*filed, again]
        self.at(self.soon(moment, 4, 12), self.file_again if len(filed) < 2 else self.merge, filed)

    def merge(self, moment, filed):
        desk = self.world.cast.at(Role.COMMUNITY_OPERATOR, self.community)
        self.case.refresh_from_db()
        for later, earlier in ((filed[1], filed[0]), (filed[0], self.case)):
            if earlier.takes_reports(moment):
                later.merge(by=desk, into=earlier, note="同一地点同一事项。", at=moment)
