"""What this floor tells, and to which seats."""

from django.utils.translation import gettext_noop

from grid.models import Role
from grid.models.notice import SENTENCES

from .hands import BLOWERS

SENTENCES.update(
    {
        "whistle.blown": gettext_noop("%(street)s has blown a whistle: %(title)s. Report in on %(when)s, %(place)s."),
        "whistle.blown_for_community": gettext_noop("Your matter became whistle %(number)s: %(title)s."),
        "whistle.blown_to_centre": gettext_noop("%(street)s has blown whistle %(number)s: %(title)s."),
        "whistle.finished": gettext_noop("Whistle %(number)s: all departments are done, please rate them."),
        "whistle.closed": gettext_noop("Whistle %(number)s is closed: %(title)s."),
        "whistle.rated": gettext_noop("Whistle %(number)s: the street gave your department %(score)s points."),
        "whistle.rate.remind": gettext_noop("Whistle %(number)s: the time to rate the departments is running out."),
        "whistle.rate.overdue": gettext_noop("Whistle %(number)s: the departments should have been rated by now."),
        "order.signed": gettext_noop("%(department)s has signed order %(number)s."),
        "order.reported_in": gettext_noop("%(department)s has reported in for order %(number)s."),
        "order.replied": gettext_noop("%(department)s says it is done with order %(number)s: please check the result."),
        "order.done": gettext_noop("The street accepts the result of order %(number)s."),
        "order.rework": gettext_noop("The street sends order %(number)s back: %(note)s"),
        "order.sign.remind": gettext_noop("Order %(number)s waits to be signed; the time is running out."),
        "order.sign.overdue": gettext_noop("Order %(number)s should have been signed by now."),
        "order.sign.supervise": gettext_noop(
            "Order %(number)s is still not signed; the supervision office follows it up."
        ),
        "order.contact.remind": gettext_noop("Order %(number)s: contact the street, the time is running out."),
        "order.contact.overdue": gettext_noop("Order %(number)s: the street should have been contacted by now."),
        "order.report_in.remind": gettext_noop("Order %(number)s: the report-in time is near."),
        "order.report_in.absent": gettext_noop("Order %(number)s: nobody has reported in at the set time."),
        "order.report_in.supervise": gettext_noop(
            "Order %(number)s: not reported in; the supervision office follows it up."
        ),
        "order.handle.remind": gettext_noop("Order %(number)s: the time to handle it is running out."),
        "order.handle.overdue": gettext_noop("Order %(number)s should have been finished by now."),
        "order.handle.supervise": gettext_noop("Order %(number)s is overdue; the supervision office follows it up."),
        "order.confirm.remind": gettext_noop(
            "Order %(number)s: the result waits to be checked, the time is running out."
        ),
        "order.confirm.overdue": gettext_noop("Order %(number)s: the result should have been checked by now."),
        "supervision.registered.1": gettext_noop("Blue supervision slip %(number)s. Reply by %(due)s."),
        "supervision.registered.2": gettext_noop("Orange supervision slip %(number)s. Reply by %(due)s."),
        "supervision.registered.3": gettext_noop("Red supervision slip %(number)s. Reply by %(due)s."),
        "supervision.replied": gettext_noop("Supervision %(number)s has been replied to: please verify."),
        "supervision.verified": gettext_noop("Supervision %(number)s is struck off."),
        "supervision.escalated": gettext_noop("Supervision %(number)s was not solved and goes one level up."),
        "supervision.proposed": gettext_noop("Supervision %(number)s was not solved and goes to accountability."),
        "supervision.reply.remind": gettext_noop(
            "Supervision %(number)s waits for your reply; the time is running out."
        ),
        "supervision.reply.overdue": gettext_noop("Supervision %(number)s should have been replied to by now."),
        "supervision.reply.escalate": gettext_noop(
            "Supervision %(number)s was not replied to in time and goes one level up."
        ),
        "supervision.reply.propose": gettext_noop(
            "Supervision %(number)s was not replied to in time and goes to accountability."
        ),
    }
)


def department(key):
    """The seats of a department: its clerks and its head."""
    return [(Role.CLERK, "department", key), (Role.HEAD, "department", key)]


def department_head(key):
    return [(Role.HEAD, "department", key)]


def blowers(street):
    """The seats that may blow in a street."""
    return [(role, "grid", street) for role in BLOWERS]


def street_staff(street):
    return [(Role.STREET_OPERATOR, "grid", street), *blowers(street)]


def community_staff(community):
    return [(role, "grid", community) for role in (Role.COMMUNITY_OPERATOR, Role.COMMUNITY_SECRETARY)]


def centre(district):
    return [(Role.CENTRE, "grid", district)]


def supervision_office(district):
    return [(Role.SUPERVISOR, "grid", district)]
