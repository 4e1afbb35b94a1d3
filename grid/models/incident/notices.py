"""What incidents tell, and to which seats."""

from django.utils.translation import gettext_noop

from ..notice import SENTENCES
from ..people import Role

SENTENCES.update(
    {
        "incident.reported": gettext_noop("New incident %(number)s to accept: %(category)s, %(place)s."),
        "incident.urgent": gettext_noop("Urgent incident %(number)s: %(category)s, %(place)s."),
        "incident.dispatched": gettext_noop(
            "Incident %(number)s was dispatched to your department: %(category)s, %(place)s."
        ),
        "incident.handled": gettext_noop("Incident %(number)s is said to be done: please check it on the spot."),
        "incident.rework": gettext_noop("Incident %(number)s did not pass the check and comes back."),
        "incident.feedback": gettext_noop(
            "Incident %(number)s passed the check: ask the reporter and record the answer."
        ),
        "incident.back_from_whistle": gettext_noop("Incident %(number)s is back from its whistle: please route it."),
        "incident.closed": gettext_noop("Incident %(number)s is closed."),
        "incident.verify": gettext_noop(
            "Incident %(number)s is to be verified on the spot before it is filed: %(category)s, %(place)s."
        ),
        "incident.verified": gettext_noop("Incident %(number)s was verified on the spot: it is as reported."),
        "incident.untrue": gettext_noop("Incident %(number)s was verified on the spot: it is not as reported."),
        "incident.escalated": gettext_noop("Incident %(number)s was reported up to you: %(category)s, %(place)s."),
        "incident.reclassified": gettext_noop(
            "Incident %(number)s is now of the type %(category)s; its limit was counted again."
        ),
        "incident.returned": gettext_noop("Incident %(number)s was sent back: please route it anew."),
        "incident.assigned": gettext_noop("Incident %(number)s was assigned within your department."),
        "incident.extension_asked": gettext_noop("Incident %(number)s: an extension was asked for."),
        "incident.extended": gettext_noop("Incident %(number)s was extended by one original limit."),
        "incident.extension_refused": gettext_noop("Incident %(number)s: the extension was refused."),
        "incident.suspension_asked": gettext_noop("Incident %(number)s: suspension was asked for."),
        "incident.suspended": gettext_noop("Incident %(number)s is suspended; its clock stands still."),
        "incident.suspension_refused": gettext_noop("Incident %(number)s: the suspension was refused."),
        "incident.resumed": gettext_noop("Incident %(number)s goes on; its clock runs again."),
        "incident.rehandled": gettext_noop("Incident %(number)s: the reporter is not satisfied; handle it again."),
        "incident.contested": gettext_noop(
            "Incident %(number)s: unhappy and unsolved for the second time; please decide."
        ),
        "incident.reopened": gettext_noop("Incident %(number)s was reopened."),
        "incident.consulted": gettext_noop("Incident %(number)s: your department is asked for its opinion."),
        "incident.answered": gettext_noop("Incident %(number)s: a department has given its opinion."),
        "incident.informed": gettext_noop("Incident %(number)s was copied to your department."),
        "incident.instructed": gettext_noop("Incident %(number)s: a leader has given an instruction."),
        "incident.appeal_asked": gettext_noop("Incident %(number)s: an appeal against its lateness is to be reviewed."),
        "incident.appeal_granted": gettext_noop("Incident %(number)s: the appeal was granted; it counts as on time."),
        "incident.appeal_dismissed": gettext_noop("Incident %(number)s: the appeal was dismissed."),
        "incident.verify.remind": gettext_noop("Incident %(number)s waits to be verified; the time is running out."),
        "incident.verify.overdue": gettext_noop("Incident %(number)s should have been verified by now."),
        "incident.reroute.remind": gettext_noop(
            "Incident %(number)s waits to be routed anew; the time is running out."
        ),
        "incident.reroute.overdue": gettext_noop("Incident %(number)s should have been routed anew by now."),
        "incident.decide.remind": gettext_noop("Incident %(number)s: a request waits to be decided."),
        "incident.decide.overdue": gettext_noop("Incident %(number)s: a request should have been decided by now."),
        "incident.suspended.resume": gettext_noop("Incident %(number)s goes on by itself; its clock runs again."),
        "incident.repeated": gettext_noop("Incident %(number)s was reported again: %(category)s, %(place)s."),
        "incident.closed_with": gettext_noop("Your report %(number)s is settled: incident %(main)s is closed."),
        "incident.accept.remind": gettext_noop("Incident %(number)s waits to be accepted; the time is running out."),
        "incident.accept.overdue": gettext_noop("Incident %(number)s should have been accepted by now."),
        "incident.route.remind": gettext_noop("Incident %(number)s waits to be routed; the time is running out."),
        "incident.route.overdue": gettext_noop("Incident %(number)s should have been routed by now."),
        "incident.sign.remind": gettext_noop("Incident %(number)s waits to be signed; the time is running out."),
        "incident.sign.overdue": gettext_noop("Incident %(number)s should have been signed by now."),
        "incident.handle.remind": gettext_noop("Incident %(number)s: the time to handle it is running out."),
        "incident.handle.overdue": gettext_noop("Incident %(number)s should have been handled by now."),
        "incident.handle.supervise": gettext_noop(
            "Incident %(number)s is long overdue; the supervision office follows it up."
        ),
        "incident.check.remind": gettext_noop("Incident %(number)s waits to be checked; the time is running out."),
        "incident.check.overdue": gettext_noop("Incident %(number)s should have been checked by now."),
        "incident.evaluate.remind": gettext_noop(
            "Incident %(number)s waits for the reporter's word; the time is running out."
        ),
        "incident.evaluate.overdue": gettext_noop("Incident %(number)s: the reporter should have been heard by now."),
    }
)

DESK_ROLES = {1: Role.CENTRE, 2: Role.STREET_OPERATOR, 3: Role.COMMUNITY_OPERATOR}


def desk(incident):
    """The operators who hold the matter."""
    return [(DESK_ROLES[incident.desk.level], "grid", incident.desk_id)]


def department(key):
    """The seats of a department: its clerks and its head."""
    return [(Role.CLERK, "department", key), (Role.HEAD, "department", key)]


def checkers(incident):
    """Who checks before closing: the worker of the grid, or the desk."""
    return [(Role.WORKER, "grid", incident.grid_id), *desk(incident)]


def verifiers(incident):
    """Who looks before filing."""
    return [(Role.WORKER, "grid", incident.verify_grid_id)]


def head(incident):
    return [(Role.HEAD, "department", incident.department_id)]


def centre(incident):
    return [(Role.CENTRE, "grid", incident.district_id)]


def supervision_office(incident):
    return [(Role.SUPERVISOR, "grid", incident.district_id)]


def chain(incident):
    """Every level of the grid's chain, for what cannot wait (`domain.md` 2-55)."""
    return [
        (Role.WORKER, "grid", incident.grid_id),
        (Role.COMMUNITY_SECRETARY, "grid", incident.community_id),
        (Role.STREET_OPERATOR, "grid", incident.street_id),
        (Role.PARTY_SECRETARY, "grid", incident.street_id),
        (Role.DIRECTOR, "grid", incident.street_id),
        (Role.CENTRE, "grid", incident.district_id),
    ]


def holders(incident, stage):
    """Whom a stage waits for."""
    if stage in {"sign", "handle", "suspended"} and incident.department_id:
        return department(incident.department_id)
    return LOOKERS.get(stage, desk)(incident)


LOOKERS = {"check": checkers, "verify": lambda incident: [*verifiers(incident), *desk(incident)]}
