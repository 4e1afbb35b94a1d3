"""What the assessment of a year tells, and to which seats."""

from django.utils.translation import gettext_noop

from grid.models import Notice, seats_of
from grid.models.notice import SENTENCES

from .. import notices

SENTENCES.update(
    {
        "assessment.published": gettext_noop("The assessment of %(year)s is published; appeals until %(due)s."),
        "assessment.frozen": gettext_noop("The assessment of %(year)s is frozen."),
        "assessment.appeals.remind": gettext_noop("Assessment of %(year)s: the time for appeals is running out."),
        "assessment.appeals.close_appeals": gettext_noop(
            "Assessment of %(year)s: the time for appeals is over, the figures can be frozen."
        ),
        "appeal.filed": gettext_noop("%(department)s appeals against its assessment of %(year)s: please decide."),
        "appeal.upheld": gettext_noop("Your appeal against the assessment of %(year)s was upheld: %(points)s points."),
        "appeal.refused": gettext_noop("Your appeal against the assessment of %(year)s was refused."),
        "appeal.decide.remind": gettext_noop("The appeal of %(department)s waits; the time to decide is running out."),
        "appeal.decide.overdue": gettext_noop("The appeal of %(department)s should have been decided by now."),
    }
)


def tell(seats, kind, case, at, **told):
    """One notice about this case to each seat, once for each kind."""
    key = f"{case.KIND}/{case.pk}/{kind}"
    told = {name: str(value) for name, value in told.items()}
    Notice.objects.tell(Notice.to(seats, kind, key=key, at=at, url=case.get_absolute_url(), **told))


def rung(case, effect, clock, no, moment, **told):
    """The notices of a rung of one of this case's clocks, to the seats that it names."""
    kind = f"{case.KIND}.{clock.stage}.{effect.removeprefix('strike:')}"
    key = f"{case.KIND}/{case.pk}/{clock.pk}/{clock.cycle}/{no}"
    told = {name: str(value) for name, value in told.items()}
    seats = seats_of(case, clock, no, effect)
    return Notice.to(seats, kind, key=key, at=moment, url=case.get_absolute_url(), **told)


def heads(departments):
    return [seat for key in departments for seat in notices.department_head(key)]


def offices(district):
    return [*notices.centre(district), *notices.supervision_office(district)]
