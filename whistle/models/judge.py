"""Who judges a whistle: its blower, or the street once the blower holds neither of the two posts any more."""

from django.db.models import Exists, OuterRef, Q

from grid.models import Post

from .hands import BLOWERS


def in_office(user, street):
    """Active posts by which `user` may blow in `street` (query expressions of an outer row)."""
    return Post.objects.active().filter(user=user, grid=street, role__in=BLOWERS)


def judged(post, path=""):
    """The condition under which the holder of `post` judges; `path` leads from the row to the whistle."""
    left = ~Exists(in_office(OuterRef(f"{path}blower"), OuterRef(f"{path}street")))
    return Q(**{f"{path}blower": post.user_id}) | (Q(**{f"{path}street": post.grid_id}) & left)
