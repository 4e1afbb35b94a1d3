"""What this floor adds to a case's page: its whistles, its slips, the buttons that begin one, the leader in charge."""

from django.urls import reverse
from django.utils import timezone

from grid.models import Incident
from grid.related import adds
from whistle.models import Charge, Supervision, Whistle
from whistle.models.hands import COMMUNITY, STAFF

WHISTLED_FROM = Incident.FLOW["hand_to_whistle"].sources


@adds
def whistles(case, user):
    """The whistles of an incident, and whether this person may begin one."""
    if not isinstance(case, Incident):
        return None
    rows = Whistle.objects.visible_to(user).filter(incident=case).order_by("pk")
    blows, proposes = stands(user, STAFF, case.street_id), stands(user, COMMUNITY, case.community_id)
    begin = (blows or proposes) and case.status in WHISTLED_FROM and f"{reverse('whistle:draft')}?incident={case.pk}"
    return "whistle/_of_incident.html", {"rows": rows, "begin": begin, "proposes": not blows}


def stands(user, roles, ground):
    return any(post.role in roles and post.grid_id == ground for post in user.posts_at())


@adds
def leader_in_charge(case, user):
    """The leader who answers for the community of an incident or whistle, or else for its street."""
    if not isinstance(case, Incident | Whistle):
        return None
    place = case.community or case.street
    nearest = place and Charge.objects.visible_to(user).of_place(place.code, timezone.localdate())
    charge = nearest and nearest.select_related("leader", "grid").first()
    return charge and ("whistle/_answers_for.html", {"charge": charge})


@adds
def slips(case, user):
    """The supervision slips of an incident, and whether this person may put one on file."""
    if not isinstance(case, Incident):
        return None
    rows = Supervision.objects.visible_to(user).filter(incident=case).order_by("pk")
    overseer = Supervision.overseen_by(user)
    may = case.number and overseer and overseer.pk in {case.district_id, case.street_id}
    begin = may and f"{reverse('whistle:found')}?number={case.number}"
    return "whistle/_slips_of_incident.html", {"rows": rows, "begin": begin}
