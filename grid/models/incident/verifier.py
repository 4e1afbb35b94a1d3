"""Which worker looks first: that of the grid, or the nearest one of the street who has no gap to fill."""

from django.db.models import F
from django.db.models.functions import Power
from django.utils import timezone

from ..people import Post, Role
from ..territory import Boundary


def verifier_grid(incident, at=None):
    """The base grid whose worker verifies: the incident's own, or the nearest of its street with a worker in post.

    Nearest is measured between the middles of the grids; without any worker the incident's own grid
    is named, whose post is then known to be vacant.
    """
    moment = at or timezone.now()
    posted = Post.objects.active(moment).filter(role=Role.WORKER)
    if posted.filter(grid=incident.grid_id).exists():
        return incident.grid
    here = Boundary.objects.filter(grid=incident.grid_id).first()
    manned = Boundary.objects.filter(grid__code__startswith=incident.street.code, grid__in=posted.values("grid"))
    if here is None or not manned.exists():
        return incident.grid
    across = Power(F("min_lng") + F("max_lng") - here.min_lng - here.max_lng, 2)
    along = Power(F("min_lat") + F("max_lat") - here.min_lat - here.max_lat, 2)
    # A degree of longitude is shorter than one of latitude: at 39° north by about 0.6 when squared.
    nearest = manned.annotate(apart=across * 0.6 + along).order_by("apart", "grid__code")
    return nearest.select_related("grid").first().grid
