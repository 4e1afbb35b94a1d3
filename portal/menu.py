"""What the frame around every page says: the menu of this person's posts, the phone's tabs, the bell."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from grid.naming import in_language


@dataclass(frozen=True)
class Entry:
    """One line of the menu: `section` is its heading ("" for none), `count` what waits there (None: nothing shown).

    `late` paints the count red, which is only for what is overdue; `url` is a URL name in `ENTRIES`
    and the address itself in a page's context.
    """

    url: str
    icon: str
    label: str
    section: str = ""
    count: int | None = None
    late: bool = False
    active: bool = False


# In the order of the side navigation. What a person may not open is left out in `entries`.
ENTRIES = [
    Entry("desk", "inbox", _("My desk")),
]
TABS = [
    Entry("desk", "inbox", _("Desk")),
]


def menu(request):
    """The frame's context; nothing is read before a template asks, so a failure page asks nothing."""
    return {
        "site_name": in_language(settings.SITE_NAME, settings.SITE_NAME_EN),
        "site_owner": in_language(settings.SITE_OWNER, settings.SITE_OWNER_EN),
        "menu": SimpleLazyObject(lambda: entries(request, ENTRIES)),
        "tabs_bar": SimpleLazyObject(lambda: entries(request, TABS)),
        "file_url": SimpleLazyObject(lambda: file_url(request)),
        "unread": SimpleLazyObject(lambda: unread(request)),
    }


def entries(request, table):
    """The lines this person may follow, the deepest one on whose path the request is marked active."""
    if not request.user.is_authenticated:
        return []
    lines = [line for entry in table if (line := located(entry))]
    above = [line.url for line in lines if line.url != "/" and request.path.startswith(line.url)]
    here = max(above, key=len, default=request.path)
    return [replace(line, active=line.url == here) for line in lines]


def located(entry):
    """The entry with its address, or None while there is no such page."""
    try:
        return replace(entry, url=reverse(entry.url))
    except NoReverseMatch:
        return None


def file_url(request):
    """Where this person reports an incident; empty for those who may not."""
    return ""


def unread(request):
    """How many notices this person has not read."""
    return 0
