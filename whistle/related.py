"""What this floor adds to an incident's page: its whistles, and the button that begins one."""

from django.urls import reverse

from grid.models import Incident
from grid.related import adds
from whistle.models import Whistle
from whistle.models.hands import STAFF

WHISTLED_FROM = Incident.FLOW["hand_to_whistle"].sources


@adds
def whistles(case, user):
    """The whistles of an incident, and whether this person may begin one."""
    if not isinstance(case, Incident):
        return None
    rows = Whistle.objects.visible_to(user).filter(incident=case).order_by("pk")
    staff = any(post.role in STAFF and post.grid_id == case.street_id for post in user.posts_at())
    begin = staff and case.status in WHISTLED_FROM and f"{reverse('whistle:draft')}?incident={case.pk}"
    return "whistle/_of_incident.html", {"rows": rows, "begin": begin}
