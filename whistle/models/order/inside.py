"""Inside the called department: who has the order; no limit ever changes by it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.models import Post

from .. import notices
from ..hands import DEPARTMENT


class Inside:
    """Claiming and assigning."""

    @verb
    def claim(self, *, by, note="", at=None, version=None):
        """Take on what nobody in the department has: one wins."""
        self.move("claim", by=by, note=note, at=at, version=version, handler=by)

    @verb
    def assign(self, *, by, unit=None, handler=None, note="", at=None, version=None):
        """Give the order to an office, to one person, or both; without a person it can be claimed.

        Raises ValidationError when the person or the office is another department's.
        """
        at_work = Post.objects.active(at).filter(role__in=DEPARTMENT, department=self.department_id)
        if handler and not at_work.filter(user=handler).exists():
            raise ValidationError({"handler": _("This person does not work in your department.")})
        if unit and unit.department_id != self.department_id:
            raise ValidationError({"unit": _("This office is another department's.")})
        step = self.move("assign", by=by, note=note, at=at, version=version, unit=unit, handler=handler)
        self.tell(notices.department(self.department_id), "order.assigned", step)

    def hindered_claim(self, _at):
        return _("Somebody in the department handles it already.") if self.handler_id else ""
