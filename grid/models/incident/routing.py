"""分流: the desk sends the matter to a department, keeps it, reports it up, splits it, or a whistle takes it over."""

from django.db import transaction

from grid.casework.case import verb

from ..calendar import calendar_now
from ..category import Urgency
from ..territory import GridLevel
from . import notices
from .handing import Part
from .status import IncidentStatus


class Routing:
    """The phase between acceptance and handling."""

    @verb
    def dispatch(self, *, by, department, unit=None, assisting=(), proposed=None, note="", at=None, version=None):
        """Hand the matter to a lead department (and assisting ones); signing and handling limits begin.

        The handling limit is that of the type (`domain.md` 2.3.4: it begins with the dispatch). After the
        district has arbitrated, the department that gets it may not send it back. `proposed` is what the
        routing rules named, kept in the step where the desk decided otherwise.
        """
        helpers = [each for each in assisting if each.pk != department.pk]
        told = {"assisting": sorted(each.pk for each in helpers)}
        told |= {"proposed": proposed.pk} if proposed and proposed != department else {}
        step = self.move(
            "dispatch", by=by, note=note, at=at, version=version, data=told, department=department, unit=unit,
            handler=None, dispatched_at=lambda _case, at: at, is_bound=lambda case, _at: case.is_arbitrated,
        )  # fmt: skip
        self.stop_clocks("route", "reroute", step=step)
        self.send_to(department, helpers, step)

    def send_to(self, department, helpers, step):
        """Open the handings and the limits of a dispatch, and tell the departments."""
        for each in [department, *helpers]:
            part = Part.LEAD if each == department else Part.ASSISTING
            self.handings.create(department=each, part=part, from_seq=step.seq)
        calendar = calendar_now()
        self.start_clock("sign", self.limit("sign"), step=step, calendar=calendar)
        self.start_clock("handle", self.limit("handle"), step=step, calendar=calendar)
        for each in [department, *helpers]:
            self.tell(notices.department(each.pk), "incident.dispatched", step.at, step.seq)

    @verb
    def handle_here(self, *, by, note="", at=None, version=None):
        """Handle the matter at the desk's own level; the handling limit begins."""
        step = self.move(
            "handle_here", by=by, note=note, at=at, version=version, handler=by, department=None, unit=None
        )
        self.stop_clocks("route", step=step)
        self.start_clock("handle", self.limit("handle"), step=step, calendar=calendar_now())

    @verb
    def report_up(self, *, by, note, skip=False, at=None, version=None):
        """上报: the level above takes over; 越级: the district at once, for urgent and critical matters only.

        What was not finished here is not judged: the level above has its own time to accept.
        """
        above = self.district if skip else self.level_above
        step = self.move(
            "report_up", by=by, note=note, at=at, version=version, desk=above, handler=None, data={"skipped": skip}
        )
        self.stop_clocks("handle", step=step, verdict="void")
        self.stop_clocks(step=step)
        self.start_clock("accept", self.limit("accept"), step=step, calendar=calendar_now())
        self.tell(notices.desk(self), "incident.escalated", step.at, step.seq)

    @property
    def level_above(self):
        """The grid whose desk is asked next: the street, then the district."""
        return self.street if self.desk.level == GridLevel.COMMUNITY else self.district

    @verb
    def reclassify(self, *, by, category, note, at=None, version=None):
        """Change the type: the trace keeps it, and a handling limit that runs is counted again, explained."""
        step = self.move(
            "reclassify", by=by, note=note, at=at, version=version, category=category, urgency=category.urgency,
            data={"old_category": self.category_id},
        )  # fmt: skip
        clock = self.clocks.filter(stage="handle", stopped_at=None).first()
        if clock:
            clock.replace_limit(step.at, calendar_now(), self.limit("handle"))
            clock.save()
            self._due_moved = True
        if self.department_id:
            self.tell(notices.department(self.department_id), "incident.reclassified", step.at, step.seq)
        if self.urgency != Urgency.NORMAL:
            self.tell(notices.chain(self), "incident.urgent", step.at)

    @transaction.atomic
    def split(self, *, by, category, text, note="", at=None, version=None):
        """Split off a part of the matter that somebody else must handle; return the new incident.

        It is accepted already and held by the same desk; this one closes last.
        """
        step = self._note_split(by, note, at, version)
        return type(self).split_off(self, by=by, category=category, text=text, at=step.at)

    @classmethod
    def split_off(cls, whole, *, by, category, text, at):
        """Begin the part of `whole`: where it is, whence it came and who holds it are the same."""
        same = ("desk", "source", "address", "lng", "lat")
        content = {name: getattr(whole, name) for name in same} | {"parent": whole, "accepted_at": at}
        part, step = cls._take_in("split_off", by, whole.grid, category, text, at, "", content)
        part.start_clock("route", part.limit("route"), step=step, calendar=calendar_now())
        part.note_due()
        part.take_number(at)
        return part

    @verb
    def _note_split(self, by, note, at, version):
        return self.move(
            "split", by=by, note=note, at=at, version=version, part_count=lambda case, _at: case.part_count + 1
        )

    @verb
    def hand_to_whistle(self, *, at):
        """A street has whistled for this matter: it goes on as a whistle and closes with it."""
        step = self.move("hand_to_whistle", at=at)
        self.stop_clocks(step=step, verdict="void")
        self.end_handings(step)

    @property
    def is_whistled(self):
        """Whether a whistle has the matter now."""
        return self.status == IncidentStatus.WHISTLED

    @verb
    def return_from_whistle(self, *, at):
        """The whistle was withdrawn, or left it unsolved: the desk has it again and routes it anew."""
        step = self.move("return_from_whistle", at=at, department=None, unit=None, handler=None)
        self.start_clock("route", self.limit("route"), step=step, calendar=calendar_now())
        self.tell(notices.desk(self), "incident.back_from_whistle", step.at, step.seq)

    @verb
    def close_with_whistle(self, *, at):
        """The whistle that took the matter over is closed, and the matter with it."""
        self.tell_merged(self.move("close_with_whistle", at=at, closed_at=at))
        self.tell(notices.desk(self), "incident.closed", at)

    def end_handings(self, step):
        """Note on every unit that still held the matter that it did so until this step."""
        self.handings.filter(to_seq=None).update(to_seq=step.seq)
