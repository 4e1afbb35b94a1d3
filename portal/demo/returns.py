"""Dispatched, and sometimes sent back: to another department, refused the second time, decided at the third."""

from grid.models import Role

TIMES = {"send_back": 1, "send_back_signed": 1, "refuse_return": 2, "arbitrate": 3}
MISTAKEN = ("zhifa", "zhujian", "jiaoguan", "shichang", "chengguan")  # to whom things are sent by mistake
REASONS = (
    ("not_ours", "经核实不属本单位职责，建议转权属单位。"),
    ("private", "该设施权属为产权单位，非我单位管养。"),
    ("not_here", "点位在本单位管养范围之外。"),
)


class Returns:
    """The turns between dispatch and signing."""

    returns = refused = 0

    def dispatch(self, moment, department):
        """Send it to this department, or by mistake first to others that send it back."""
        twist = self.took(*TIMES)
        self.returns, self.refused = TIMES.get(twist, 0), int(twist == "refuse_return")
        self.signs_first = twist == "send_back_signed"
        self.right = department
        self.send(moment)

    def send(self, moment):
        wrong = [self.world.bureaus[code] for code in MISTAKEN if code != self.right.code]
        department = wrong[self.returns % len(wrong)] if self.returns > self.refused else self.right
        self.case.dispatch(by=self.operator, department=department, assisting=self.helpers(), at=moment)
        self.await_signature(department)

    def await_signature(self, department):
        clerk, clock = self.world.cast.at(Role.CLERK, department), self.clock(self.case, "sign")
        if self.returns and not self.signs_first:
            self.go_on("return_order", self.within(clock, self.chance.uniform(0.1, 0.6)), self.send_back, clerk)
        else:
            self.go_on("sign", self.somewhen(clock, department.code), self.sign, clerk, department.code)

    def helpers(self):
        return [self.world.bureaus["zhifa"]] if self.chance.random() < 0.08 else []

    def send_back(self, moment, clerk):
        reason, note = self.chance.choice(REASONS)
        self.case.return_order(by=clerk, reason=reason, note=note, at=moment)
        self.returns -= 1
        if self.case.is_arbitrated:
            self.operator = self.world.cast.at(Role.CENTRE, self.world.district)
        self.go_on("reroute", self.some(self.case, "reroute", 0.1, 0.6), self.reroute)

    def reroute(self, moment):
        self.signs_first = False
        if self.refused and not self.returns:
            self.case.refuse_return(by=self.operator, note="首接负责，请牵头办理并会同权属单位。", at=moment)
            return self.await_signature(self.case.department)
        return self.send(moment)
