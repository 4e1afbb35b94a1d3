"""The leaders' books: one leader for one area at a time, and every visit with the problems it counts."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, F

from grid.models import Post, Role
from whistle.models import Charge, Visit
from whistle.models.leaders import CHARGED


def one_leader_in_charge(at):
    """For a street or community one leader at a time, who held the post of a leader when put there."""
    areas = defaultdict(list)
    for charge in Charge.objects.select_related("grid", "leader").order_by("grid", "since"):
        areas[charge.grid].append(charge)
        if charge.grid.level not in CHARGED:
            yield f"charge {charge.pk}: {charge.grid} is neither a street nor a community"
        if not Post.objects.filter(user=charge.leader_id, role=Role.LEADER).exists():
            yield f"charge {charge.pk}: {charge.leader} never held the post of a leader"
    for area, charges in areas.items():
        for before, after in zip(charges, charges[1:], strict=False):
            if (before.until or date.max) >= after.since:
                yield f"{area}: {before.leader} and {after.leader} are in charge at once from {after.since}"


def visits_counted(at):
    """A visit counts as many problems as it lists."""
    for visit in Visit.objects.annotate(listed=Count("problems")).exclude(listed=F("solved")):
        yield f"visit {visit.pk}: counts {visit.solved} problems and lists {visit.listed}"
