"""Loads the directory of a district: its departments with their offices, and the types of incidents.

Each loader takes mappings (as `csv.DictReader` gives them) and may be run again at any time; what
people decided in the portal (a leader in charge, a department closed) stays as they decided.
"""

from django.utils.translation import gettext as _

from grid.ground.problems import Refused
from grid.models.category import Category
from grid.models.people import PUBLIC_CHANNEL, Department, DepartmentUnit, Post, Role, User
from grid.models.territory import Grid, GridLevel
from grid.pinyin import sort_key
from grid.rows import Loaded, known, load_rows, texts


def load_departments(rows, file="departments.csv") -> Loaded:
    """Departments. Columns: code, name, name_en, short_name, kind, district (its code)."""
    districts = dict(Grid.objects.level(GridLevel.DISTRICT).values_list("code", "pk"))

    def build(row):
        values = texts(row, "code", "name", "name_en", "short_name", "kind")
        district, pinyin = known(row, "district", districts), sort_key(values["name"], length=128)
        return Department(district_id=needed("district", district), pinyin=pinyin, **values)

    return load_rows(file, rows, build, ["code"], kept=["leader_id", "is_active"])


def load_units(rows, file="department_units.csv") -> Loaded:
    """Offices inside departments. Columns: department (its code), code, name, name_en."""
    departments = dict(Department.objects.values_list("code", "pk"))

    def build(row):
        department = known(row, "department", departments)
        return DepartmentUnit(department_id=needed("department", department), **texts(row, "code", "name", "name_en"))

    return load_rows(file, rows, build, ["department_id", "code"])


def load_categories(rows, file="categories.csv") -> Loaded:
    """Types of incidents and their groups (two digits, without major).

    Columns: code, name, name_en, major, icon, department (a code; empty: the street itself),
    urgency, whistle_worthy and restricted (0 or 1).
    """
    rows = list(rows)
    departments = dict(Department.objects.values_list("code", "pk"))
    majors = {code: code for code in [*Category.objects.majors().values_list("code", flat=True), *new_majors(rows)]}

    def build(row):
        values = texts(row, "code", "name", "name_en", "icon", "urgency", "whistle_worthy", "restricted")
        major, department = known(row, "major", majors), known(row, "department", departments)
        if major != (values["code"][:2] if len(values["code"]) > 2 else None):
            raise Refused("major", _("A type's code begins with the code of its group."))
        return Category(major_id=major, default_department_id=department, **values)

    return load_rows(file, rows, build, ["code"], kept=["is_active"])


def new_majors(rows):
    return [row["code"] for row in rows if row.get("code") and not row.get("major")]


def needed(column, key):
    if key is None:
        raise Refused(column, _("This must not be empty."))
    return key


def open_public_channels():
    """Give each district that has none the seat in whose name its public page reports; return the new logins.

    Nobody signs in as it: it has no password and is not active. A page that was closed by ending that
    post stays closed.
    """
    known = set(User.objects.filter(username__startswith=PUBLIC_CHANNEL).values_list("username", flat=True))
    districts = Grid.objects.level(GridLevel.DISTRICT).active().order_by("code")
    without = [area for area in districts if f"{PUBLIC_CHANNEL}{area.code}" not in known]
    new = [area for area in without if User.objects.public_channel(area) is None]
    for district in new:
        name = f"{district.name}群众反映通道"
        user = User(username=f"{PUBLIC_CHANNEL}{district.code}", name=name, pinyin=sort_key(name, length=128))
        user.is_active = False
        user.set_unusable_password()
        user.save()
        Post.objects.create(user=user, role=Role.CHANNEL, grid=district)
    return [f"{PUBLIC_CHANNEL}{district.code}" for district in new]
