"""An incident's life: reported, accepted, dispatched, handled, checked, evaluated; most of them in time."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random

from grid.models import Category, Grid, Incident, Role, Source

from .stage import Stage
from .texts import SMALL, matter

# Who files what comes in by each way; the channels' own seats are at the district.
FILED_BY_COMMUNITY = {Source.VOLUNTEER, Source.APP, Source.PUBLIC}
FILED_BY_CHANNEL = {Source.HOTLINE: "hotline.hongqiao", Source.MAILBOX: "mailbox.hongqiao"}
SATISFACTION = ((5, 38), (4, 40), (3, 13), (2, 7), (1, 2))
FAILED = "现场复查仍有遗留，请重新处置。"
DECLINED = (("settled", "该事项已办结，现场无新情况。"), ("not_here", "核实位置在邻区，已告知报送人。"),
            ("unclear", "无法核实地点，联系不上报送人。"), ("police", "属 110 处警事项，已引导报警。"))  # fmt: skip


def diligence(code):
    """How often a street or department is in time: 88 to 99 of a hundred, the same in every demonstration."""
    return Random(f"diligence {code}").uniform(0.88, 0.99)


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


class IncidentLife(Stage):
    """Plays one Report."""

    def begin(self, report):
        self.report, self.until = report, report.until
        self.community, self.street = report.grid.parent, report.grid.parent.parent
        self.operator = self.world.cast.at(Role.COMMUNITY_OPERATOR, self.community)
        self.matter = matter(report.category.code, report.source, self.community, self.chance)
        self.at(report.begins, self.self_handle if self.is_small else self.file)

    @property
    def is_small(self):
        small = self.report.source == Source.PATROL and self.report.category.code in SMALL
        return small and not self.report.until and self.chance.random() < 0.7

    def somewhen(self, clock, code):
        """When a street or department of this code acts on a clock: mostly in time, sometimes very late."""
        if self.report.brisk:
            return self.within(clock, self.chance.uniform(0.02, 0.08))
        if self.chance.random() < diligence(code):
            return self.within(clock, self.chance.uniform(0.05, 0.75))
        return self.within(clock, self.chance.choice((1.05, 1.1, 1.2, 1.35, 1.7)))

    # -- acts -----------------------------------------------------------------

    @cached_property
    def author(self):
        """Who files what comes in this way."""
        source = self.report.source
        if source == Source.PATROL:
            return self.world.cast.at(Role.WORKER, self.report.grid)
        if source in FILED_BY_CHANNEL:
            return self.world.cast.people[FILED_BY_CHANNEL[source]]
        if source in FILED_BY_COMMUNITY:
            return self.world.cast.people["channel.hongqiao"] if self.chance.random() < 0.5 else self.operator
        return self.world.cast.at(Role.STREET_OPERATOR, self.street, self.chance)

    def content(self):
        lng, lat = self.world.ground.point_in(self.report.grid.pk, self.chance)
        place = {"lng": lng, "lat": lat, "address": self.matter.address, "grid": self.report.grid}
        kind = {"category": self.report.category, "source": self.report.source, "urgency": self.report.urgency}
        return place | kind

    def file(self, moment):
        photos = self.pictures("before", moment) if self.report.source in (Source.PATROL, Source.APP) else ()
        self.case = Incident.report(by=self.author, text=self.matter.text, photos=photos, at=moment, **self.content())
        self.watch(self.case)
        if self.does("accept"):
            self.at(self.somewhen(self.clock(self.case, "accept"), self.street.code), self.accept)

    def self_handle(self, moment):
        photos = [*self.pictures("before", moment), *self.pictures("after", moment)]
        self.case = Incident.self_handle(
            by=self.author, text=self.matter.text, result=self.matter.result, photos=photos, at=moment, **self.content()
        )
        self.watch(self.case)

    def accept(self, moment):
        if not self.report.brisk and self.report.source != Source.PATROL and self.chance.random() < 0.05:
            reason, note = self.chance.choice(DECLINED)
            return self.case.decline(by=self.operator, reason=reason, note=note, at=moment)
        self.case.accept(by=self.operator, at=moment)
        if self.does("dispatch"):
            self.at(self.somewhen(self.clock(self.case, "route"), self.street.code), self.route)
        return None

    def route(self, moment):
        department = self.report.category.default_department
        if department is None and (self.report.until != "sign" and self.chance.random() < 0.7):
            self.case.handle_here(by=self.operator, at=moment)
            return self.plan_result(self.operator, self.street.code)
        department = department or self.world.bureaus["zhifa"]
        self.case.dispatch(by=self.operator, department=department, assisting=self.helpers(), at=moment)
        clerk = self.world.cast.at(Role.CLERK, department)
        if self.does("sign"):
            self.at(self.somewhen(self.clock(self.case, "sign"), department.code), self.sign, clerk, department.code)
        return None

    def helpers(self):
        return [self.world.bureaus["zhifa"]] if self.chance.random() < 0.08 else []

    def sign(self, moment, clerk, code):
        self.case.sign(by=clerk, unit=clerk.posts[0].unit, at=moment)
        self.plan_result(clerk, code)

    def plan_result(self, by, code):
        if self.does("submit_result"):
            share, clock = self.report.handling, self.clock(self.case, "handle")
            when = self.within(clock, share) if share else self.somewhen(clock, code)
            self.at(max(when, self.soon(self.case.steps.last().at, 4, 20)), self.submit_result, by, code)

    def submit_result(self, moment, by, code):
        photos = self.pictures("after", moment) if self.chance.random() < 0.5 else ()
        self.case.submit_result(by=by, result=self.matter.result, photos=photos, at=moment)
        if self.does("pass_check"):
            self.at(self.somewhen(self.clock(self.case, "check"), self.street.code), self.check, by, code)

    def check(self, moment, by, code):
        worker = self.world.cast.at(Role.WORKER, self.report.grid)
        if not self.report.brisk and self.case.rework_count < 1 and self.chance.random() < 0.05:
            self.case.fail_check(by=worker, note=FAILED, at=moment)
            return self.plan_result(by, code)
        self.case.pass_check(by=worker, at=moment)
        if self.does("evaluate"):
            self.at(self.within(self.clock(self.case, "evaluate"), self.chance.uniform(0.02, 0.35)), self.evaluate)
        return None

    def evaluate(self, moment):
        level = self.chance.choices([level for level, _ in SATISFACTION], [often for _, often in SATISFACTION])[0]
        solved = "solved" if level > 2 else self.chance.choice(("partly", "unsolved"))
        self.case.evaluate(by=self.operator, satisfaction=level, solved=solved, at=moment)

    # -- things ---------------------------------------------------------------

    def pictures(self, when, moment):
        """A picture that fits the type; the author of the report is taken for who took it."""
        code, author = self.report.category.code, self.author
        return [self.world.album.photo(code, when, author, place=self.matter.address, at=moment)]
