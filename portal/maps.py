"""The map of one's ground and the card of an area; outlines are served once and kept by the browser."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from grid.maps import ILLUSTRATIVE, boundaries
from grid.models import Grid, GridLevel, Incident, Post, Role
from grid.models.calendar import CalendarVersion
from portal.grounds import ground_of
from portal.links import Links
from portal.periods import PeriodForm

POINTS = 500
LISTED = 12
CHIEFS = frozenset({Role.PARTY_SECRETARY, Role.DIRECTOR, Role.COMMUNITY_SECRETARY})


def areas_url(area, level):
    """Where the outlines of a level within an area are; the address changes with the ground."""
    return reverse("areas", args=[area.code, int(level), CalendarVersion.number_of("ground")])


@login_required
@require_safe
def areas(request, code, level, version):
    """The outlines of a level within an area in sight, as GeoJSON kept for ever under its version."""
    area = get_object_or_404(Grid.objects.visible_to(request.user), code=code)
    if not Grid.objects.visible_to(request.user).within(area).level(level).exists():
        raise Http404
    answer = JsonResponse(boundaries(level, within=area))
    fresh = version == CalendarVersion.number_of("ground")
    answer["Cache-Control"] = "private, max-age=31536000, immutable" if fresh else "no-store"
    return answer


@login_required
@require_safe
def ground_map(request):
    """Open incidents on the reader's ground, as points and as a list."""
    ground = ground_of(request.user)
    if ground is None:
        raise PermissionDenied("map")
    now, asked = timezone.now(), request.GET.get("level", "")
    level = next((each for each in ground.levels if asked == str(each.value)), ground.below)
    cases = Incident.objects.visible_to(request.user).open().exclude(lng=None)
    cases = list(cases.select_related("category", "community", "street").order_by("due_at", "pk")[:POINTS])
    page = {
        "ground": ground, "level": level, "now": now, "note": ILLUSTRATIVE, "most": POINTS, "cases": cases[:LISTED],
        "points": [point(case, now) for case in cases], "layer": areas_url(ground.area, level),
        "outline": areas_url(ground.area, ground.area.level), "all": cases,
    }  # fmt: skip
    return render(request, "portal/map.html", page)


def point(case, now):
    """An incident on the map; red is what is overdue."""
    waits = case.status in {"reported", "accepted", "dispatched"}
    lines = [str(case.category), f"{case.street} {case.community}", case.get_status_display()]
    if case.has_due:
        lines.append(date_format(timezone.localtime(case.due_at), "Y-m-d H:i"))
    tone = "late" if case.is_overdue(now) else "wait" if waits else ""
    return {
        "lat": case.lat, "lng": case.lng, "label": case.title, "url": case.get_absolute_url(), "tone": tone,
        "lines": lines,
    }  # fmt: skip


@login_required
@require_safe
def grid_card(request, code):
    """Who works on an area and what is open there; the areas below it likewise."""
    area = get_object_or_404(Grid.objects.visible_to(request.user), code=code)
    now = timezone.now()
    open_here = Incident.objects.visible_to(request.user).open().filter(**{area.column: area})
    counted = {"open": Count("pk"), "overdue": Count("pk", filter=Q(due_at__lt=now))}
    links = Links(PeriodForm({}).period)
    page = {
        "area": area,
        "above": list(Grid.objects.visible_to(request.user).filter(code__in=codes_above(code)).order_by("code")),
        "posts": staff(area),
        "counts": open_here.aggregate(**counted),
        "open_url": links.incidents("open", **{area.column: area.code}),
        "overdue_url": links.incidents("overdue", **{area.column: area.code}),
        "children": children(request.user, area, open_here, counted, links),
        "below": GridLevel(area.level + 1) if area.level < GridLevel.BASE else None,
        "outline": areas_url(area, area.level),
        "note": ILLUSTRATIVE,
    }
    return render(request, "portal/grid_card.html", page)


def codes_above(code):
    return [code[: level.digits] for level in GridLevel if level.digits < len(code)]


def staff(area):
    """Who holds a post here, and for a base grid the secretary of its community: chiefs first, then workers."""
    grounds = [area.code, area.parent_id] if area.level == GridLevel.BASE else [area.code]
    posts = Post.objects.active().filter(grid__code__in=grounds).exclude(role=Role.CHANNEL)
    posts = posts.filter(Q(grid=area) | Q(role=Role.COMMUNITY_SECRETARY)).select_related("user", "grid")
    return sorted(posts, key=lambda post: (post.role not in CHIEFS, Role.values.index(post.role), post.pk))


def children(user, area, open_here, counted, links):
    """(area below, (open, its list), (overdue, its list)) of what is in force and in sight."""
    if area.level == GridLevel.BASE:
        return []
    below = Grid.objects.visible_to(user).filter(parent=area).active().order_by("code")
    column = {2: "street", 3: "community", 4: "grid"}[area.level + 1]
    counts = {row.pop(column): row for row in open_here.order_by().values(column).annotate(**counted)}
    rows = []
    for each in below:
        here = counts.get(each.pk, {"open": 0, "overdue": 0})
        rows.append((each, *((here[name], links.incidents(name, **{column: each.code})) for name in counted)))
    return rows
