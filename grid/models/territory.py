"""Territory: one tree of coded areas, from the district down to the base grid (`domain.md` 2.1)."""

import datetime
from functools import cached_property

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .calendar import bumps

CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north in degrees
BEGINNING = datetime.date(2000, 1, 1)


class GridLevel(models.IntegerChoices):
    """The floors of the tree; the city above a district is optional."""

    CITY = 0, _("City")
    DISTRICT = 1, _("District")
    STREET = 2, _("Street")
    COMMUNITY = 3, _("Community")
    BASE = 4, _("Base grid")

    @property
    def digits(self):
        """How many digits a code of this level has."""
        return (4, 6, 9, 12, 15)[self]

    @classmethod
    def of(cls, code):
        """The level of a code by its length; None if no level has such codes."""
        return next((level for level in cls if level.digits == len(code)), None)


class GridKind(models.TextChoices):
    """What a base grid holds; every other area has the empty kind."""

    GENERAL = "general", _("General grid")
    DEDICATED = "dedicated", _("Dedicated grid")
    MICRO = "micro", _("Micro-grid")


# What the code of each level looks like. Base grids count 001-799 (general, micro) and 800-999
# (dedicated); 000 would name the area above itself.
SHAPES = {
    GridLevel.CITY: "^[0-9]{4}$",
    GridLevel.DISTRICT: "^[0-9]{6}$",
    GridLevel.STREET: "^[0-9]{6}(?!000)[0-9]{3}$",
    GridLevel.COMMUNITY: "^[0-9]{9}(?!000)[0-9]{3}$",
    GridLevel.BASE: "^[0-9]{12}(?!000)[0-9]{3}$",
}
ORDINARY, DEDICATED = "^[0-9]{12}[0-7]", "^[0-9]{12}[89]"


def well_coded():
    """The right code for the level, under the parent whose code it begins with."""
    allowed = Q(level=GridLevel.CITY, code__regex=SHAPES[GridLevel.CITY], parent__isnull=True)
    for level in list(GridLevel)[1:]:
        above = GridLevel(level - 1).digits
        shape = Q(level=level, code__regex=SHAPES[level])
        allowed |= shape & Q(parent__isnull=False, parent=Left("code", above))
    return allowed | Q(level=GridLevel.DISTRICT, code__regex=SHAPES[GridLevel.DISTRICT], parent__isnull=True)


def well_numbered():
    """Dedicated grids count from 800, other base grids up to 799; only base grids have a kind."""
    ordinary = Q(kind__in=[GridKind.GENERAL, GridKind.MICRO], code__regex=ORDINARY)
    dedicated = Q(kind=GridKind.DEDICATED, code__regex=DEDICATED)
    base = Q(level=GridLevel.BASE)
    return (base & (ordinary | dedicated)) | (~base & Q(kind=""))


def day_of(at):
    """The working day in local time of a moment, a day, or now."""
    if at is None or isinstance(at, datetime.datetime):
        return timezone.localdate(at)
    return at


# The field of a case that holds the area of a level.
COLUMNS: dict[int, str] = {
    GridLevel.DISTRICT: "district",
    GridLevel.STREET: "street",
    GridLevel.COMMUNITY: "community",
    GridLevel.BASE: "grid",
}


class GridQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The areas of the active posts and all below; a department's post shows its district to communities."""
        sight = Q(pk__in=[])
        for post in user.posts_at():
            if post.grid:
                sight |= Q(code__startswith=post.grid.code)
            else:
                sight |= Q(code__startswith=post.district_code, level__lte=GridLevel.COMMUNITY)
        return self.filter(sight)

    def level(self, level):
        return self.filter(level=level)

    def active(self, at=None):
        """The areas in force at the moment or on the day `at` (now unless told)."""
        day = day_of(at)
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def within(self, grid):
        """The area and all below it, by prefix: for administration; cases ask by their own columns."""
        return self.filter(code__startswith=grid.code)


class Grid(models.Model):
    """An area of the tree. Its code says where it hangs, is never changed and never used again."""

    Level = GridLevel
    Kind = GridKind

    code = models.CharField(_("code"), max_length=15, unique=True, db_collation="C")
    level = models.PositiveSmallIntegerField(_("level"), choices=GridLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        to_field="code",
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=GridKind, blank=True, default="")
    name = models.CharField(pgettext_lazy("of a place or thing", "name"), max_length=60)
    pinyin = models.CharField(_("sorting key"), max_length=300, blank=True, default="")
    valid_from = models.DateField(_("valid from"), default=BEGINNING)
    valid_to = models.DateField(_("valid until (exclusive)"), null=True, blank=True)
    replaces = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    area_km2 = models.DecimalField(_("area in km²"), max_digits=12, decimal_places=6, null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    buildings = models.PositiveIntegerField(_("buildings"), null=True, blank=True)
    doors = models.PositiveIntegerField(_("doors"), null=True, blank=True)

    objects = GridQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name, verbose_name_plural = _("area"), _("areas")
        constraints = [
            models.CheckConstraint(condition=well_coded(), name="grid_well_coded"),
            models.CheckConstraint(condition=well_numbered(), name="grid_well_numbered"),
            models.CheckConstraint(condition=~Q(name=""), name="grid_named"),
            models.CheckConstraint(condition=Q(area_km2=None) | Q(area_km2__gt=0), name="grid_area_positive"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="grid_valid_range"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="code_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__code__df=pgtrigger.F("new__code")),
            ),
            bumps("ground"),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def lineage(self):
        """The areas from the city or district down to this one, in one query."""
        codes = [self.code[: level.digits] for level in GridLevel if level < self.level]
        return [*Grid.objects.filter(code__in=codes).order_by("code"), self]

    def chain(self):
        """The place of a case in this area: {"district", "street", "community", "grid"}, None below it."""
        return dict.fromkeys(COLUMNS.values()) | {COLUMNS[area.level]: area for area in self.lineage if area.level}

    @property
    def column(self):
        """The field of a case that holds areas of this level; none holds the city."""
        return COLUMNS[self.level]

    @property
    def full_name(self):
        """红桥区西于庄街道增产里社区第1网格: the names from above, none said twice."""
        above, spoken = "", ""
        for area in self.lineage:
            spoken, above = spoken + area.name.removeprefix(above), area.name
        return spoken


class Boundary(models.Model):
    """Where an area lies: WGS-84 degrees, once to be shown and once to be searched.

    A table of its own, so that lists of cases never carry polygons along.
    """

    grid = models.OneToOneField(Grid, models.CASCADE, primary_key=True, related_name="boundary", verbose_name=_("area"))
    geometry = models.JSONField(_("geometry (GeoJSON)"))
    wkb = models.BinaryField(_("geometry (WKB)"))
    min_lng = models.FloatField()
    min_lat = models.FloatField()
    max_lng = models.FloatField()
    max_lat = models.FloatField()
    source_crs = models.CharField(_("coordinates of the file"), max_length=6, default="WGS-84")

    class Meta:
        verbose_name, verbose_name_plural = _("boundary"), _("boundaries")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    min_lng__gte=CHINA[0],
                    min_lat__gte=CHINA[1],
                    max_lng__lte=CHINA[2],
                    max_lat__lte=CHINA[3],
                    min_lng__lt=F("max_lng"),
                    min_lat__lt=F("max_lat"),
                ),
                name="grid_boundary_in_china",
            ),
            models.CheckConstraint(condition=Q(source_crs__in=["WGS-84", "GCJ-02"]), name="grid_boundary_source_crs"),
        ]
        triggers = [bumps("ground")]

    def __str__(self):
        return str(self.grid)


class Zone(models.Model):
    """A functional zone: no division of the state, but streets of one or several districts."""

    code = models.CharField(_("code"), max_length=12, unique=True, db_collation="C")
    name = models.CharField(pgettext_lazy("of a place or thing", "name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True, default="")

    class Meta:
        ordering = ["code"]
        verbose_name, verbose_name_plural = _("functional zone"), _("functional zones")
        constraints = [
            # The letter keeps a zone's code from ever being taken for an area's.
            models.CheckConstraint(condition=Q(code__regex="^Z[0-9A-Z]{1,11}$"), name="grid_zone_code"),
        ]

    def __str__(self):
        return self.name


class ZoneStreet(models.Model):
    """A street's time in a functional zone: one zone at once."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="streets", verbose_name=_("functional zone"))
    street = models.ForeignKey(Grid, models.PROTECT, to_field="code", related_name="zones", verbose_name=_("street"))
    valid_from = models.DateField(_("valid from"), default=BEGINNING)
    valid_to = models.DateField(_("valid until (exclusive)"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("street of a zone"), _("streets of zones")
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("street_id"), GridLevel.STREET.digits), name="grid_zonestreet_is_street"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="grid_zonestreet_valid_range"
            ),
            models.UniqueConstraint("street", condition=Q(valid_to=None), name="grid_zonestreet_one_zone"),
        ]

    def __str__(self):
        return f"{self.zone} · {self.street}"
