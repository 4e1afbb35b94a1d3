"""The working calendar of a year, and declaring what was decided otherwise than the week."""

import calendar as almanac
from datetime import date

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.access import takes
from grid.casework.lists import page_of
from grid.casework.recount import kinds
from grid.casework.sql import database_now
from grid.forms.calendar import DeclareForm, HoursForm
from grid.models import CalendarDay, Recomputation, RuleChange, calendar_alarm, calendar_now
from grid.models.recomputation import HOURS, preview
from grid.models.stages import KINDS
from grid.naming import in_language
from grid.rules import KEEPER, keeps, reads, spoken

FORM, HOURS_FORM = "grid/declare.html", "grid/hours.html"
FIRST, LAST = 2000, 2199


@login_required
@require_safe
def index(request):
    """A year of days (`?year=2026`): worked, off, and why; what was declared, and what it moved."""
    reads(request.user)
    today = timezone.localdate()
    said = request.GET.get("year", "")
    year = min(max(int(said), FIRST), LAST) if said.isascii() and said.isdigit() and len(said) < 5 else today.year
    known = calendar_now()
    page = {
        "year": year, "months": months(known, year, today), "sessions": known.sessions, "alarm": calendar_alarm(today),
        "known": known.covers(year), "holidays": holidays(year), "may_edit": bool(request.user.holds(KEEPER)),
        "recounts": Recomputation.objects.select_related("by")[:20],
        "changes": named(spoken(RuleChange.objects.about("calendar")[:30])),
    }  # fmt: skip
    return render(request, "grid/calendar.html", page)


def months(known, year, today):
    """[(first day, weeks)] of a year; a week is seven of (date or None, kind, name)."""
    weeks = almanac.Calendar(firstweekday=0).monthdatescalendar
    return [
        (date(year, month, 1), [[cell(known, day, month, today) for day in week] for week in weeks(year, month)])
        for month in range(1, 13)
    ]


def cell(known, day, month, today):
    """(date or None, words for its look, name): off and worked are only said where the week says otherwise."""
    if day.month != month:
        return None, "", ""
    told, weekend = known.days.get(day), day.weekday() > 4
    kind = ("worked" if told.is_working else "off") if told else "weekend" if weekend else ""
    return day, f"{kind} today" if day == today else kind, in_language(told.name, told.name_en) if told else ""


def holidays(year):
    """[(name, first, last, how many)] of the days off with a name, in their order."""
    found: dict[str, list] = {}
    for row in CalendarDay.objects.filter(date__year=year, is_working=False):
        found.setdefault(in_language(row.name, row.name_en), []).append(row.date)
    return [(name, days[0], days[-1], len(days)) for name, days in found.items()]


def named(changes):
    for change in changes:
        change.what = _("Working hours") if change.ref == HOURS else change.ref
    return changes


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request):
    """A day off or worked: first what it would move, then, once confirmed, so it is."""
    post = keeps(request.user)
    form = DeclareForm(*([request.POST] if request.method == "POST" else []), user=request.user, post=post)
    return tried(request, form, FORM)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request):
    """Other working hours on every working day: likewise shown first, then confirmed."""
    post = keeps(request.user)
    form = HoursForm(*([request.POST] if request.method == "POST" else []), user=request.user, post=post)
    return tried(request, form, HOURS_FORM)


def tried(request, form, template):
    """The form of a changed calendar; valid it shows what would move, and confirmed it does."""
    page = {"form": form, "template": template}
    if request.method != "POST" or not form.is_valid():
        return render(request, template, page, status=422 if request.method == "POST" else 200)
    if "confirm" in request.POST:
        return takes(request, page, form.save)
    moved = preview(form.calendar(), database_now())
    page |= {"moved": labelled(moved), "total": sum(count for *_clock, count, _shift in moved), "tried": True}
    return render(request, template, page)


def labelled(rows):
    """Rows that begin with (kind, stage), with both in words."""
    return [(KINDS[kind].label, KINDS[kind].stage_label(stage), *rest) for kind, stage, *rest in rows if kind in KINDS]


def seen_cases(user, clocks):
    """{(kind, key): case} of the cases of these clocks that the person may open."""
    held = {model: {clock.case for clock in clocks if clock.kind == model.KIND} for model in kinds()}
    return {
        (model.KIND, case.pk): case
        for model, keys in held.items() if keys
        for case in model.objects.visible_to(user).filter(pk__in=keys)
    }  # fmt: skip


@login_required
@require_safe
def recomputation(request, pk):
    """What a change of the calendar moved: how many clocks of which stages, and each with its two dates."""
    reads(request.user)
    row = get_object_or_404(Recomputation.objects.select_related("by", "post__grid"), pk=pk)
    page = page_of(request, row.clocks.all(), size=50)
    seen = seen_cases(request.user, page.rows)
    for clock in page.rows:
        clock.seen = seen.get((clock.kind, clock.case))
        clock.words = " · ".join(map(str, labelled([(clock.kind, clock.stage)])[0])) if clock.kind in KINDS else clock
    return render(request, "grid/recomputation.html", {"row": row, "page": page, "counted": labelled(row.counted())})
