"""What accountability tells, and to which seats: that something happened, never what is in the file."""

from django.utils.translation import gettext_noop

from grid.models import Role
from grid.models.notice import SENTENCES

from .. import notices

SENTENCES.update(
    {
        "accountability.proposed": gettext_noop("Accountability case %(number)s was proposed: please take it up."),
        "accountability.announced": gettext_noop("Accountability case %(number)s was proposed; it concerns you."),
        "accountability.accepted": gettext_noop("Accountability case %(number)s was taken up."),
        "accountability.decided": gettext_noop("Accountability case %(number)s is decided."),
        "accountability.closed": gettext_noop("Accountability case %(number)s is closed."),
        "accountability.rejected": gettext_noop("Accountability case %(number)s: nobody is held to account."),
        "accountability.tolerated": gettext_noop("Accountability case %(number)s is excused as tolerable."),
    }
)


def discipline(district):
    return [(Role.DISCIPLINE, "grid", district)]


def concerned(case):
    """The seats that learn the outcome: whom it concerns, the supervision office, and the street that proposed."""
    side = notices.department_head(case.department_id) if case.department_id else notices.blowers(case.desk_id)
    proposing = notices.blowers(case.street_id) if case.order_id and not case.supervision_id else []
    return [*side, *notices.supervision_office(case.district_id), *proposing]
