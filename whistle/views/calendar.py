"""The calendar of report-ins: by week and month, as a file, and as an address that a phone subscribes to."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grid.casework.measures import Period
from grid.maps import ILLUSTRATIVE
from grid.turnstile import HOUR, Turnstile
from whistle import ical
from whistle.forms.calendar import CalendarForm
from whistle.models import CalendarFeed
from whistle.report_ins import ReportIn, report_ins

# What a subscription shows: the last and the next days.
BEHIND, AHEAD = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True)
class Day:
    """One day of the sheet; `outside` of the month shown."""

    date: object
    entries: list[ReportIn]
    outside: bool
    today: bool


class FeedTurnstile(Turnstile):
    """How often one calendar is read in an hour, from wherever."""

    def key(self, request):
        return f"turnstile/{self.name}/{timezone.now():%Y%m%d%H}/{request.feed.token_hash}"


READS = FeedTurnstile("calendar", "CALENDAR_READS_PER_HOUR")
GUESSES = Turnstile("calendar-guess", "PUBLIC_GUESSES_PER_HOUR")


@login_required
@require_safe
def calendar(request):
    """Who is to be where and when: the reader's report-ins day by day, and on the map."""
    form = CalendarForm(request.GET)
    status = 200 if form.is_valid() else 422
    entries, today = report_ins(request.user, form.period), timezone.localdate()
    page = {
        "form": form,
        "period": form.period,
        "weeks": [[day_of(date, entries, form, today) for date in week] for week in form.sheet],
        "total": len(entries),
        "points": [pin for entry in entries if (pin := entry.pin)],
        "outline": outline_of(request.user),
        "note": ILLUSTRATIVE,
    }
    return render(request, "whistle/calendar.html", page, status=status)


def day_of(date, entries, form, today):
    here = [entry for entry in entries if timezone.localdate(entry.at) == date]
    return Day(date, here, date not in form.period.dates(), date == today)


def outline_of(user):
    """Where the border of the reader's district is."""
    post = user.main_post
    return reverse("grid:outline", args=[post.district_code]) if post else ""


@login_required
@require_safe
def calendar_file(request):
    """The days shown, as a file for any calendar."""
    form = CalendarForm(request.GET)
    form.is_valid()
    answer = as_calendar(request, request.user, form.period)
    name = f"report-ins-{form.period.first}-{form.period.last}.ics"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_calendar(request, user, period):
    entries = report_ins(user, period, request.build_absolute_uri)
    said = ical.calendar(_("Report-ins"), entries, timezone.now())
    return HttpResponse(said.encode(), content_type="text/calendar; charset=utf-8")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request):
    """Whether one's calendar may be subscribed to; a new address is shown once, in the answer that made it."""
    address = ""
    if request.method == "POST" and request.POST.get("act") == "revoke":
        CalendarFeed.revoke(request.user)
        return redirect("whistle:subscription")
    if request.method == "POST":
        path = reverse("whistle:feed", args=[CalendarFeed.open(request.user)])
        address = request.build_absolute_uri(path)
    feed = CalendarFeed.objects.filter(user=request.user).first()
    page = {"feed": feed, "address": address, "reads": settings.CALENDAR_READS_PER_HOUR, "ahead": AHEAD.days}
    return render(request, "whistle/subscription.html", page)


@require_safe
def feed(request, token):
    """One person's report-ins for whoever knows the secret address: no login, nothing but what the calendar needs."""
    if not GUESSES.is_open(request):
        return busy()
    request.feed = CalendarFeed.find(token)
    if request.feed is None:
        GUESSES.knock(request)
        raise Http404
    if not READS.knock(request):
        return busy()
    today = timezone.localdate()
    return as_calendar(request, request.feed.user, Period(today - BEHIND, today + AHEAD))


def busy():
    return HttpResponse(status=429, headers={"Retry-After": str(HOUR)}, content_type="text/plain")
