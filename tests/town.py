"""The one cast of all tests: a small town of real names, its people called by role.

`town.worker` may, `town.stranger` may not, `town.next_street.operator` is from the next street.
Two streets, two communities each, two base grids each (squares); the real departments and tables.
It is built once into the tests' database and merely read by each test; times are passed in.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from shapely import box

from grid.ground.load import boundary_of
from grid.models import Boundary, Department, Grid, GridKind, GridLevel, Post, Role, User
from grid.pinyin import sort_key
from tests.tables import load_tables

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "Whistle-2026"
LONG_AGO = datetime(2024, 1, 1, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # an ordinary working day, 09:00
SIDE = 0.004  # degrees: the side of a base grid's square
WEST, SOUTH = 117.14, 39.16

STREETS = {  # street: its communities, west to east
    ("120106001", "西于庄街道", "xiyuzhuang"): (
        ("120106001002", "增产里社区", "zengchanli"),
        ("120106001004", "新建里社区", "xinjianli"),
    ),
    ("120106004", "丁字沽街道", "dingzigu"): (
        ("120106004001", "光采社区", "guangcai"),
        ("120106004003", "风貌里社区", "fengmaoli"),
    ),
}
# Codes of fixtures/departments.csv, and how their people are called on the town.
DEPARTMENTS = {"chengguan": "", "zhujian": "other_", "zhifa": "third_"}
# attribute, role, what its login begins with, name
COMMUNITY_PEOPLE = (
    ("worker", Role.WORKER, "worker", "网格员"),
    ("secretary", Role.COMMUNITY_SECRETARY, "secretary", "书记"),
    ("community_operator", Role.COMMUNITY_OPERATOR, "operator", "受理员"),
)
STREET_PEOPLE = (
    ("operator", Role.STREET_OPERATOR, "operator", "受理员"),
    ("party_secretary", Role.PARTY_SECRETARY, "secretary", "书记"),
    ("director", Role.DIRECTOR, "director", "主任"),
)
DEPARTMENT_PEOPLE = (
    ("clerk", Role.CLERK, "clerk", "经办人", 0),
    ("second_clerk", Role.CLERK, "clerk2", "另一经办人", 1),
    ("head", Role.HEAD, "head", "负责人", 2),
)
DISTRICT_PEOPLE = (
    ("centre", Role.CENTRE, "centre.hongqiao", "区中心值班员"),
    ("supervisor", Role.SUPERVISOR, "supervisor.hongqiao", "督查员"),
    ("leader", Role.LEADER, "leader.hongqiao", "区领导"),
    ("discipline", Role.DISCIPLINE, "discipline.hongqiao", "纪检员"),
    ("mediator", Role.MEDIATOR, "mediator.hongqiao", "调解员"),
    ("second_mediator", Role.MEDIATOR, "mediator2.hongqiao", "另一调解员"),
    ("mediation_clerk", Role.MEDIATION_CLERK, "mediation.hongqiao", "调解中心受理员"),
    ("system_admin", Role.SYSTEM_ADMIN, "system.hongqiao", "系统管理员"),
    ("security_admin", Role.SECURITY_ADMIN, "security.hongqiao", "安全管理员"),
    ("audit_admin", Role.AUDIT_ADMIN, "audit.hongqiao", "审计管理员"),
    ("channel", Role.CHANNEL, "channel.hongqiao", "公众上报"),
)


class Place:
    """What stands in one place: areas and the people of it, as attributes."""

    def __repr__(self):
        return f"<{', '.join(vars(self))}>"


# A place that needs no database: the middle of the first grid.
SPOT = Place()
SPOT.point = round(WEST + SIDE / 2, 6), round(SOUTH + SIDE / 2, 6)


class Builder:
    """Writes the town into the database in a handful of statements."""

    def __init__(self):
        self.users, self.posts = {}, []
        self.password = make_password(PASSWORD)

    def build(self):
        self.ground()
        load_tables()
        self.people()
        User.objects.bulk_create(self.users.values())
        Post.objects.bulk_create(self.posts)

    def ground(self):
        self.grids = {}
        self.area("120106", "红桥区", GridLevel.DISTRICT, (0, 0, 4, 2))
        for row, ((code, name, _word), communities) in enumerate(STREETS.items()):
            self.area(code, name, GridLevel.STREET, (0, row, 4, row + 1))
            for column, (below, called, _word) in enumerate(communities):
                west = 2 * column
                self.area(below, called, GridLevel.COMMUNITY, (west, row, west + 2, row + 1))
                for no in (1, 2):
                    square = (west + no - 1, row, west + no, row + 1)
                    self.area(f"{below}{no:03}", f"{called}第{no}网格", GridLevel.BASE, square)
        Grid.objects.bulk_create(area for area, _square in self.grids.values())
        Boundary.objects.bulk_create(self.outline(*pair) for pair in self.grids.values())

    def area(self, code, name, level, square):
        kind = GridKind.GENERAL if level == GridLevel.BASE else ""
        parent = code[: GridLevel(level - 1).digits] if level > GridLevel.DISTRICT else None
        area = Grid(code=code, name=name, level=level, kind=kind, parent_id=parent, pinyin=sort_key(name))
        self.grids[code] = area, square

    def outline(self, area, square):
        west, south, east, north = square
        polygon = box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)
        return boundary_of(area.pk, {"polygon": polygon, "source_crs": "WGS-84"})

    def people(self):
        for (street, name, word), communities in STREETS.items():
            for _attribute, role, begins, title in STREET_PEOPLE:
                self.person(f"{begins}.{word}", f"{name}{title}", role, grid=street)
            for code, below, called in communities:
                for _attribute, role, begins, title in COMMUNITY_PEOPLE:
                    self.person(
                        f"{begins}.{called}", f"{below}{title}", role, grid=code + "001" * (role == Role.WORKER)
                    )
                self.person(f"worker2.{called}", f"{below}二格网格员", Role.WORKER, grid=code + "002")
        for bureau in Department.objects.filter(code__in=DEPARTMENTS):
            units = [*bureau.units.all()[:2], None]
            for _attribute, role, begins, title, office in DEPARTMENT_PEOPLE:
                name = f"{bureau.short_name}{title}"
                self.person(f"{begins}.{bureau.code}", name, role, department=bureau, unit=units[office])
        for _attribute, role, login, title in DISTRICT_PEOPLE:
            self.person(login, title, role, grid="120106")
        self.odd_ones()

    def odd_ones(self):
        """The one whose time is over, the one who stands in, the one with two posts, the one with none."""
        over = datetime(2026, 1, 1, tzinfo=SHANGHAI)
        self.person("former.xiyuzhuang", "西于庄街道前书记", Role.PARTY_SECRETARY, grid="120106001", valid_to=over)
        self.person("deputy.xiyuzhuang", "西于庄街道代理主任", Role.DIRECTOR, grid="120106001", acting=True)
        self.person("both.xinjianli", "新建里社区书记兼受理员", Role.COMMUNITY_SECRETARY, grid="120106001004")
        self.person("both.xinjianli", "", Role.COMMUNITY_OPERATOR, grid="120106001004")
        self.users["stranger"] = User(username="stranger", name="无岗人员", password=self.password)

    def person(self, login, name, role, grid=None, department=None, **more):
        user = self.users.setdefault(
            login, User(username=login, name=name, pinyin=sort_key(name, 128), password=self.password)
        )
        user.is_active = role != Role.CHANNEL
        area = self.grids[grid][0] if grid else None
        more = {"is_primary": role == Role.WORKER, "valid_from": LONG_AGO, **more}
        self.posts.append(Post(user=user, role=role, grid=area, department=department, **more))


def read():
    """The town as it stands in the database: four queries, posts still unread."""
    users, grids = User.objects.in_bulk(field_name="username"), Grid.objects.in_bulk(field_name="code")
    town, streets = Place(), []
    for (code, *_names), communities in STREETS.items():
        streets.append(town if not streets else Place())
        settle(streets[-1], code, communities, grids, users)
    town.next_street, town.district = streets[1], grids["120106"]
    for attribute, _role, login, _title in DISTRICT_PEOPLE:
        setattr(town, attribute, users[login])
    for bureau in Department.objects.filter(code__in=DEPARTMENTS).prefetch_related("units"):
        staff(town, bureau, users)
    town.former_secretary, town.deputy = users["former.xiyuzhuang"], users["deputy.xiyuzhuang"]
    town.many_hats, town.stranger = users["both.xinjianli"], users["stranger"]
    return town


def staff(town, bureau, users):
    """Give the town a department, its offices and people: town.clerk, town.other_clerk, town.third_clerk."""
    prefix = DEPARTMENTS[bureau.code]
    offices = list(bureau.units.all())
    for word, thing in ("department", bureau), ("unit", offices[0]), ("second_unit", offices[1]):
        setattr(town, prefix + word, thing)
    for attribute, _role, begins, *_rest in DEPARTMENT_PEOPLE:
        setattr(town, prefix + attribute, users[f"{begins}.{bureau.code}"])


def settle(place, code, communities, grids, users):
    """Give a street (and within it the community next door) its areas and people."""
    word = next(word for (street, _name, word) in STREETS if street == code)
    place.street = grids[code]
    for attribute, _role, begins, _title in STREET_PEOPLE:
        setattr(place, attribute, users[f"{begins}.{word}"])
    place.next_door = Place()
    for here, (community, _name, called) in zip((place, place.next_door), communities, strict=True):
        here.street, here.community = place.street, grids[community]
        here.grid, here.second_grid = grids[f"{community}001"], grids[f"{community}002"]
        here.second_worker = users[f"worker2.{called}"]
        for attribute, _role, begins, _title in COMMUNITY_PEOPLE:
            setattr(here, attribute, users[f"{begins}.{called}"])
        here.point = point_in(here.grid)


def point_in(grid):
    """A point (longitude, latitude) in the middle of a base grid of the town."""
    row = [street for street, *_names in STREETS].index(grid.code[:9])
    communities = list(STREETS.values())[row]
    column = 2 * [code for code, *_names in communities].index(grid.code[:12]) + int(grid.code[-1]) - 1
    return round(WEST + (column + 0.5) * SIDE, 6), round(SOUTH + (row + 0.5) * SIDE, 6)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After the tables come the town and what every case needs: once for the whole run.

    pytest-django makes the tables only when some test asks for them by itself; tests that work
    on a clone do not, so here they are made for them too.
    """
    with django_db_blocker.unblock():
        made = [] if connection.settings_dict["NAME"].startswith("test_") else setup_databases(0, False)
        populate()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, 0)


def populate():
    if not User.objects.filter(username="stranger").exists():
        with transaction.atomic():
            Builder().build()


@pytest.fixture
def town(db):
    """The town and its people; see the head of this file."""
    populate()
    return read()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Each test keeps its photos in a directory of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
