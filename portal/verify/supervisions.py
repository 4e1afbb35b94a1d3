"""Alarms that supervise: each has its supervision, and no supervision came from nowhere."""

from grid.models import Incident
from whistle.models import Order, Supervision

from .clocks import PATIENCE
from .kinds import related


def every_alarm_registered(at):
    """One supervision for every alarm that opens one, three minutes after it rang at the latest."""
    origins = set(Supervision.objects.exclude(origin=None).values_list("origin", flat=True))
    # Rung 0 stands for the level that the supervision office opened by hand.
    clocks = related(Supervision, "clocks").objects.values_list("pk", "cycle")
    known = {f"{Supervision.KIND}/{clock}/{cycle}/0" for clock, cycle in clocks}
    for model, effect in ((Incident, "supervise"), (Order, "supervise"), (Supervision, "strike:escalate")):
        alarms = related(related(model, "clocks"), "alarms").objects.filter(effect=effect)
        for clock, cycle, rung, rang_at in alarms.values_list("clock_id", "cycle", "rung", "rang_at"):
            origin = f"{model.KIND}/{clock}/{cycle}/{rung}"
            known.add(origin)
            if origin not in origins and rang_at < at - PATIENCE:
                yield f"{origin}: rang at {rang_at} and has no supervision"
    for origin in sorted(origins - known):
        yield f"a supervision names the alarm {origin}, which never rang"
