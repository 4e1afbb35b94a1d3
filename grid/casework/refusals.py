"""Why a move was not made. Losing a race is normal, so these are answers, not errors."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Refused(Exception):
    """The move was refused before anything of the case was changed."""

    def __init__(self, verb, case, why=""):
        super().__init__(verb)
        self.verb, self.case, self.why = verb, case, why


class NotNow(Refused):
    """The case is not (or no longer) in a state from which this verb leads anywhere; `why` may say more."""

    def __str__(self):
        return str(self.why) or _("Somebody was first: this is no longer possible as the case stands now.")


class Stale(Refused):
    """The form was opened on an older version of the case."""

    def __str__(self):
        return _("The case has changed since you opened this form.")


class NotYours(Refused, PermissionDenied):
    """The person holds no post whose hand this verb needs."""

    def __str__(self):
        return _("This is in your sight, but it is not your move.")
