"""What the frame around every page says: the menu of this person's posts, the phone's tabs, the bell."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from grid.hot import WATCHERS
from grid.models import Incident, Notice, Prompt, Role
from grid.models.incident.flow import FILERS
from grid.models.people import ADMINISTRATORS, DEPARTMENTAL, STREET_STAFF, TERRITORIAL
from grid.models.rules import READERS
from grid.models.text import READERS as TEXT_READERS
from grid.naming import in_language
from portal.waiting import Waiting
from whistle.models import Accountability, Assessment, Order, Supervision, Whistle
from whistle.models.hands import COMMUNITY

SIGHT = TERRITORIAL | DEPARTMENTAL
DISTRICT = frozenset({Role.CENTRE, Role.SUPERVISOR, Role.LEADER})
WHISTLING = STREET_STAFF | DEPARTMENTAL | DISTRICT
# A community answers the slips of its street.
SUPERVISED = WHISTLING | frozenset(COMMUNITY)
ASSESSED = WHISTLING | {Role.SYSTEM_ADMIN}
# Who may learn that somebody is to be held to account, and how it ended.
ANSWERABLE = frozenset({Role.DISCIPLINE, Role.SUPERVISOR, Role.PARTY_SECRETARY, Role.DIRECTOR}) | DEPARTMENTAL
WATCHING = SIGHT - {Role.WORKER}


@dataclass(frozen=True)
class Entry:
    """One line of the menu: `section` is its heading ("" for none), `count` what waits there (None: nothing shown).

    `late` paints the count red, which is only for what is overdue; `url` is a URL name in `ENTRIES`
    and the address itself in a page's context. `roles` may follow it (empty: everybody); `counts`
    names what is counted: a kind of case, or "all" of them.
    """

    url: str
    icon: str
    label: object  # words that are translated when they are shown
    section: object = ""
    count: int | None = None
    late: bool = False
    active: bool = False
    roles: frozenset = frozenset()
    counts: object = None


CASES, OVERVIEW, ADMIN = _("Cases"), _("Overview"), _("Administration")
# In the order of the side navigation. What a person may not open is left out in `entries`.
ENTRIES = [
    Entry("desk", "inbox", _("My desk"), counts="all"),
    Entry("grid:incidents", "clipboard-list", _("Incidents"), CASES, roles=SIGHT, counts=Incident),
    Entry("whistle:whistles", "whistle", _("Whistles"), CASES, roles=WHISTLING, counts=Whistle),
    Entry("whistle:orders", "send", _("Orders"), CASES, roles=WHISTLING, counts=Order),
    Entry("whistle:calendar", "calendar-event", _("Report-ins"), CASES, roles=WHISTLING),
    Entry("whistle:supervisions", "gavel", _("Supervision"), CASES, roles=SUPERVISED, counts=Supervision),
    Entry("whistle:assessments", "certificate", _("Annual assessment"), CASES, roles=ASSESSED, counts=Assessment),
    Entry("whistle:accountabilities", "scale", _("Accountability"), CASES, roles=ANSWERABLE, counts=Accountability),
    Entry("whistle:looks", "eye", _("Who looked"), ADMIN, roles=frozenset({Role.AUDIT_ADMIN})),
    Entry("grid:rechecks", "clipboard-check", _("Random re-checks"), CASES, roles=WATCHING - DEPARTMENTAL),
    Entry("grid:prompts", "speakerphone", _("Prompts"), CASES, roles=WHISTLING, counts=Prompt),
    Entry("district", "layout-dashboard", _("Figures"), OVERVIEW, roles=WATCHING),
    Entry("whistle_figures", "chart-bar", _("Whistle figures"), OVERVIEW, roles=WATCHING),
    Entry("whistle:leaders", "user-circle", _("Leaders in charge"), OVERVIEW, roles=WATCHING),
    Entry("map", "map-2", _("Map"), OVERVIEW, roles=SIGHT),
    Entry("grid:hot", "flame", _("Hot issues"), OVERVIEW, roles=WATCHERS),
    Entry("whistle:typical", "award", _("Typical cases"), OVERVIEW, roles=SIGHT),
    Entry("grid:library", "book", _("Document library"), OVERVIEW, roles=frozenset(Role) - {Role.CHANNEL}),
    Entry("whistle:points", "star", _("Bonuses and deductions"), OVERVIEW, roles=WHISTLING),
    Entry("whistle:point_rates", "star", _("What a slip deducts"), ADMIN, roles=frozenset({Role.SYSTEM_ADMIN})),
    Entry("grid:routing", "route", _("Routing rules"), ADMIN, roles=frozenset(READERS)),
    Entry("grid:calendar", "calendar", _("Working calendar"), ADMIN, roles=ADMINISTRATORS | DISTRICT),
    Entry("grid:texts", "message", _("Text messages"), ADMIN, roles=frozenset(TEXT_READERS)),
    Entry("grid:limits", "hourglass", _("Time limits"), ADMIN, roles=ADMINISTRATORS | DISTRICT),
    Entry("whistle:kinds", "stack-2", _("Kinds of whistles"), ADMIN, roles=ADMINISTRATORS | DISTRICT),
]
TABS = [
    Entry("desk", "inbox", _("Desk")),
    Entry("grid:incidents", "clipboard-list", _("Incidents"), roles=SIGHT),
    Entry("map", "map-2", _("Map"), roles=SIGHT),
    Entry("notices", "bell", _("Notices")),
]


def menu(request):
    """The frame's context; nothing is read before a template asks, so a failure page asks nothing."""
    waiting = Waiting(request.user) if hasattr(request, "user") else None
    return {
        "site_name": in_language(settings.SITE_NAME, settings.SITE_NAME_EN),
        "site_owner": in_language(settings.SITE_OWNER, settings.SITE_OWNER_EN),
        "menu": SimpleLazyObject(lambda: entries(request, ENTRIES, waiting)),
        "tabs_bar": SimpleLazyObject(lambda: entries(request, TABS, waiting)),
        "file_url": SimpleLazyObject(lambda: file_url(request)),
        "unread": SimpleLazyObject(lambda: unread(request)),
    }


def entries(request, table, waiting=None):
    """The lines this person may follow, the deepest one on whose path the request is marked active."""
    user = request.user
    if not user.is_authenticated:
        return []
    open_to = [entry for entry in table if not entry.roles or user.holds(*entry.roles)]
    lines = [line for entry in open_to if (line := located(entry))]
    above = [line.url for line in lines if line.url != "/" and request.path.startswith(line.url)]
    here = max(above, key=len, default=request.path)
    return [counted(replace(line, active=line.url == here), waiting) for line in lines]


def located(entry):
    """The entry with its address, or None while there is no such page."""
    try:
        return replace(entry, url=reverse(entry.url))
    except NoReverseMatch:
        return None


def counted(line, waiting):
    """The line with what waits there for the reader, red as soon as any of it is overdue."""
    if line.counts is None or waiting is None:
        return line
    count, late = waiting.of(None if line.counts == "all" else line.counts)
    return replace(line, count=count or None, late=late > 0)


def file_url(request):
    """Where this person reports an incident; empty for those who may not."""
    may = request.user.is_authenticated and request.user.holds(*FILERS)
    return reverse("grid:report") if may else ""


def unread(request):
    """How many notices this person has not read; counting ends at 100, for the bell says 99+."""
    if not request.user.is_authenticated:
        return 0
    return Notice.objects.visible_to(request.user).unread_by(request.user).order_by()[:100].count()
