"""The figures of whistles (`domain.md` 5.2): by street how they blew, by department how they answered."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grid import stats as incident_stats
from grid.models import Department, Grid, Incident
from portal.grounds import ground_of
from portal.links import Links
from portal.periods import YearForm
from portal.tiles import Tile
from whistle import stats
from whistle.models import Order, Whistle
from whistle.stats import Answers, Blown

BLOWN = ("blown", "closed", "second", "supervised", "unreminded")
ANSWERED = (
    "dispatched", "reminded", "signed_in_time", "answered", "due", "came", "on_time", "to_finish", "finished_in_time",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A line of a table: whose it is, its figures, and every count with the list behind it."""

    name: str
    figures: Blown | Answers
    cells: dict
    per_thousand: object = None


@login_required
@require_safe
def figures(request):
    """What is counted of whistles and orders within one's sight; each number opens as many rows."""
    if ground_of(request.user) is None:
        raise PermissionDenied("whistle_figures")
    form = YearForm(request.GET)
    status = 200 if form.is_valid() else 422
    page = board(request.user, form.period, timezone.now())
    return render(request, "portal/whistle_figures.html", page | {"form": form}, status=status)


def board(user, period, now):
    """Everything on the page: half a dozen questions, whatever there is to count."""
    links = Links(period)
    blows = stats.blows(Whistle.objects.visible_to(user), period)
    answers = stats.answers(Order.objects.visible_to(user), period, now)
    whole, answered = sum(blows.values(), Blown()), sum(answers.values(), Answers())
    return {
        "period": period,
        "tiles": [*of_whistles(whole, links), *of_orders(answered, links)],
        "streets": streets(user, blows, period, links),
        "departments": departments(answers, links),
    }


def streets(user, blows, period, links):
    """A row for each street that blew; whistles per 1,000 accepted incidents are shown, never ranked."""
    accepted = incident_stats.accepted_by(Incident.objects.visible_to(user), period, "street")
    rows = []
    for street in Grid.objects.filter(pk__in=list(blows)).order_by("code"):
        told = blows[street.pk]
        cells = {name: (getattr(told, name), links.whistles(name, street=street.pk)) for name in BLOWN}
        rows.append(Row(street.name, told, cells, stats.per_thousand(told.blown, accepted.get(street.pk, 0))))
    return rows


def departments(answers, links):
    """A row for each department called, due or done in the period, by name."""
    return [
        Row(
            each.label, told, {name: (getattr(told, name), links.orders(name, department=each.pk)) for name in ANSWERED}
        )
        for each in Department.objects.filter(pk__in=list(answers))
        if (told := answers[each.pk])
    ]


def of_whistles(told, links):
    """Tiles of what streets did."""

    def part(words, name):
        return words, getattr(told, name), links.whistles(name)

    blown = part(_("of those blown"), "blown")
    return [
        Tile(_("Whistles blown"), told.blown, "whistle", links.whistles("blown"),
             parts=(part(_("second and later"), "second"),)),
        Tile(_("Closed, cumulative"), told.closing, "circle-check", parts=(part(_("closed"), "closed"), blown)),
        Tile(_("Second whistle rate"), told.seconds, "arrow-back-up",
             parts=(part(_("second and later"), "second"), blown)),
        Tile(_("Supervision rate"), told.supervision, "gavel",
             parts=(part(_("under supervision"), "supervised"), blown)),
        Tile(_("Closed without a reminder"), told.unprompted, "thumb-up",
             parts=(part(_("without a reminder"), "unreminded"), part(_("of closed"), "closed"))),
        Tile(_("Mean days to the close"), "—" if told.mean_days is None else told.mean_days, "calendar",
             parts=(part(_("closed"), "closed"),)),
    ]  # fmt: skip


def of_orders(told, links):
    """Tiles of what departments did."""
    kinds = {
        "signing": (_("Signed in time"), "signature", "signed_in_time", "dispatched"),
        "response": (_("Response rate"), "check", "answered", "dispatched"),
        "attendance": (_("Attendance rate"), "users", "came", "due"),
        "punctuality": (_("Reported in on time"), "user-check", "on_time", "due"),
        "completion": (_("Finished in time"), "clock", "finished_in_time", "to_finish"),
    }
    return [
        Tile(label, told.rates[rate], icon, parts=(
            ("", getattr(told, part), links.orders(part)), (_("of"), getattr(told, whole), links.orders(whole)),
        ))
        for rate, (label, icon, part, whole) in kinds.items()
    ]  # fmt: skip
