"""分流: the desk sends the matter to a department, keeps it at its own level, or a whistle takes it over."""

from grid.casework.case import verb

from ..calendar import calendar_now
from . import notices


class Routing:
    """The phase between acceptance and handling."""

    @verb
    def dispatch(self, *, by, department, assisting=(), note="", at=None, version=None):
        """Hand the matter to a lead department (and assisting ones); signing and handling limits begin.

        The handling limit is that of the type (`domain.md` 2.3.4: it begins with the dispatch).
        """
        helpers = [each for each in assisting if each.pk != department.pk]
        told = {"assisting": sorted(each.pk for each in helpers)}
        step = self.move(
            "dispatch", by=by, note=note, at=at, version=version, data=told, department=department, unit=None,
            handler=None, dispatched_at=lambda _case, at: at,
        )  # fmt: skip
        self.stop_clocks("route", step=step)
        for each in [department, *helpers]:
            self.handings.create(department=each, lead=each == department, from_seq=step.seq)
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
    def hand_to_whistle(self, *, at):
        """A street has whistled for this matter: it goes on as a whistle and closes with it."""
        step = self.move("hand_to_whistle", at=at)
        self.stop_clocks(step=step, verdict="void")
        self.end_handings(step)

    @verb
    def close_with_whistle(self, *, at):
        """The whistle that took the matter over is closed, and the matter with it."""
        self.move("close_with_whistle", at=at, closed_at=at)
        self.tell(notices.desk(self), "incident.closed", at)

    def end_handings(self, step):
        """Note on every unit that still held the matter that it did so until this step."""
        self.handings.filter(to_seq=None).update(to_seq=step.seq)
