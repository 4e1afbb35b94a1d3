"""The leaders' books of the demonstration: who answers for which street, and a year of visits."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from grid.models import GridLevel, Role
from whistle.models import Charge, Visit

VISITS, PROBLEMS = 48, 195  # what the district's papers tell of one year
COMMUNITIES = ("增产里", "光采")  # where another leader than the street's answers
WITH = ("街道党工委书记", "社区书记和网格员", "街道办事处主任、相关部门", "居民代表、楼门长", "物业负责人和业委会")
SEEN = (
    "走访老旧小区，查看消防通道和楼道堆物情况。",
    "察看街心花园和周边环境，听取居民意见。",
    "调研社区党群服务中心，询问一站式办理情况。",
    "检查汛前排水设施，查看易积水点位。",
    "看望独居老人，了解助餐和巡访落实情况。",
    "现场督办停车秩序和占道经营治理。",
)
SOLVED = (
    "楼道照明损坏，当场联系物业更换灯具", "井盖松动，现场协调排水公司加固", "消防通道被占，当场清移车辆",
    "垃圾点位收运不及时，明确每日两次清运", "健身器材损坏，确定三日内维修", "居民反映水压不足，安排水务上门检测",
    "路面破损，纳入当周养护", "绿化枯枝影响通行，现场修剪", "独居老人助餐不便，落实送餐上门",
    "电动车飞线充电，当场拆除并增设充电桩位", "门禁失灵，协调物业当日修复", "公示栏信息过期，现场更换",
)  # fmt: skip


def appoint(world, now):
    """Put the district's leaders in charge of its streets, and write the visits of the year, once."""
    if Charge.objects.exists():
        return
    centre, leaders = world.cast.people["centre.hongqiao"], world.cast.seats[Role.LEADER, "grid", world.district.pk]
    since = timezone.localdate(now).replace(month=1, day=1)
    streets = [grid for grid in world.ground.grids.values() if grid.level == GridLevel.STREET]
    for place, street in enumerate(sorted(streets, key=lambda grid: grid.code)):
        Charge.assign(by=centre, leader=leaders[place % len(leaders)], grid=street, since=since, at=now)
    for place, name in enumerate(COMMUNITIES):
        Charge.assign(by=centre, leader=leaders[1 - place], grid=world.community(name), since=since, at=now)
    visit(world, now, since, leaders)


def visit(world, now, since, leaders):
    """The visits of the year up to now, each with three to five problems solved: 195 in all."""
    chance = Random("visits")
    places = [grid for grid in world.ground.grids.values() if grid.level == GridLevel.COMMUNITY]
    first = timezone.make_aware(datetime.combine(since, time(9)))
    for number in range(VISITS):
        at = during_the_day(first + (now - first) * ((number + chance.random()) / VISITS), now, chance)
        area = chance.choice(places)
        leader = leaders[sorted(world.ground.grids).index(area.code) % len(leaders)]
        solved = chance.sample(SOLVED, 4 + number % 3 - 1 + (number % 16 == 0))
        said = {"by": leader, "leader": leader, "area": area, "at": at, "problems": solved}
        said |= {"with_whom": chance.choice(WITH), "seen": chance.choice(SEEN)}
        row = Visit.record(**said)
    row.correct(**said | {"with_whom": "区城管委、街道党工委书记", "reason": "陪同人员登记有误"})


def during_the_day(moment, now, chance):
    """The same day between nine and five, never ahead."""
    day = timezone.localtime(moment).replace(hour=9, minute=0, second=0, microsecond=0)
    at = day + timedelta(minutes=15 * chance.randint(0, 32))
    return min(at, now - timedelta(hours=1))
