"""What may open a slip: the alarms of orders, of incidents, and of the level below."""

from grid.casework.clock import Verdict
from grid.casework.sql import update_from
from grid.casework.sweep import ring
from grid.models import GridLevel, IncidentAlarm

from ..order import Order, OrderAlarm
from ..order.flow import RELEASED
from .flow import SupervisionLevel, SupervisionType

PLACE = ("grid_id", "community_id", "street_id", "district")
ORDER_TYPES = {"sign": SupervisionType.SIGN, "report_in": SupervisionType.REPORT_IN}


def first_level(model, alarm, **about):
    """A blue slip (unsaved) for this alarm; a case's own clocks open no other level (kernel 15)."""
    case = alarm.clock.case
    place = {name: getattr(case, name) for name in PLACE}
    return model(
        status=model.FLOW["register"].target, level=SupervisionLevel.BLUE, origin=alarm.origin, cause=alarm.origin,
        overdue_since=alarm.clock.due_at, overseer=case.district, **place, **about,
    )  # fmt: skip


class Orders:
    """Signing, reporting in or handling was late: the department answers, unless it was released meanwhile."""

    @staticmethod
    def alarms(_model):
        rang = OrderAlarm.objects.filter(effect="supervise").exclude(clock__case__status__in=RELEASED)
        return rang.select_related("clock__case__whistle__kind", "clock__case__district")

    @staticmethod
    def slips(model, alarms, _at):
        Order.lock([alarm.clock.case for alarm in alarms])
        pairs = [(alarm, alarm.clock.case) for alarm in alarms]
        # Released while we waited for the lock: nothing follows.
        return [Orders.slip(model, alarm, order) for alarm, order in pairs if order.status not in RELEASED]

    @staticmethod
    def slip(model, alarm, order):
        late = ORDER_TYPES.get(alarm.clock.stage, SupervisionType.HANDLING)
        whistle = order.whistle
        return first_level(
            model, alarm, type=late, order=order, incident_id=whistle.incident_id, department_id=order.department_id,
            title=whistle.title, place=whistle.report_in_place,
        )  # fmt: skip


class Incidents:
    """An incident was handled late: its department answers, or the street whose desk holds it."""

    @staticmethod
    def alarms(_model):
        related = [f"clock__case__{name}" for name in ("desk", "community", "street", "district")]
        return IncidentAlarm.objects.filter(effect="supervise").select_related(*related)

    @staticmethod
    def slips(model, alarms, _at):
        return [Incidents.slip(model, alarm, alarm.clock.case) for alarm in alarms]

    @staticmethod
    def slip(model, alarm, incident):
        department = incident.department_id
        high = incident.desk.level <= GridLevel.STREET
        desk = None if department else incident.desk_id if high else incident.street_id
        return first_level(
            model, alarm, type=SupervisionType.INCIDENT, incident=incident, department_id=department, desk_id=desk,
            title=incident.title, place=incident.place,
        )  # fmt: skip


class LowerLevels:
    """A slip was not replied to in time and its own clock struck: the next level, red being the last."""

    @staticmethod
    def alarms(model):
        alarm_model = model.clocks.rel.related_model.alarms.rel.related_model
        struck = alarm_model.objects.filter(effect="strike:escalate", clock__case__level__lt=SupervisionLevel.RED)
        # From a slip that was withdrawn nothing follows, though its clock struck before.
        matter = [f"clock__case__{name}" for name in ("district", "order__whistle__kind", "incident")]
        return struck.exclude(clock__case__status="withdrawn").select_related(*matter)

    @staticmethod
    def slips(model, alarms, at):
        """The next slips; the clocks of the slips below stop here, late, once what is due on them has rung."""
        model.lock([alarm.clock.case for alarm in alarms])
        ring(model, [alarm.clock.case_id for alarm in alarms], at)
        # Withdrawn while we waited for the lock: nothing follows.
        alarms = [alarm for alarm in alarms if alarm.clock.case.status != "withdrawn"]
        clocks, below = [alarm.clock for alarm in alarms], [alarm.clock.case for alarm in alarms]
        running = model.clocks.rel.related_model.objects.running().filter(pk__in=[clock.pk for clock in clocks])
        running.update(stopped_at=at, alarm_at=None, verdict=Verdict.LATE)
        never = model._meta.get_field("due_at").default
        for slip in below:
            slip.due_at = never
        update_from(model, below, ["due_at"])
        pairs = zip(below, alarms, strict=True)
        return [slip.next_level(alarm.origin, alarm.clock.due_at) for slip, alarm in pairs]


CAUSES = {"order": Orders, "incident": Incidents, "supervision": LowerLevels}
