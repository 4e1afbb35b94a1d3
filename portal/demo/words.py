"""What people say beside the work: notes, replies, questions and answers, instructions, copies."""

from functools import partial

from grid.models import Incident, Role

NOTES = ("已电话联系反映人，约定上门时间。", "现场照片已核对，点位准确。", "夜间复看一次，未见反复。")
REPLIES = ("您反映的问题已收悉，承办单位已到现场，正在处置。", "已安排人员处理，预计两日内完成，感谢您的反映。")
QUESTIONS = ("该点位管线权属请协助确认。", "是否已列入贵单位年度维修计划？", "请就施工影响提出意见。")
ANSWERS = ("经查图纸，属我单位管养，可配合处置。", "未列入计划，建议由属地先行处置。", "无不同意见。")
INSTRUCTIONS = ("请抓紧办理，注意安全，办结后报我。", "群众关切，务必当日到场，举一反三排查同类点位。")
# In how many of a hundred lives it is said, by itself.
OFTEN = {"comment": 10, "respond": 12, "consult": 4, "inform": 3, "instruct": 2}


class Words:
    """The words of an incident's life; none touches a limit, and each is said only while it may be."""

    def talk(self, _moment):
        """Plan what is said while it is handled; the turn `talk` says everything."""
        if self.report.until and self.twist != "talk":
            return
        everything = self.took("talk")
        for place, (verb, often) in enumerate(OFTEN.items()):
            if everything or self.chance.randint(1, 100) <= often:
                clock = self.clock(self.case, "handle")
                self.at(self.within(clock, 0.01 + 0.008 * place), self.say, verb)

    def say(self, moment, verb):
        if self.can(self.case, verb):
            getattr(self, f"say_{verb}")(moment)

    def say_comment(self, moment):
        self.case.comment(by=self.operator, text=self.chance.choice(NOTES), at=moment)

    def say_respond(self, moment):
        self.case.respond(by=self.operator, text=self.chance.choice(REPLIES), at=moment)

    def say_instruct(self, moment):
        leader = self.world.cast.at(self.chance.choice((Role.PARTY_SECRETARY, Role.DIRECTOR)), self.street)
        self.case.instruct(by=leader, text=self.chance.choice(INSTRUCTIONS), at=moment)

    def say_inform(self, moment):
        self.case.inform(by=self.operator, departments=[self.other("zhengwu", "zhifa")], at=moment)

    def say_consult(self, moment):
        asked = self.other("paishui", "chengguan")
        self.case.consult(by=self.hands[0], departments=[asked], text=self.chance.choice(QUESTIONS), at=moment)
        clerk = self.world.cast.at(Role.CLERK, asked)
        self.go_on("answer", self.soon(moment, 10, 60), partial(self.answer, clerk=clerk))

    def other(self, *codes):
        """The first of these departments that does not hold it."""
        return next(
            bureau for code in codes if (bureau := self.world.bureaus[code]).pk != self.case.department_id
        )  # fmt: skip

    def answer(self, moment, clerk):
        self.case.refresh_from_db()
        if self.case.is_open and self.case.status in Incident.FLOW["answer"].sources:
            self.case.answer(by=clerk, text=self.chance.choice(ANSWERS), at=moment)
