"""People and the posts they hold. A role means nothing without ground; rights follow active posts only."""

from datetime import timedelta
from functools import cached_property

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.naming import in_language

from .calendar import bumps


class Role(models.TextChoices):
    """What a post lets its holder do; the ground says where."""

    WORKER = "worker", _("Grid worker")
    COMMUNITY_SECRETARY = "community_secretary", _("Community party secretary")
    COMMUNITY_OPERATOR = "community_operator", _("Community operator")
    STREET_OPERATOR = "street_operator", _("Street operator")
    PARTY_SECRETARY = "street_party_secretary", _("Street party secretary")
    DIRECTOR = "street_director", _("Street director")
    CLERK = "clerk", _("Department clerk")
    HEAD = "head", _("Department head")
    CENTRE = "district_centre", _("District centre")
    SUPERVISOR = "supervision_office", _("Supervision office")
    LEADER = "district_leader", _("District leader")
    DISCIPLINE = "discipline_inspection", _("Discipline inspection")
    MEDIATOR = "mediator", _("Mediator")
    MEDIATION_CLERK = "mediation_clerk", _("Mediation centre clerk")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")
    CHANNEL = "channel", _("Reporting channel")


DEPARTMENTAL = frozenset({Role.CLERK, Role.HEAD})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
STREET_STAFF = frozenset({Role.STREET_OPERATOR, Role.PARTY_SECRETARY, Role.DIRECTOR})
# Whose post shows the cases of its territory (kernel: sight). The others see what was handed,
# proposed or entrusted to them, and administrators no case at all.
TERRITORIAL = frozenset(
    {
        Role.WORKER,
        Role.COMMUNITY_SECRETARY,
        Role.COMMUNITY_OPERATOR,
        *STREET_STAFF,
        Role.CENTRE,
        Role.SUPERVISOR,
        Role.LEADER,
    }
)

PUBLIC_CHANNEL = "channel."


class UserManager(BaseUserManager):
    """Creates people with a hashed password; there is no superuser, only posts."""

    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def holding(self, role, at=None, *, grid=None, department=None):
        """Whoever holds this seat at `at` (default now)."""
        posts = Post.objects.active(at).filter(role=role, grid=grid, department=department)
        return self.filter(pk__in=posts.values("user"))

    def public_channel(self, district, at=None):
        """In whose name the public page of a district reports: it never signs in. None when there is none."""
        channels = self.holding(Role.CHANNEL, at, grid=district)
        return channels.filter(username__startswith=PUBLIC_CHANNEL, is_active=False).order_by("pk").first()


class User(AbstractBaseUser):
    """A person who logs in, or a channel (public page, hotline client) that never does."""

    username = models.CharField(_("login name"), max_length=64, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("name"), max_length=64)
    pinyin = models.CharField(max_length=128, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["pinyin", "pk"]
        triggers = [bumps("posts", "is_active")]

    def __str__(self):
        return self.name or self.username

    @cached_property
    def posts(self):
        """Every post of this person with its ground; few, so read once a request."""
        return list(self.post_set.select_related("grid", "department__district", "unit").order_by("valid_from", "pk"))

    def posts_at(self, at=None):
        """The posts active at `at` (default now): what the person may see and do."""
        moment = at or timezone.now()
        return [post for post in self.posts if post.is_active(moment)]

    def holds(self, *roles, at=None):
        """The first active post with one of these roles, or None."""
        return next((post for post in self.posts_at(at) if post.role in roles), None)

    @property
    def main_post(self):
        """The post shown beside the name."""
        posts = self.posts_at()
        return posts[0] if posts else None

    @property
    def password_is_old(self):
        """等保 profile: passwords are changed at least every PASSWORD_MAX_AGE_DAYS (0: never asked)."""
        days, changed = settings.PASSWORD_MAX_AGE_DAYS, self.password_changed_at
        return bool(days and changed and timezone.now() - changed > timedelta(days=days))


class DepartmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The departments of the districts in which `user` holds a post; the directory is open within them."""
        districts = {post.district_code for post in user.posts_at()}
        return self.filter(district__code__in=districts)

    def called(self):
        """Departments a case can be handed to."""
        return self.filter(is_active=True)


class Department(models.Model):
    """A district bureau (职能部门), or an enterprise that acts like one, that signs, handles and reports in."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("Bureau")
        UTILITY = "utility", _("Utility enterprise")
        MASS = "mass", _("Mass organisation")

    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=64)
    name_en = models.CharField(max_length=96)
    short_name = models.CharField(max_length=24, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.BUREAU)
    pinyin = models.CharField(max_length=128, blank=True)
    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="departments")
    leader = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible leader")
    )
    is_active = models.BooleanField(default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["pinyin", "code"]
        triggers = [bumps("posts")]

    def __str__(self):
        return self.label

    @property
    def label(self):
        return in_language(self.name, self.name_en)


class DepartmentUnit(models.Model):
    """An office (科室) inside a department."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="units")
    code = models.CharField(max_length=16)
    name = models.CharField(_("name"), max_length=64)
    name_en = models.CharField(max_length=96, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["department", "code"], name="departmentunit_code_once")]

    def __str__(self):
        return in_language(self.name, self.name_en)


class PostQuerySet(models.QuerySet):
    def active(self, at=None):
        moment = at or timezone.now()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=moment), valid_from__lte=moment)


class TsTzRange(models.Func):
    function = "TSTZRANGE"


class UserRange(models.Func):
    """A bigint as a range of one, so that plain GiST can exclude equal users without an extension."""

    template = "INT8RANGE(%(expressions)s, %(expressions)s, '[]')"


@pghistory.track()
class Post(models.Model):
    """A role held by a person on some ground, from one moment to another, perhaps as acting deputy.

    A worker's posts are the worker's grids (many-to-many); one worker of a grid is the primary.
    """

    user = models.ForeignKey(User, models.PROTECT)
    role = models.CharField(_("role"), max_length=24, choices=Role)
    grid = models.ForeignKey("grid.Grid", models.PROTECT, null=True, blank=True, related_name="posts")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="posts")
    unit = models.ForeignKey(DepartmentUnit, models.PROTECT, null=True, blank=True, related_name="posts")
    acting = models.BooleanField(_("acting deputy"), default=False)
    is_primary = models.BooleanField(_("primary worker of the grid"), default=False)
    valid_from = models.DateTimeField(_("from"), default=timezone.now)
    valid_to = models.DateTimeField(_("to"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_on_its_ground",
                condition=Q(role__in=sorted(DEPARTMENTAL), department__isnull=False, grid=None)
                | (~Q(role__in=sorted(DEPARTMENTAL)) & Q(department=None, grid__isnull=False)),
            ),
            models.CheckConstraint(
                name="post_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from"))
            ),
            models.CheckConstraint(
                name="post_primary_is_a_worker", condition=Q(is_primary=False) | Q(role=Role.WORKER)
            ),
            models.UniqueConstraint(
                fields=["grid"], condition=Q(is_primary=True, valid_to=None), name="post_one_primary_worker"
            ),
            ExclusionConstraint(
                name="post_one_administrator_hat",
                expressions=[
                    (UserRange("user"), RangeOperators.OVERLAPS),
                    (TsTzRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=sorted(ADMINISTRATORS)),
            ),
        ]
        triggers = [bumps("posts")]

    def __str__(self):
        return f"{self.ground} · {self.get_role_display()}"

    @property
    def ground(self):
        return self.department or self.grid

    @property
    def seat(self):
        """("grid" | "department", key): what a hand of the flow table is compared with."""
        return ("department", self.department_id) if self.department_id else ("grid", self.grid_id)

    @property
    def sees_territory(self):
        return self.role in TERRITORIAL

    @property
    def district_code(self):
        return (self.grid or self.department.district).code[:6]

    def is_active(self, at):
        return self.valid_from <= at and (self.valid_to is None or self.valid_to > at)
