"""What lies on the desks when the demonstration opens: for every login of the list something to do."""

from datetime import timedelta

from grid.models import TimeLimit

from .incidents import Report
from .twists import TWISTS
from .whistles import Plan, scripts

# The communities whose people stand on the login page, and the departments that serve them.
PLACES = {"增产里": ("chengguan", "zhujian", "zhifa"), "光采": ("paishui", "gongan", "yingji")}
TYPES = {
    "chengguan": ("0113", "0702"),
    "zhujian": ("1502", "0304"),
    "zhifa": ("0101", "0203"),
    "paishui": ("0503", "0506"),
    "gongan": ("1203", "0184"),
    "yingji": ("1106", "1106"),
}
OVERDUE, ANSWERED = ("chengguan", "gongan", "paishui"), ("zhujian", "paishui")
# Type, source, working minutes before the present, and the verb that is left to do.
ON_DESKS = (
    ("0110", "patrol", 10, "accept"),
    ("0503", "hotline", 55, "accept"),
    ("1304", "public", 200, "accept"),
    ("0192", "patrol", 40, "dispatch"),
    ("0702", "app", 100, "dispatch"),
    ("0136", "patrol", 250, "submit_result"),
    ("0112", "patrol", 420, "pass_check"),
    ("0137", "hotline", 500, "pass_check"),
    ("1405", "public", 1400, "evaluate"),
)
# Out of the ordinary, at 增产里: type, source, working hours before the present, the turn it takes, and the verb
# that is left: for the worker, the department's head, the community's desk, the street, another department, the
# district centre and the supervision office.
TURNS = (
    ("0503", "public", 0.6, "verify", "verify"),
    ("0113", "hotline", 13.5, "extend", "endorse_extension"),
    ("0203", "app", 15.5, "extend", "approve_extension"),
    ("0113", "petition", 11, "suspend", "approve_suspension"),
    ("0121", "inspection", 24, "suspend", ""),
    ("0701", "app", 1.5, "send_back", "reroute"),
    ("0111", "patrol", 0.7, "report_up", "accept_above"),
    ("0702", "public", 3, "talk", "answer"),
    ("0137", "app", 2.5, "rework", "submit_again"),
    ("0192", "hotline", 30, "contest", "order_again"),
    ("0192", "hotline", 17, "granted", "review_appeal"),
    ("0137", "hotline", 25, "granted", "decide_appeal"),
)
FRESH = timedelta(minutes=4)  # a gas leak that has just been reported
# Row of whistles.csv, how its departments behave, working hours before the present, hours from blow to the
# set time, the verb that is left to do, and the turn it takes.
WHISTLES = {
    "增产里": (
        (5, ("good",), 1.5, 0, "blow"),
        (10, ("good",), 0.5, 0, "blow"),
        (0, ("good",), 1.2, 9, "sign"),
        (4, ("good",), 4, 5.5, "report_in"),
        (3, ("good",), 7, 5, "confirm_attendance"),
        (6, ("good",), 30, 5, "reply"),
        (1, ("good",), 30, 6, "confirm_result"),
        (7, ("good", "slow"), 110, 6, "rate"),
        (2, ("never", "good"), 10, 8, ""),
        (9, ("stubborn", "good"), 170, 6, ""),
        (8, ("good",), 2, 0, "take_up", "propose"),
        (1, ("good",), 2, 9, "uphold_objection", "object"),
        (5, ("good",), 12, 6, "approve_extension", "extension"),
        (6, ("good",), 12, 6, "approve_suspension", "suspension"),
        (7, ("good",), 40, 6, "", "suspend"),
        (4, ("good",), 16, 6, "rule_attendance", "dispute"),
        (0, ("stubborn", "good"), 90, 6, "leader_report_in", "again"),
        (2, ("stubborn",), 130, 6, "blow_again", "again"),
    ),
    "光采": (
        (11, ("good",), 0.5, 0, "blow"),
        (13, ("good",), 30, 0, "rate"),
        (7, ("good",), 1.5, 8, "sign"),
        (8, ("late_sign", "good"), 8, 12, "report_in"),
        (4, ("late",), 90, 6, "confirm_result"),
    ),
}


def plans(now, world):
    """The Reports and Plans of the present, in the order in which they begin."""
    found = []
    for name, codes in PLACES.items():
        community = world.community(name)
        found += [desk_report(row, community, now, world) for row in ON_DESKS]
        for code in codes:
            found += department_reports(code, community, now, world)
        found += [whistle(row, community, now, world) for row in WHISTLES[name]]
    found += [turn(row, world.community("增产里"), now, world) for row in TURNS]
    found.append(emergency(world.community("增产里"), now, world))
    return sorted(found, key=lambda plan: plan.begins)


def desk_report(row, community, now, world):
    code, source, minutes, until = row
    begins = world.calendar.retreat(now, timedelta(minutes=minutes), "working_hour")
    # What is to be checked lies in the grid of the worker who stands on the login page.
    grid = world.base_of(community, 1 if until == "pass_check" else minutes // 5)
    return Report(grid, world.types[code], source, begins, until=until, brisk=True)


def turn(row, community, now, world):
    code, source, hours, twist, until = row
    begins = world.calendar.retreat(now, timedelta(hours=hours), "working_hour")
    late = TWISTS[twist].handling
    return Report(
        world.base_of(community), world.types[code], source, begins, until=until, brisk=True, twist=twist, handling=late
    )


def emergency(community, now, world):
    gas = world.types["0502"]
    return Report(world.base_of(community, 2), gas, "public", now - FRESH, urgency="critical", until="accept")


def department_reports(code, community, now, world):
    """For a department: one to sign, one nearly due; for some one under supervision, or one answered."""
    first, second = (world.types[each] for each in TYPES[code])
    grid, soon = world.base_of(community, len(code)), world.calendar.retreat(now, timedelta(minutes=45), "working_hour")
    found = [Report(grid, first, "patrol", soon, until="sign", brisk=True)]
    waiting = [(first, 0.85)] + [(second, 1.6)] * (code in OVERDUE)
    for kind, share in waiting:
        found.append(Report(grid, kind, "hotline", back(kind, share, now, world), until="submit_result", brisk=True))
    return found + [answered(grid, second, now, world)] * (code in ANSWERED)


def answered(grid, kind, now, world):
    """Handled far too late; the department has replied to the slip, the supervision office has still to verify."""
    begins = world.calendar.retreat(back(kind, 1.8, now, world), timedelta(hours=17), "working_hour")
    return Report(grid, kind, "petition", begins, until="verify", brisk=True, handling=1.7)


def back(kind, share, now, world):
    """When a matter of this type was reported of whose handling limit `share` has passed by now."""
    limit = TimeLimit.objects.limit_for("incident", "handle", kind.urgency, kind)
    span = world.calendar.span(limit.amount, limit.unit) * share
    return world.calendar.retreat(now, span, limit.unit) - timedelta(minutes=20)


def whistle(row, community, now, world):
    number, courses, hours, ahead, until, *twist = row
    begins = world.calendar.retreat(now, timedelta(hours=hours), "working_hour")
    return Plan(scripts()[number], community, begins, courses, until=until, hours=ahead, twist="".join(twist))
