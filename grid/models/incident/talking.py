"""会商, 知会, 批示, notes and replies: what those who work on a matter say to each other and to the public."""

from grid.casework.case import verb

from . import notices
from .handing import Part
from .remark import Word


class Talking:
    """Words beside the work; no limit changes, and nobody's open form grows stale."""

    def remark(self, kind, text, step, department=None):
        """Keep a word beside a step; nothing said, nothing kept."""
        if text:
            self.remarks.create(kind=kind, text=text, by=step.by, department=department, step_seq=step.seq, at=step.at)

    @verb
    def comment(self, *, by, text, at=None, version=None):
        """An internal note: read by those who work on it, never by the public."""
        step = self.move("comment", by=by, at=at)
        self.remark(Word.NOTE, text, step, step.post.department)

    @verb
    def respond(self, *, by, text, at=None, version=None):
        """A reply that the public reads on the progress page."""
        step = self.move("respond", by=by, at=at)
        self.remark(Word.REPLY, text, step, step.post.department)

    @verb
    def instruct(self, *, by, text, at=None, version=None):
        """领导批示: whoever holds the matter is told at once."""
        step = self.move("instruct", by=by, at=at, is_instructed=True)
        self.remark(Word.INSTRUCTION, text, step)
        self.tell([*self.holder_seats, *notices.desk(self)], "incident.instructed", step.at, step.seq)

    @verb
    def inform(self, *, by, departments, at=None, version=None):
        """知会: these departments see the matter from now on; nothing is asked of them."""
        step = self.move("inform", by=by, at=at, data={"informed": sorted(each.pk for each in departments)})
        self.hand_beside(departments, Part.INFORMED, step)
        for each in departments:
            self.tell(notices.department(each.pk), "incident.informed", step.at, step.seq)

    @verb
    def consult(self, *, by, departments, text, at=None, version=None):
        """会商: ask other departments for their opinion."""
        asked = len(departments)
        step = self.move(
            "consult", by=by, at=at, data={"consulted": sorted(each.pk for each in departments)},
            open_questions=lambda case, _at: case.open_questions + asked,
        )  # fmt: skip
        self.hand_beside(departments, Part.CONSULTED, step)
        for each in departments:
            self.remark(Word.QUESTION, text, step, each)
            self.tell(notices.department(each.pk), "incident.consulted", step.at, step.seq)

    @verb
    def answer(self, *, by, text, at=None, version=None):
        """The opinion of a department that was asked; whoever holds the matter is told."""
        mine = {post.department_id for post in by.posts_at(at) if post.department_id} if by else set()
        asked = self.handings.filter(part=Part.CONSULTED, to_seq=None, department__in=mine)
        answered = asked.count()
        step = self.move(
            "answer", by=by, at=at, open_questions=lambda case, _at: max(case.open_questions - answered, 0)
        )
        self.remark(Word.ANSWER, text, step, step.post.department)
        asked.update(to_seq=step.seq)
        self.tell(self.holder_seats, "incident.answered", step.at, step.seq)

    def hand_beside(self, departments, part, step):
        """These departments have to do with the matter from this step on."""
        for each in departments:
            self.handings.create(department=each, part=part, from_seq=step.seq)
