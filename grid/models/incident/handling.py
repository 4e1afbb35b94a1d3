"""处置: the unit signs, works and hands in its result; its clock stops there."""

from grid.casework.case import verb

from ..calendar import calendar_now
from . import notices


class Handling:
    """The phase of handling, by a department or at the desk's own level."""

    @verb
    def sign(self, *, by, unit=None, note="", at=None, version=None):
        """The department has seen the matter and takes it."""
        step = self.move(
            "sign", by=by, note=note, at=at, version=version, handler=by, unit=unit, signed_at=lambda _case, at: at
        )
        self.stop_clocks("sign", step=step)

    @verb
    def submit_result(self, *, by, result, photos=(), cost=None, note="", at=None, version=None):
        """Say what was done, with a photo of it and the cost in yuan; the handling clock stops (`domain.md` 2.3.6)."""
        step = self.move(
            "submit_result", by=by, note=note, at=at, version=version, result=result, cost=cost,
            handled_at=lambda _case, at: at,
        )  # fmt: skip
        self._attach(photos, step)
        self.stop_clocks("handle", step=step)
        self.start_clock("check", self.limit("check"), step=step, calendar=calendar_now())
        self.tell(notices.checkers(self), "incident.handled", step.at, step.seq)
