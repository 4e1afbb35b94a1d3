"""处置: the unit signs, somebody in it takes the matter on, works and hands in the result; its clock stops there."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.casework.case import verb

from ..calendar import calendar_now
from ..people import Post, Role
from . import notices


class Handling:
    """The phase of handling, by a department or at the desk's own level."""

    @verb
    def sign(self, *, by, unit=None, note="", at=None, version=None):
        """The department has seen the matter and takes it; who signs handles it until it is assigned."""
        step = self.move(
            "sign", by=by, note=note, at=at, version=version, handler=by, unit=unit or self.unit,
            signed_at=lambda _case, at: at,
        )  # fmt: skip
        self.stop_clocks("sign", step=step)

    @verb
    def claim(self, *, by, note="", at=None, version=None):
        """Take on what the unit holds and nobody has: one wins. No limit changes."""
        self.move("claim", by=by, note=note, at=at, version=version, handler=by)

    @verb
    def assign(self, *, by, unit=None, handler=None, note="", at=None, version=None):
        """Give the matter to an office of the unit, to one person, or both; without a person it can be claimed.

        No limit changes. Raises ValidationError when the person works in another department.
        """
        at_work = Post.objects.active(at).filter(role__in=(Role.CLERK, Role.HEAD), department=self.department_id)
        if handler and not at_work.filter(user=handler).exists():
            raise ValidationError({"handler": _("This person does not work in your department.")})
        step = self.move("assign", by=by, note=note, at=at, version=version, unit=unit, handler=handler)
        self.tell(notices.department(self.department_id), "incident.assigned", step.at, step.seq)

    @verb
    def submit_result(self, *, by, result, photos=(), cost=None, note="", at=None, version=None):
        """Say what was done, with a photo of it and the cost in yuan; the handling clock stops (`domain.md` 2.3.6).

        A request for an extension or suspension that is still open falls with it.
        """
        step = self.move(
            "submit_result", by=by, note=note, at=at, version=version, result=result, cost=cost,
            handled_at=lambda _case, at: at,
        )  # fmt: skip
        self._attach(photos, step)
        self.stop_clocks("handle", step=step)
        self.stop_clocks("decide", step=step, verdict="void")
        self.start_clock("check", self.limit("check"), step=step, calendar=calendar_now())
        self.tell(notices.checkers(self), "incident.handled", step.at, step.seq)
