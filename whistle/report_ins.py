"""Who is to be where and when: the report-ins that concern one person, as entries of a calendar."""

from dataclasses import dataclass

from django.utils import timezone

from grid.masks import masked_text
from grid.models import Role
from grid.models.people import DEPARTMENTAL
from whistle.models import Order, Whistle
from whistle.models.questions import within

MOST = 1000  # entries of a calendar
# The colour of a point on the map by the tone of a status.
PINS = {"danger": "late", "success": "done", "neutral": "done", "info": "", "warn": "wait"}
THERE = ("reported_in", "replied", "rework", "done", "on_site", "finished", "closed")


@dataclass(frozen=True)
class ReportIn:
    """One report-in: an order of a department, or a whistle of a street; times are aware, degrees WGS-84."""

    case: Order | Whistle
    whistle: Whistle
    cancelled: bool
    address: str = ""

    @property
    def at(self):
        return self.case.report_in_at

    @property
    def title(self):
        return masked_text(self.whistle.title)

    @property
    def place(self):
        return masked_text(self.whistle.report_in_place)

    @property
    def number(self):
        return self.case.number or ""

    @property
    def lat(self):
        return self.whistle.lat

    @property
    def lng(self):
        return self.whistle.lng

    @property
    def uid(self):
        """The same for ever: the kind and key of the case, in the name of its district."""
        return f"{self.case.KIND}-{self.case.pk}@{self.case.district.code}.gridwhistle"

    @property
    def sequence(self):
        """Rises with whatever changes what is asked: the case itself, or the whistle that set the time."""
        return self.case.version + (self.whistle.version if self.case is not self.whistle else 0)

    @property
    def pin(self):
        """What the map shows of it (static/js/map.js); None where no point is known."""
        if self.lat is None:
            return None
        tone = "done" if self.case.status in THERE else PINS[self.case.tone]
        lines = [f"{timezone.localtime(self.at):%m-%d %H:%M}", self.place, str(self.case.get_status_display())]
        url = self.case.get_absolute_url()
        return {"lat": self.lat, "lng": self.lng, "label": self.title, "url": url, "tone": tone, "lines": lines}


def report_ins(user, period, absolute=str):
    """The report-ins of a Period within one's sight, by time; at most 1,000. One question.

    A department has its own orders, everybody else whistles; a district leader only where they must come
    themselves. `absolute` makes an address from a path.
    """
    posts = user.posts_at()
    found = orders(user, period) if any(post.role in DEPARTMENTAL for post in posts) else whistles(user, period)
    return [entry(case, absolute) for case in found[:MOST]]


def entry(case, absolute):
    whistle = getattr(case, "whistle", case)
    gone = ("withdrawn",) if case is whistle else Order.AWAY
    cancelled = case.status in gone and getattr(case, "reported_at", None) is None
    return ReportIn(case, whistle, cancelled, absolute(case.get_absolute_url()))


def orders(user, period):
    rows = Order.objects.visible_to(user).filter(within("report_in_at", period))
    return rows.select_related("whistle", "street", "district", "department").order_by("report_in_at", "pk")


def whistles(user, period):
    rows = Whistle.objects.visible_to(user).filter(within("report_in_at", period), blown_at__isnull=False)
    if user.holds(Role.LEADER):
        rows = rows.filter(leader=user)
    return rows.select_related("street", "district", "lead").order_by("report_in_at", "pk")
