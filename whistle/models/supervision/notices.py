"""What slips tell besides being registered, replied to and struck off (those stand in `whistle.models.notices`)."""

from django.utils.translation import gettext_noop

from grid.models.notice import SENTENCES

SENTENCES.update(
    {
        "supervision.extension_asked": gettext_noop("Supervision %(number)s: more time is asked for, please decide."),
        "supervision.extended": gettext_noop("Supervision %(number)s: more time was given."),
        "supervision.extension_refused": gettext_noop("Supervision %(number)s: no more time is given."),
        "supervision.withdrawn": gettext_noop("Supervision %(number)s was withdrawn; its deduction is taken back."),
        "supervision.item.overdue": gettext_noop("Supervision %(number)s: item %(item)s of the checklist is overdue."),
        "supervision.item.remind": gettext_noop("Supervision %(number)s: item %(item)s of the checklist is due soon."),
        "supervision.judged": gettext_noop(
            "Supervision %(number)s: accountability is settled, please verify the result."
        ),
    }
)
