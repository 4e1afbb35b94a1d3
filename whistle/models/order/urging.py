"""催办 by hand: a reminder that counts like the clock's (`domain.md` 4.4, level 0)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from grid.casework.case import verb

from .. import notices

PAUSE = timedelta(hours=1)  # between two of them, so that nobody stops reading


class Urging:
    """The street, the district centre or the supervision office reminds the department."""

    @verb
    def urge(self, *, by, note="", at=None, version=None):
        """Remind the department now; the trace keeps who did, and the figures count it."""
        step = self.move("urge", by=by, note=note, at=at, version=version)
        told = {"by": by.name, **self.whistle.always_told}
        self.tell(notices.department(self.department_id), "order.urged", step, **told)

    def hindered_urging(self, at):
        if self.steps.filter(verb="urge", at__gt=at - PAUSE).exists():
            return _("The department was urged less than an hour ago.")
        return ""
