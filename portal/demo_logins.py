"""The people of the demonstration, by role, for the one-click list on its login page."""

from itertools import groupby

from django.conf import settings
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from grid.models import Post, Role
from portal.demo.cast import PASSWORD

EACH = 3  # of the many people of a role, so many stand on the page


def demo():
    """What the login page needs besides: demo_logins [(role label, [post, …]), …] and demo_password.

    Both only in the demonstration; elsewhere nothing.
    """
    if not settings.DEMO:
        return {}
    nth = Window(RowNumber(), partition_by=F("role"), order_by="user_id")
    posts = Post.objects.active().filter(user__is_active=True).exclude(role=Role.CHANNEL).annotate(nth=nth)
    few = posts.filter(nth__lte=EACH).select_related("user", "grid", "department")
    rows = sorted(few, key=lambda post: (Role.values.index(post.role), post.nth))
    logins = [(label, list(group)) for label, group in groupby(rows, key=lambda post: post.get_role_display())]
    return {"demo_logins": logins, "demo_password": PASSWORD}
