"""The people of the demonstration: every seat of the district is taken, by invented people.

Logins are `role.place` as in `tests/town.py`: worker.zengchanli, operator.xiyuzhuang, clerk.chengguan.
"""

from collections import defaultdict
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from pypinyin import lazy_pinyin

from grid.models import Department, Grid, Post, Role, User
from grid.pinyin import sort_key
from portal.demo_logins import PASSWORD

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
FIRST = "文建志海玉春秀红晓雅思家永新立国明振少长景淑桂凤雨子嘉佳"
SECOND = "华平军兰芳梅英霞玲洁静敏丽勇强伟涛斌杰鹏宁博轩然琪颖欣航峰林"

STREET_SEATS = (
    (Role.STREET_OPERATOR, "operator"),
    (Role.STREET_OPERATOR, "operator2"),
    (Role.PARTY_SECRETARY, "secretary"),
    (Role.DIRECTOR, "director"),
)
COMMUNITY_SEATS = ((Role.COMMUNITY_SECRETARY, "secretary"), (Role.COMMUNITY_OPERATOR, "operator"))
DISTRICT_SEATS = (
    (Role.CENTRE, "centre"),
    (Role.CENTRE, "centre2"),
    (Role.SUPERVISOR, "supervisor"),
    (Role.SUPERVISOR, "supervisor2"),
    (Role.LEADER, "leader"),
    (Role.LEADER, "leader2"),
    (Role.DISCIPLINE, "discipline"),
    (Role.MEDIATOR, "mediator"),
    (Role.MEDIATOR, "mediator2"),
    (Role.MEDIATION_CLERK, "mediation"),
    (Role.SYSTEM_ADMIN, "system"),
    (Role.SECURITY_ADMIN, "security"),
    (Role.AUDIT_ADMIN, "audit"),
)
CHANNELS = (("channel", "公众上报通道"), ("hotline", "12345热线接口"), ("mailbox", "书记信箱接口"))


def word(name):
    """增产里社区 → zengchanli: the place in a login."""
    for ending in ("街道", "社区", "区"):
        name = name.removesuffix(ending)
    return "".join(lazy_pinyin(name)).lower()


def numbered(number):
    """clerk, clerk2, clerk3: the first of several goes without."""
    return "" if number == 1 else number


class Casting:
    """Fills the seats: one password hash for all, everybody in two statements."""

    def __init__(self, seed):
        self.chance = Random(f"cast {seed}")
        self.since = datetime(timezone.now().year - 2, 1, 1, tzinfo=timezone.get_default_timezone())
        self.password = make_password(PASSWORD)
        self.users, self.posts, self.words = [], [], {}

    @transaction.atomic
    def fill(self):
        grids = list(Grid.objects.order_by("level", "code"))
        for grid in grids:
            {1: self.district, 2: self.street, 3: self.community, 4: self.base}[grid.level](grid)
        bureaus = list(Department.objects.prefetch_related("units"))
        for bureau in bureaus:
            self.department(bureau)
        User.objects.bulk_create(self.users)
        Post.objects.bulk_create(self.posts, batch_size=500)
        leaders = [user for user in self.users if user.username.startswith("leader")]
        for place, bureau in enumerate(bureaus):
            bureau.leader = leaders[place % len(leaders)]
        Department.objects.bulk_update(bureaus, ["leader"])

    def district(self, grid):
        for role, begins in DISTRICT_SEATS:
            self.person(f"{begins}.{self.place(grid)}", role, grid=grid)
        for begins, name in CHANNELS:
            self.person(f"{begins}.{self.place(grid)}", Role.CHANNEL, name, grid=grid)

    def street(self, grid):
        for role, begins in STREET_SEATS:
            self.person(f"{begins}.{self.place(grid)}", role, grid=grid)

    def community(self, grid):
        for role, begins in COMMUNITY_SEATS:
            self.person(f"{begins}.{self.place(grid)}", role, grid=grid)

    def base(self, grid):
        """Each base grid has its worker, the first of a community without a number in the login."""
        place, number = self.words[grid.code[:12]], numbered(int(grid.code[-3:]))
        self.person(f"worker{number}.{place}", Role.WORKER, grid=grid, is_primary=True)

    def department(self, bureau):
        self.person(f"head.{bureau.code}", Role.HEAD, department=bureau)
        for number, unit in enumerate(list(bureau.units.all()) or [None], 1):
            self.person(f"clerk{numbered(number)}.{bureau.code}", Role.CLERK, department=bureau, unit=unit)

    def place(self, grid):
        """The word of a place; a community called like its street is told apart."""
        if grid.code not in self.words:
            plain = word(grid.name)
            self.words[grid.code] = f"{plain}shequ" if plain in self.words.values() else plain
        return self.words[grid.code]

    def person(self, login, role, name="", **ground):
        name = name or self.chance.choice(SURNAMES) + self.chance.choice(FIRST) + self.chance.choice(SECOND)
        user = User(username=login, name=name, pinyin=sort_key(name, 128), password=self.password)
        user.is_active, user.joined_at, user.password_changed_at = role != Role.CHANNEL, self.since, timezone.now()
        self.users.append(user)
        self.posts.append(Post(user=user, role=role, valid_from=self.since, **ground))


class Cast:
    """Who sits where, with their posts read: cast.at(role, ground) gives somebody of that seat."""

    def __init__(self):
        self.seats, self.people = defaultdict(list), {}
        posts = Post.objects.active().select_related("user", "grid", "department__district", "unit")
        held = defaultdict(list)
        for post in posts.order_by("pk"):
            user = self.people.setdefault(post.user.username, post.user)
            post.user = user
            held[user.pk].append(post)
            self.seats[post.role, *post.seat].append(user)
        for user in self.people.values():
            user.posts = held[user.pk]

    def at(self, role, ground, chance=None):
        """Somebody who holds the seat; with `chance` a Random, any of them."""
        kind = "department" if isinstance(ground, Department) else "grid"
        holders = self.seats[role, kind, ground.pk]
        return chance.choice(holders) if chance else holders[0]


def is_cast():
    """Whether the seats are filled already."""
    return User.objects.filter(username="system.hongqiao").exists()
