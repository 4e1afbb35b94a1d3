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
        "whistle.proposed": gettext_noop("%(community)s proposes a whistle: %(title)s."),
        "whistle.taken_up": gettext_noop("The street has taken up your proposal: %(title)s."),
        "whistle.dropped": gettext_noop("The street does not blow for this; see why: %(title)s."),
        "whistle.withdrawn": gettext_noop("%(street)s has withdrawn whistle %(number)s: %(title)s."),
        "whistle.followed": gettext_noop("%(street)s has blown again for whistle %(number)s: it goes on as %(again)s."),
        "whistle.leader_called": gettext_noop(
            "A district leader must report in for whistle %(number)s on %(when)s: %(title)s."
        ),
        "whistle.leader_came": gettext_noop("The district leader has reported in for whistle %(number)s."),
        "whistle.leader_in.remind": gettext_noop("Whistle %(number)s: the district leader's report-in time is near."),
        "whistle.leader_in.leader_absent": gettext_noop(
            "Whistle %(number)s: the district leader has not reported in at the set time."
        ),
        "order.objected": gettext_noop("%(department)s objects to order %(number)s; the centre decides."),
        "order.objection_refused": gettext_noop(
            "The objection to order %(number)s is refused: your department handles it."
        ),
        "order.rerouted": gettext_noop("Order %(number)s of %(department)s was given to another department."),
        "order.urged": gettext_noop("%(by)s urges order %(number)s."),
        "order.recalled": gettext_noop("The street has recalled order %(number)s."),
        "order.leads": gettext_noop("Your department leads from now on: order %(number)s."),
        "order.assigned": gettext_noop("Order %(number)s was assigned inside the department."),
        "order.attendance": gettext_noop("The street has said who came for order %(number)s."),
        "order.attendance_disputed": gettext_noop("%(department)s disputes the attendance of order %(number)s."),
        "order.attendance_ruled": gettext_noop(
            "The supervision office has ruled on the attendance of order %(number)s."
        ),
        "order.planned": gettext_noop("A plan was agreed for order %(number)s."),
        "order.extension_asked": gettext_noop("%(department)s asks for an extension of order %(number)s."),
        "order.extended": gettext_noop("Order %(number)s was extended."),
        "order.extension_refused": gettext_noop("The extension of order %(number)s is refused."),
        "order.suspension_asked": gettext_noop("%(department)s asks to suspend order %(number)s."),
        "order.suspended": gettext_noop("Order %(number)s is suspended."),
        "order.suspension_refused": gettext_noop("The suspension of order %(number)s is refused."),
        "order.resumed": gettext_noop("The clock of order %(number)s runs again."),
        "order.suspended.resume": gettext_noop("The clock of order %(number)s runs again."),
        "order.decide.remind": gettext_noop(
            "The objection to order %(number)s waits; the time to decide is running out."
        ),
        "order.decide.overdue": gettext_noop("The objection to order %(number)s should have been decided by now."),
        "order.pause.remind": gettext_noop("Order %(number)s: a request waits; the time to decide is running out."),
        "order.pause.overdue": gettext_noop("Order %(number)s: the request should have been decided by now."),
        "order.signed": gettext_noop("%(department)s has signed order %(number)s."),
        "order.reported_in": gettext_noop("%(department)s has reported in for order %(number)s."),
        "order.replied": gettext_noop("%(department)s says it is done with order %(number)s: please check the result."),
        "order.done": gettext_noop("The street accepts the result of order %(number)s."),
        "order.rework": gettext_noop("The street sends order %(number)s back: see why."),
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


def leaders(district):
    return [(Role.LEADER, "grid", district)]


def supervision_office(district):
    return [(Role.SUPERVISOR, "grid", district)]
