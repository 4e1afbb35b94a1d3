"""Who reports an incident of the demonstration, how they are reached, and with which pictures."""

from functools import cached_property

from grid.models import Follow, Inquiry, Role, Source
from portal.demo_logins import FORM

from .cast import SURNAMES

# Who files what comes in by each way; the channels' own seats are at the district.
FILED_BY_COMMUNITY = {Source.VOLUNTEER, Source.APP}
FILED_BY_CHANNEL = {
    Source.HOTLINE: "hotline.hongqiao",
    Source.MAILBOX: "mailbox.hongqiao",
    Source.PUBLIC: "channel.hongqiao",
}
NUMBERED = {Source.HOTLINE: "HL", Source.MAILBOX: "SJ", Source.PETITION: "XF"}  # numbers elsewhere begin so
REACHED = {Source.PUBLIC, Source.HOTLINE, Source.APP, Source.PETITION, Source.MAILBOX, Source.VOLUNTEER}


class Reporters:
    """The side of an incident's life that reports it."""

    @cached_property
    def author(self):
        """Who files what comes in this way."""
        source = self.report.source
        if source == Source.PATROL:
            return self.world.cast.at(Role.WORKER, self.report.grid)
        if source in FILED_BY_CHANNEL:
            return self.world.cast.people[FILED_BY_CHANNEL[source]]
        if source in FILED_BY_COMMUNITY:
            return self.operator
        return self.world.cast.at(Role.STREET_OPERATOR, self.street, self.chance)

    def content(self):
        lng, lat = self.world.ground.point_in(self.report.grid.pk, self.chance)
        place = {"lng": lng, "lat": lat, "address": self.matter.address, "grid": self.report.grid}
        kind = {"category": self.report.category, "source": self.report.source, "urgency": self.report.urgency}
        return place | kind

    def contact(self, moment):
        """An invented name and telephone of whoever is to be heard, and the number the matter has elsewhere."""
        source, told = self.report.source, {}
        if source in NUMBERED:
            told["external_number"] = f"{NUMBERED[source]}{moment:%y%m%d}{self.chance.randint(0, 99999):05}"
        if source in REACHED:
            told["reporter_name"] = self.chance.choice(SURNAMES) + self.chance.choice(("女士", "先生", "师傅"))
            told["reporter_phone"] = f"139-0000-{self.chance.randint(0, 9999):04}"
        return told

    def first_pictures(self, moment):
        """What came with the report: one picture, or one from near and one from far."""
        if self.report.source not in (Source.PATROL, Source.APP, Source.PUBLIC):
            return []
        kinds = ("near", "far") if self.chance.random() < 0.25 else ("before",)
        return [picture for kind in kinds for picture in self.pictures(kind, moment)]

    def keep_an_eye(self):
        """The public can ask about it by code; now and then somebody of the street follows it."""
        if self.report.source == Source.PUBLIC:
            Inquiry.open(self.case, FORM)
        if self.chance.random() < 0.06:
            role = self.chance.choice((Role.STREET_OPERATOR, Role.PARTY_SECRETARY, Role.DIRECTOR))
            Follow.toggle(self.world.cast.at(role, self.street), self.case)
