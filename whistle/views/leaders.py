"""Who answers for which street and community, and the page of one leader."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import takes
from grid.casework.measures import Period
from grid.models import Grid, GridLevel, Incident, Role, User
from whistle import stats
from whistle.filters.visits import VisitFigure
from whistle.forms.leaders import AssignForm, EndForm
from whistle.models import Charge, Visit, Whistle
from whistle.models.leaders import keeps, leaders_of

LATEST = 8


@login_required
@require_safe
def index(request):
    """The areas within sight and who answers for each, with the visits of the year."""
    user, today = request.user, timezone.localdate()
    year, charges = Period.of(Period.Kind.YEAR, today), Charge.objects.visible_to(user).on(today)
    rows = list(charges.select_related("leader", "grid").order_by("grid__code"))
    counts = {column: visits_by(user, year, column) for column in ("street", "community")}
    for charge in rows:
        charge.visits, charge.solved = counts[charge.grid.column].get(charge.grid_id, (0, 0))
        charge.made = urlencode(days_of(year) | {"figure": VisitFigure.MADE, charge.grid.column: charge.grid_id})
    streets = Grid.objects.visible_to(user).active().level(GridLevel.STREET).order_by("code")
    page = {
        "rows": rows,
        "nobody": streets.exclude(pk__in=[charge.grid_id for charge in rows]),
        "year": year,
        "may_assign": user.holds(Role.CENTRE) is not None,
        "may_record": user.holds(Role.CENTRE, Role.LEADER) is not None,
    }
    return render(request, "whistle/leaders.html", page)


def visits_by(user, period, column):
    """{area key: (visits, problems solved)} of the Period within sight."""
    rows = Visit.objects.visible_to(user).within(period).order_by().values_list(f"{column}_id")
    return {key: (n, solved) for key, n, solved in rows.annotate(Count("pk"), Sum("solved"))}


@login_required
@require_safe
def leader(request, pk):
    """One leader: the areas in charge and how they stand, visits, and where they must report in."""
    user, today = request.user, timezone.localdate()
    person = leader_in_sight(user, pk)
    charges = list(Charge.objects.visible_to(user).filter(leader=person).select_related("grid").order_by("grid__code"))
    visits, year = Visit.objects.visible_to(user).filter(leader=person), Period.of(Period.Kind.YEAR, today)
    counted = visits.within(year).aggregate(visits=Count("pk"), problems=Sum("solved", default=0))
    made = days_of(year) | {"figure": VisitFigure.MADE, "leader": person.pk}
    for charge in charges:
        charge.ended = charge.until is not None and charge.until < today
        charge.may_end = keeps(user, charge.grid.code[: GridLevel.DISTRICT.digits]) and not charge.ended
    page = {
        "person": person,
        "charges": charges,
        "figures": standing(user, [charge.grid for charge in charges if not charge.ended], today),
        "visits": visits.select_related("grid", "community", "street", "district")[:LATEST],
        "counted": counted,
        "lists": {name: f"{reverse(f'whistle:{name}')}?{urlencode(made)}" for name in ("visits", "problems")},
        "calls": calls_of(user, person),
        "year": year,
    }
    return render(request, "whistle/leader.html", page)


def leader_in_sight(user, pk):
    """A leader of one's districts, or who was in charge of something within sight; otherwise 404."""
    districts = {post.district_code for post in user.posts_at() if post.sees_territory or post.department_id}
    known = Q(pk__in=leaders_of(districts).values("pk")) | Q(charges__in=Charge.objects.visible_to(user))
    person = User.objects.filter(known, pk=pk).distinct().first()
    if person is None:
        raise Http404
    return person


def days_of(period):
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def standing(user, areas, today):
    """How the streets in charge stand, of the last thirty days: (area, [(number, its list)])."""
    period, now = Period.last_days(30, today), timezone.now()
    streets = [area for area in areas if area.level == GridLevel.STREET]
    blown = stats.blows(Whistle.objects.visible_to(user).filter(street__in=streets), period)
    late = Incident.objects.visible_to(user).overdue(now).filter(street__in=streets).order_by().values_list("street")
    overdue = dict(late.annotate(n=Count("pk")))
    rows = []
    for street in streets:
        told = blown.get(street.pk, stats.Blown())
        cells = [
            (getattr(told, name), listed("whistle:whistles", period, figure=name, street=street.pk))
            for name in ("blown", "closed", "second", "supervised")
        ]
        tab = urlencode({"tab": "overdue", "street": street.code})
        rows.append((street, [*cells, (overdue.get(street.pk, 0), f"{reverse('grid:incidents')}?{tab}")]))
    return rows


def listed(name, period, **more):
    return f"{reverse(name)}?{urlencode(more | days_of(period))}"


def calls_of(user, person):
    """The whistles where this leader must report in, the latest first."""
    rows = Whistle.objects.visible_to(user).filter(leader=person, blown_at__isnull=False)
    return rows.select_related("street").order_by("-report_in_at", "-pk")[:LATEST]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request):
    """Put a leader in charge of a street or community, by the district centre."""
    if not request.user.holds(Role.CENTRE):
        raise PermissionDenied("assign")
    sent = (request.POST,) if request.method == "POST" else ()
    first = {name: request.GET.get(name) for name in ("grid", "leader") if request.GET.get(name, "").isdecimal()}
    form = AssignForm(*sent, user=request.user, initial=first)
    page: dict = {"form": form, "template": "whistle/assign.html"}
    if sent and form.is_valid():
        return takes(request, page, lambda: Charge.assign(by=request.user, **form.said).get_absolute_url())
    return render(request, page["template"], page, status=422 if sent else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Let a charge end, by the district centre."""
    charge = get_object_or_404(Charge.objects.visible_to(request.user).select_related("leader", "grid"), pk=pk)
    if not keeps(request.user, charge.grid.code[: GridLevel.DISTRICT.digits]):
        raise PermissionDenied("end")
    sent = (request.POST,) if request.method == "POST" else ()
    form = EndForm(*sent, user=request.user)
    page: dict = {"form": form, "charge": charge, "template": "whistle/end_charge.html"}

    def act():
        charge.end(by=request.user, **form.said)
        return charge.get_absolute_url()

    if sent and form.is_valid():
        return takes(request, page, act)
    return render(request, page["template"], page, status=422 if sent else 200)
