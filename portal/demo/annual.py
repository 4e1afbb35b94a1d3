"""The assessed years of the demonstration: last year published, appealed against and frozen; this one running."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from grid.casework.sweep import sweep
from grid.casework.worktime import SHANGHAI
from grid.models import Department, Role
from whistle.models import Appeal, Assessment, AssessmentScheme, OtherScore, PointEntry, Rating, Vote

from .whistles import Plan, scripts

LAST_YEAR = 6  # whistles of last year
PLACES = ("增产里", "新建里", "光采", "风貌里")
COURSES = (("good", "slow"), ("good",), ("absent", "good"), ("late", "good"), ("late_sign", "good"), ("good", "good"))
WAIT = timedelta(days=20)  # from the publication until the year is frozen


def first_day(year, month=1, day=1, hour=9):
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def schemes(district, now):
    """The rules of last year and this one, frozen before they began, and a draft of the next."""
    for year in (now.year - 1, now.year, now.year + 1):
        scheme, _new = AssessmentScheme.objects.get_or_create(
            district=district, year=year, defaults={"note": f"{year}年度街道对区属部门考评方案"}
        )
        if year <= now.year:
            scheme.freeze(at=first_day(year - 1, 12, 25))


def plan(number, now, world):
    """The Plan of a whistle of last autumn; they take turns in kind, street and course."""
    kinds = [script for script in scripts() if script["kind"] != "emergency"]
    begins = first_day(now.year - 1, 9 + number % 3, 8 + 2 * number) + timedelta(minutes=17 * number)
    begins = world.calendar.advance(begins, timedelta(minutes=30), "working_hour")
    community = world.community(PLACES[number % len(PLACES)])
    return Plan(kinds[number % len(kinds)], community, begins, COURSES[number % len(COURSES)])


def assess(world, now):
    """Votes, other scores and points of both years; last year's publication, appeal and freezing, once."""
    Assessment.set_up(world.district, now.year, at=first_day(now.year))
    last = Assessment.set_up(world.district, now.year - 1, at=first_day(now.year - 1))
    if last.status != Assessment.Status.DRAFT:
        return
    vote(world, first_day(now.year - 1, 12, 22))
    vote(world, now - timedelta(days=1))
    score(world, last)
    published = world.calendar.advance(first_day(now.year, 1, 12), timedelta(minutes=30), "working_hour")
    if published + WAIT < now:
        conclude(world, last, published)


def vote(world, at):
    """Two streets vote about the departments they know best."""
    bureaus = [world.bureaus[code] for code in ("chengguan", "zhifa", "zhujian", "huanjing") if code in world.bureaus]
    for name in PLACES[1:3]:
        street = world.community(name).parent
        chance = Random(f"vote {street.code} {at.year}")
        points = {bureau.pk: chance.randint(72, 96) for bureau in bureaus}
        Vote.cast(street, points, by=world.cast.at(Role.DIRECTOR, street), at=at)


def score(world, case):
    """The other half of last year for everybody, and a bonus."""
    at, centre = first_day(case.year, 12, 28), world.cast.people["centre.hongqiao"]
    chance = Random(f"other {case.year}")
    departments = Department.objects.filter(district=world.district, is_active=True).order_by("code")
    points = {one.pk: Decimal(chance.randint(8200, 9650)) / 100 for one in departments}
    OtherScore.enter(case.year, points, source=f"区绩效办{case.year}年度考核结果", by=centre, at=at)
    PointEntry.objects.create(
        district=world.district, department=world.bureaus["chengguan"], year=case.year, points=Decimal("1.5"),
        kind=PointEntry.Kind.INITIATIVE, reason="主动治理背街小巷，获区通报表扬。", by=centre, at=at,
    )  # fmt: skip


def conclude(world, case, at):
    """Publish last year; one department appeals and is right in part; the year is frozen."""
    centre = world.cast.people["centre.hongqiao"]
    case.publish(by=centre, note="经区委督查室审核，予以公布。", at=at)
    rated = Rating.objects.filter(year=case.year, order__district=world.district).order_by("total").first()
    if rated:
        department = rated.order.department
        head = world.cast.at(Role.HEAD, department)
        text = f"工单{rated.order.number}办理期间遇连续降雨，已提前书面说明，请予复核。"
        appeal = Appeal.appeal(case, department, by=head, text=text, at=at + timedelta(days=1))
        appeal.uphold(by=centre, points=Decimal("0.5"), answer="情况属实，酌情加 0.5 分。", at=at + timedelta(days=3))
    sweep(Assessment, at=at + WAIT / 2)
    case.refresh_from_db()
    case.freeze(by=centre, note="申诉期满，予以固化。", at=at + WAIT)
