"""The people of the demonstration, by role, for the one-click list on its login page."""

from itertools import groupby

from django.conf import settings

from grid.models import Post, Role

# The demonstration's people share one password; there is no such thing elsewhere.
PASSWORD = "GridWhistle-2026"


def demo_logins():
    """[(role label, [post, …]), …] in the order of the roles; empty outside the demonstration."""
    if not settings.DEMO:
        return []
    posts = Post.objects.active().filter(user__is_active=True).exclude(role=Role.CHANNEL)
    rows = sorted(posts.select_related("user", "grid", "department"), key=lambda post: Role.values.index(post.role))
    return [(label, list(group)) for label, group in groupby(rows, key=lambda post: post.get_role_display())]
