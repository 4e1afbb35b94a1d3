"""Ground and numbers: places lie within each other, posts stand on the level of their role."""

import re

from django.db.models import F, Q

from grid.models import GridLevel, Post, Role

from .kinds import kinds

NUMBER = re.compile(r"[A-Z]\d{6}-\d{4}-\d{7}(-\d{2})?")
LEVELS = {
    GridLevel.BASE: {Role.WORKER},
    GridLevel.COMMUNITY: {Role.COMMUNITY_SECRETARY, Role.COMMUNITY_OPERATOR},
    GridLevel.STREET: {Role.STREET_OPERATOR, Role.PARTY_SECRETARY, Role.DIRECTOR},
}


def on_their_ground(at):
    """Grid lies in community, community in street, street in district; posts on their level."""
    for model in kinds():
        for lower, upper in (("grid", "community"), ("community", "street"), ("street", "district")):
            placed = model._base_manager.exclude(**{lower: None})
            astray = placed.exclude(**{f"{lower}__parent_id": F(f"{upper}__code")})
            for case in astray:
                yield f"{model.KIND} {case.pk} ({case}): its {lower} does not lie in its {upper}"
    for level, roles in LEVELS.items():
        for post in Post.objects.filter(Q(role__in=roles) & ~Q(grid__level=level)).select_related("grid"):
            yield f"post {post.pk}: {post.role} on {post.grid} of level {post.grid.level}"


def numbers_given(at):
    """Whatever left its draft has a number of the house's form."""
    for model in kinds():
        for key, number in model._base_manager.exclude(number=None).values_list("pk", "number"):
            if not NUMBER.fullmatch(number):
                yield f"{model.KIND} {key}: number {number!r}"
