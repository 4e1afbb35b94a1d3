"""An incident's life: reported, accepted, dispatched, handled, checked, evaluated; most of them in time."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from grid.models import Category, Grid, Incident, Role, Source

from .endings import Endings
from .intake import Intake
from .pauses import Pauses
from .reporters import Reporters
from .returns import Returns
from .stage import Stage
from .texts import SMALL, matter
from .words import Words

FAILED = "现场复查仍有遗留，请重新处置。"


def diligence(code):
    """How often a street or department is in time: 92 to 99.5 of a hundred, the same in every demonstration."""
    return Random(f"diligence {code}").uniform(0.92, 0.995)


@dataclass
class Report:
    """What is reported where and when; `until` names the verb left for whoever tries the demonstration."""

    grid: Grid
    category: Category
    source: str
    begins: datetime
    urgency: str = ""
    until: str = ""
    brisk: bool = False  # all goes well and fast
    handling: float = 0.0  # the share of the handling limit that is used; 0: as it comes
    twist: str = ""  # the name of the turn it takes, see twists.py


class IncidentLife(Reporters, Intake, Returns, Pauses, Words, Endings, Stage):
    """Plays one Report."""

    def begin(self, report):
        self.report, self.until, self.twist = report, report.until, report.twist
        self.community, self.street = report.grid.parent, report.grid.parent.parent
        self.operator = self.world.cast.at(Role.COMMUNITY_OPERATOR, self.community)
        self.matter = matter(report.category.code, report.source, self.community, self.chance)
        self.at(report.begins, self.self_handle if self.is_small else self.file)

    @property
    def is_small(self):
        small = self.report.source == Source.PATROL and self.report.category.code in SMALL
        return small and not self.report.until and not self.twist and self.chance.random() < 0.7

    def took(self, *names):
        """Whether the life takes one of these turns here; it takes it once. Returns its name, or ""."""
        if self.twist not in names:
            return ""
        taken, self.twist = self.twist, ""
        return taken

    def go_on(self, verb, moment, act, *about):
        """Plan the next act, unless this is the verb that is left to others."""
        if self.does(verb):
            self.at(moment, act, *about)

    def some(self, case, stage, least, most):
        """A moment between these shares of a running limit."""
        return self.within(self.clock(case, stage), self.chance.uniform(least, most))

    def somewhen(self, clock, code):
        """When a street or department of this code acts on a clock: mostly in time, sometimes very late."""
        if self.report.brisk:
            return self.within(clock, self.chance.uniform(0.02, 0.08))
        if self.chance.random() < diligence(code):
            return self.within(clock, self.chance.uniform(0.05, 0.75))
        return self.within(clock, self.chance.choice((1.05, 1.1, 1.2, 1.35, 1.7)))

    # -- acts -----------------------------------------------------------------

    def file(self, moment):
        self.case = Incident.report(
            by=self.author, text=self.matter.text, photos=self.first_pictures(moment), at=moment,
            **self.content(), **self.contact(moment),
        )  # fmt: skip
        self.watch(self.case)
        self.keep_an_eye()
        self.go_on("accept", self.somewhen(self.clock(self.case, "accept"), self.street.code), self.receive)

    def self_handle(self, moment):
        photos = [*self.pictures("before", moment), *self.pictures("after", moment)]
        self.case = Incident.self_handle(
            by=self.author, text=self.matter.text, result=self.matter.result, photos=photos, at=moment, **self.content()
        )
        self.watch(self.case)

    def accept(self, moment):
        self.case.accept(by=self.operator, at=moment)
        if not self.turn_after_acceptance(moment):
            self.plan_route()

    def plan_route(self):
        self.go_on("dispatch", self.somewhen(self.clock(self.case, "route"), self.street.code), self.route)

    def route(self, moment):
        department = self.report.category.default_department
        if department is None and (self.report.until != "sign" and self.chance.random() < 0.7):
            self.case.handle_here(by=self.operator, at=moment)
            return self.work(moment, self.operator, self.street.code)
        return self.dispatch(moment, department or self.world.bureaus["zhifa"])

    def sign(self, moment, clerk, code):
        self.case.sign(by=clerk, unit=clerk.posts[0].unit, at=moment)
        if self.returns:
            return self.at(self.soon(moment, 10, 50), self.send_back, clerk)
        return self.work(moment, clerk, code)

    def work(self, moment, by, code):
        """Whoever holds it works on it, and it goes straight or takes a turn."""
        self.hands = by, code
        self.talk(moment)
        turn = self.turn_at_work()
        if turn:
            return turn(moment)
        return self.plan_result()

    def plan_result(self):
        if self.does("submit_result") and self.does("answer"):  # who was asked has not answered yet
            share, clock = self.report.handling, self.clock(self.case, "handle")
            when = self.within(clock, share) if share else self.somewhen(clock, self.hands[1])
            self.at(max(when, self.soon(self.case.steps.last().at, 4, 20)), self.submit_result)

    def submit_result(self, moment):
        photos = self.pictures("after", moment) if self.chance.random() < 0.5 else ()
        self.case.submit_result(by=self.hands[0], result=self.matter.result, photos=photos, at=moment)
        self.go_on("pass_check", self.somewhen(self.clock(self.case, "check"), self.street.code), self.check)

    def check(self, moment):
        worker = self.world.cast.at(Role.WORKER, self.report.grid)
        if self.case.hindrance("pass_check", moment):  # a part of it is still open
            return self.at(self.at_work(moment, 4), self.check)
        if self.took("rework"):
            self.case.fail_check(by=worker, note=FAILED, photos=self.pictures("near", moment), at=moment)
            return self.plan_result() if self.does("submit_again") else None
        self.case.pass_check(by=worker, at=moment)
        most = 0.08 if self.report.brisk else 0.35
        return self.go_on("evaluate", self.some(self.case, "evaluate", 0.02, most), self.evaluate)

    # -- things ---------------------------------------------------------------

    def pictures(self, when, moment):
        """A picture that fits the type; the author of the report is taken for who took it."""
        code, author = self.report.category.code, self.author
        return [self.world.album.photo(code, when, author, place=self.matter.address, at=moment)]
