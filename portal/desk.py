"""My desk: what waits for my hand across the house, most urgent first, and what the day brings."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, IntegerField, Value, When, Window
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from grid.casework.measures import Period
from grid.models import GridLevel, Incident, Role, calendar_alarm
from portal import menu
from portal.links import Links
from portal.posts import shows
from portal.waiting import KINDS, Kind
from whistle import stats as whistle_stats
from whistle.models import AssessmentScheme, Charge, Vote, Whistle
from whistle.models.assessment.scores import bounds, quarter_of
from whistle.models.hands import BLOWERS, STAFF

SHOWN = 50  # rows of a kind; the list behind the number shows all of them
OWN = 5
KEEPERS = (Role.SYSTEM_ADMIN, Role.SUPERVISOR, Role.CENTRE)  # who must know that a year's days off are missing
REPORT_INS = frozenset({*STAFF, Role.CLERK, Role.HEAD})


@dataclass(frozen=True)
class Group:
    """What waits of one kind: `rows` at most SHOWN of `count`, `url` the list of all."""

    kind: Kind
    rows: list
    count: int

    @property
    def label(self) -> str | Promise:
        return self.kind.label

    @property
    def url(self):
        return self.kind.url


@login_required
@require_safe
def desk(request):
    """What waits for this person, today's report-ins, drafts and own reports."""
    user, now = request.user, timezone.now()
    groups = [waiting(kind, user) for kind in KINDS if kind.concerns(user)]
    page = {
        "now": now,
        "groups": [group for group in groups if group.count],
        "total": sum(group.count for group in groups),
        "rows": sorted((row for group in groups for row in group.rows), key=lambda row: (row.haste, row.due_at)),
        "report_ins": report_ins(user, now),
        "drafts": drafts(user),
        "own": own_reports(user),
        "charges": charges(user, now),
        "reports": user.holds(Role.WORKER) is not None,
        "vote_until": vote_until(user, now),
        "shows": shows(user),
        "alarm": calendar_alarm(timezone.localdate(now)) if user.holds(*KEEPERS) else None,
        "file_url": menu.file_url(request),
    }
    return render(request, "portal/desk.html", page)


def waiting(kind, user):
    """The group of a kind of case, each row with its `haste` (0 first), next `moves` and the kind's words."""
    haste = Case(*[When(then=Value(no), **when) for no, when in enumerate(kind.urgent)], default=Value(9))
    rows = kind.model.objects.visible_to(user).waiting_for(user).annotate(
        haste=haste, in_all=Window(Count("pk"), output_field=IntegerField())
    )  # fmt: skip
    rows = rows.select_related(*kind.related).prefetch_related(*kind.beside)
    rows = list(rows.order_by("haste", "due_at", "pk")[:SHOWN])
    for row in rows:
        row.sort, row.moves = kind, next_moves(row, user)
    return Group(kind, rows, rows[0].in_all if rows else 0)


def next_moves(case, user):
    """(address, label, tone) of the verbs for which this case waits on this person's desk.

    That it waits here has been asked already, so a status with one such verb needs no second look.
    """
    ways = [move for move in case.FLOW.human() if move.waits and case.status in move.sources]
    if len(ways) > 1:
        alike = len({move.hands for move in ways}) == 1  # then all of them are this person's
        ways = [move for move in ways if (alike or case.allows(move.verb, user)) and case.is_ready_for(move.verb)]
    return [(f"{case.get_absolute_url()}{move.verb}/", move.label, move.tone) for move in ways]


def report_ins(user, now):
    """Whistles within sight whose agreed time on the spot is today or tomorrow; None for other posts."""
    if not user.holds(*REPORT_INS):
        return None
    today = timezone.localdate(now)
    days = Period(today, today + timedelta(days=1))
    called = Whistle.objects.visible_to(user).open().exclude(status="draft").with_progress()
    near = called.filter(report_in_at__gte=days.start, report_in_at__lt=days.end)
    return list(near.select_related("street", "lead").order_by("report_in_at", "pk")[:SHOWN])


def drafts(user):
    """The person's own whistles not yet blown; None for posts that draft none, or to whom drafts come to be blown."""
    if not user.holds(*STAFF) or user.holds(*BLOWERS):
        return None
    mine = Whistle.objects.visible_to(user).filter(status="draft", author=user)
    return list(mine.select_related("street").order_by("-created_at", "-pk")[:SHOWN])


def charges(user, now):
    """The streets in a leader's charge, each with its second whistles of the year and their list; None for others."""
    if not user.holds(Role.LEADER):
        return None
    today = timezone.localdate(now)
    mine = Charge.objects.visible_to(user).on(today).filter(leader=user, grid__level=GridLevel.STREET)
    streets, year = [charge.grid for charge in mine.select_related("grid")], Period.of(Period.Kind.YEAR, today)
    blown, links = whistle_stats.blows(Whistle.objects.visible_to(user).filter(street__in=streets), year), Links(year)
    told = [(street, blown.get(street.pk, whistle_stats.Blown()).second) for street in streets]
    return [(street, second, links.whistles("second", street=street.pk)) for street, second in told]


def vote_until(user, now):
    """When the quarter ends in which this person's street has not voted about the departments yet; else None."""
    post = user.holds(*BLOWERS)
    year, quarter = quarter_of(now)
    if not post or Vote.objects.filter(street=post.grid_id, year=year, quarter=quarter).exists():
        return None
    scheme = AssessmentScheme.objects.filter(district__code=post.district_code, year=year, vote_share__gt=0)
    return bounds(year, quarter)[1] if scheme.exists() else None


def own_reports(user):
    """The last reports of a worker; None for others."""
    if not user.holds(Role.WORKER):
        return None
    mine = Incident.objects.visible_to(user).filter(author=user)
    return list(mine.select_related("category", "community").order_by("-pk")[:OWN])
