"""The reporter's word and what comes of it: closed, handled again, contested, unheard, reopened, appealed."""

from grid.models import Role, Source

SATISFACTION = ((5, 44), (4, 40), (3, 12), (2, 3), (1, 1))
UNHAPPY = "问题没有解决，夜里又堆上了。"
CALLS = ("电话无人接听。", "来电已关机。", "号码暂时无法接通。")
EXCUSE = "连日强降雨停工两日，申请剔除不可抗力时间。"
# Which way an appeal goes: the desk supports it, the supervision office grants it; None: not decided yet.
APPEALS = {
    "appeal": (None, None),
    "reviewed": (True, None),
    "dismissed": (False, None),
    "granted": (True, True),
    "refused": (True, False),
}


class Endings:
    """The turns after the check."""

    def evaluate(self, moment):
        if self.took("unheard"):
            return self.ring_in_vain(moment, 1)
        if self.took("unhappy"):
            return self.object(moment)
        if self.twist in ("contest", "close_contested"):
            return self.object(moment) if not self.case.rehandle_count else self.contest(moment)
        level = self.chance.choices([level for level, _ in SATISFACTION], [often for _, often in SATISFACTION])[0]
        self.hear(moment, level, "solved" if level > 2 else "partly")
        return self.after_close(moment)

    def hear(self, moment, level, solved, note=""):
        """The reporter says it themselves, through the query page, or at the call-back."""
        by, heard = self.operator, "call"
        if self.case.author_id == self.author.pk:  # a part was split off by the desk
            by, heard = {
                Source.PATROL: (self.author, "self"),
                Source.PUBLIC: (self.author, "link"),
            }.get(self.report.source, (by, heard))
        self.case.evaluate(by=by, satisfaction=level, solved=solved, heard=heard, note=note, at=moment)

    def object(self, moment):
        self.hear(moment, 1, "unsolved", UNHAPPY)
        self.plan_result()

    def contest(self, moment):
        turn = self.took("contest", "close_contested")
        self.hear(moment, 1, "unsolved", UNHAPPY)
        self.go_on("order_again", self.at_work(moment, 6), self.decide, turn)

    def decide(self, moment, turn):
        centre = self.world.cast.at(Role.CENTRE, self.world.district)
        if turn == "close_contested":
            return self.case.close_contested(by=centre, note="经实地复核已处置到位，诉求超出政策范围。", at=moment)
        self.case.order_again(by=centre, note="请承办单位会同社区再次处置并上门说明。", at=moment)
        return self.plan_result()

    def ring_in_vain(self, moment, number):
        self.case.record_call(by=self.operator, note=self.chance.choice(CALLS), at=moment)
        following = self.at_work(moment, 3)
        if number < 3:
            return self.at(following, self.ring_in_vain, number + 1)
        return self.at(following, self.close_unheard)

    def close_unheard(self, moment):
        self.case.close_unheard(by=self.operator, note="三次回访均未联系上反映人。", at=moment)

    def after_close(self, moment):
        turn = self.took("reopen", *APPEALS)
        if turn == "reopen":
            self.at(self.at_work(moment, 20), self.reopen)
        elif turn and not self.case.hindrance("appeal", moment):
            self.at(self.at_work(moment, 1 if self.report.brisk else 8), self.appeal, turn)

    def reopen(self, moment):
        centre = self.world.cast.at(Role.CENTRE, self.world.district)
        self.case.reopen(by=centre, note="巡查发现问题反弹，重启处置。", at=moment)
        self.plan_result()

    def appeal(self, moment, turn):
        clerk = self.world.cast.at(Role.CLERK, self.case.department)
        self.case.appeal(by=clerk, note=EXCUSE, at=moment)
        support, grant = APPEALS[turn]
        if support is not None:
            self.go_on("review_appeal", self.at_work(moment, 2), self.review_appeal, support, grant)

    def review_appeal(self, moment, support, grant):
        note = "气象记录属实，支持。" if support else "停工期间未影响处置条件，不予支持。"
        self.case.review_appeal(by=self.operator, support=support, note=note, at=moment)
        if grant is not None:
            self.go_on("decide_appeal", self.at_work(moment, 6), self.decide_appeal, grant)

    def decide_appeal(self, moment, grant):
        supervisor = self.world.cast.at(Role.SUPERVISOR, self.world.district)
        note = "依据充分，剔除不可抗力时间。" if grant else "依据不足，维持超时认定。"
        self.case.decide_appeal(by=supervisor, grant=grant, note=note, at=moment)
