"""What this floor tells, and to which seats."""

from django.utils.translation import gettext_noop as noop

from grid.models import Role
from grid.models.notice import SENTENCES

from .hands import BLOWERS

SENTENCES.update(
    {
        "whistle.blown": noop("%(street)s has blown a whistle: %(title)s. Report in on %(when)s, %(place)s."),
        "whistle.blown_for_community": noop("Your matter became whistle %(number)s: %(title)s."),
        "whistle.blown_to_centre": noop("%(street)s has blown whistle %(number)s: %(title)s."),
        "whistle.finished": noop("Whistle %(number)s: all departments are done, please rate them."),
        "whistle.closed": noop("Whistle %(number)s is closed: %(title)s."),
        "whistle.rated": noop("Whistle %(number)s: the street gave your department %(score)s points."),
        "whistle.rate.remind": noop("Whistle %(number)s: the time to rate the departments is running out."),
        "whistle.rate.overdue": noop("Whistle %(number)s: the departments should have been rated by now."),
        "order.signed": noop("%(department)s has signed order %(number)s."),
        "order.reported_in": noop("%(department)s has reported in for order %(number)s."),
        "order.replied": noop("%(department)s says it is done with order %(number)s: please check the result."),
        "order.done": noop("The street accepts the result of order %(number)s."),
        "order.rework": noop("The street sends order %(number)s back: %(note)s"),
        "order.sign.remind": noop("Order %(number)s waits to be signed; the time is running out."),
        "order.sign.overdue": noop("Order %(number)s should have been signed by now."),
        "order.sign.supervise": noop("Order %(number)s is still not signed; the supervision office follows it up."),
        "order.contact.remind": noop("Order %(number)s: contact the street, the time is running out."),
        "order.contact.overdue": noop("Order %(number)s: the street should have been contacted by now."),
        "order.report_in.remind": noop("Order %(number)s: the report-in time is near."),
        "order.report_in.absent": noop("Order %(number)s: nobody has reported in at the set time."),
        "order.report_in.supervise": noop("Order %(number)s: not reported in; the supervision office follows it up."),
        "order.handle.remind": noop("Order %(number)s: the time to handle it is running out."),
        "order.handle.overdue": noop("Order %(number)s should have been finished by now."),
        "order.handle.supervise": noop("Order %(number)s is overdue; the supervision office follows it up."),
        "order.confirm.remind": noop("Order %(number)s: the result waits to be checked, the time is running out."),
        "order.confirm.overdue": noop("Order %(number)s: the result should have been checked by now."),
        "supervision.registered.1": noop("Blue supervision slip %(number)s. Reply by %(due)s."),
        "supervision.registered.2": noop("Orange supervision slip %(number)s. Reply by %(due)s."),
        "supervision.registered.3": noop("Red supervision slip %(number)s. Reply by %(due)s."),
        "supervision.replied": noop("Supervision %(number)s has been replied to: please verify."),
        "supervision.verified": noop("Supervision %(number)s is struck off."),
        "supervision.escalated": noop("Supervision %(number)s was not solved and goes one level up."),
        "supervision.proposed": noop("Supervision %(number)s was not solved and goes to accountability."),
        "supervision.reply.remind": noop("Supervision %(number)s waits for your reply; the time is running out."),
        "supervision.reply.overdue": noop("Supervision %(number)s should have been replied to by now."),
        "supervision.reply.escalate": noop("Supervision %(number)s was not replied to in time and goes one level up."),
        "supervision.reply.propose": noop(
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
