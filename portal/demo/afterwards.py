"""What is done once there is a history: hot issues put to departments, a random re-check, the leaders' books."""

from datetime import timedelta

from django.urls import reverse
from django.utils.http import urlencode

from grid.casework.measures import Period
from grid.models import Category, Department, Draw, Incident, Prompt, Recheck
from portal.demo.leaders import appoint
from portal.demo.rulebook import shelve

DAYS = 30
# (type, department, days ago, how far it has come, what was asked, what was answered)
PROMPTS = (
    ("0110", "chengguan", 6, "closed", "近三十天暴露垃圾反映较多，请排查收运频次。", "已增加早间清运，每日巡查。"),
    ("0401", "zhifa", 2, "replied", "占道经营反映集中，请研究错时执法安排。", "已调整为早晚错时巡查。"),
    ("0107", "zhujian", 1, "sent", "沿街晾挂反映增多，请会同社区增设集中晾晒设施。", ""),
)  # fmt: skip


def round_off(world, now):
    """Write these once, however often the demonstration is begun."""
    appoint(world, now)
    shelve(world.cast.people, now)
    if Prompt.objects.exists():
        return
    for kind, bureau, ago, state, text, answer in PROMPTS:
        prompt(world, Category.objects.get(code=kind), bureau, now - timedelta(days=ago), state, text, answer)
    recheck(world, now - timedelta(days=1))


def prompt(world, category, bureau, at, state, text, answer):
    """A prompt of the centre with the figures of that day, as far as `state`."""
    centre, people = world.cast.people["centre.hongqiao"], world.cast.people
    desk = centre.posts_at()[0].grid
    case = Prompt.send(
        by=centre, desk=desk, department=Department.objects.get(code=bureau), title=f"{category.name}近期多发",
        text=text, figures=figures(centre, category, at), at=at,
    )  # fmt: skip
    if state != "sent":
        case.reply(by=people[f"clerk.{bureau}"], answer=answer, at=at + timedelta(hours=20))
    if state == "closed":
        case.close(by=centre, at=at + timedelta(hours=26))


def figures(user, category, at):
    """What the centre saw of this type over thirty days; there is no earlier time to compare with."""
    period = Period.last_days(DAYS, at)
    seen = Incident.objects.visible_to(user).reported_in(period).filter(category=category)
    days = {"first": str(period.first), "last": str(period.last), "days": DAYS}
    said = {"figure": "reported", "from": period.first, "to": period.last, "category": category.code}
    return {
        "subject": category.name, "now": seen.count(), "people": seen.values("author").distinct().count(),
        "before": 0, "bases": 0, "mean": None, "change": None, "again": seen.filter(repeat_count__gt=0).count(),
        "list": f"{reverse('grid:incidents')}?{urlencode(said)}", **days,
    }  # fmt: skip


def recheck(world, at):
    """A draw over the last month: most stands, one does not, some are still to be looked at."""
    centre = world.cast.people["centre.hongqiao"]
    draw = Draw.make(by=centre, period=Period.last_days(DAYS, at), number=8, seed="120106", at=at)
    for number, check in enumerate(draw.checks.all()[:5]):
        bad = number == 2
        note = "现场仍有少量残留，建议重启。" if bad else ""
        check.find(Recheck.Finding.BAD if bad else Recheck.Finding.GOOD, note, at + timedelta(hours=2 + number))
