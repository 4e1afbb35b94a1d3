"""Which department a matter goes to, as rows: the first rule that matches wins and says so (`domain.md` 4.1, 分流)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Deferrable, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .calendar import bumps, kept, told
from .people import Department, Role
from .territory import Grid, GridLevel

READERS = (Role.CENTRE, Role.SUPERVISOR, Role.LEADER, Role.STREET_OPERATOR, Role.COMMUNITY_OPERATOR)


@dataclass(frozen=True)
class Route:
    """Where a matter should go and why, in a sentence; `department` None: nobody is named, the desk keeps it."""

    department: Any
    unit: Any
    assisting: tuple
    why: str
    rule: Any = None


class RoutingRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rules of the districts in which the person routes incidents or oversees it."""
        districts = {post.district_code for post in user.posts_at() if post.role in READERS}
        return self.filter(district__code__in=districts)

    def active(self):
        return self.filter(is_active=True)

    def told(self):
        """With everything their sentence names, in the order in which they are asked."""
        named = ("district", "category", "territory__parent", "department", "unit", "basis")
        return self.select_related(*named).order_by("position")

    def for_incident(self, incident):
        """The Route that the rules propose for this incident."""
        return self.route(incident.category, incident.grid)

    def route(self, category, place):
        """The Route for a type at a place (a Grid of any level); without a rule the type's own department.

        Matched in memory against rules read once a version; a rule whose department is no longer in
        use is passed over. At most three small queries.
        """
        found = [pk for pk, *reach in kept("routing", _read_rules) if covers(reach, (category.code, place.code))]
        for rule in self.filter(pk__in=found).told() if found else ():
            if rule.department.is_active:
                return rule.route()
        return _by_type(category)


@told()
class RoutingRule(models.Model):
    """A type (or a group of types, or any) at a place (or anywhere in the district) goes to this department.

    Rules of a district are asked in the order of `position`; none is ever deleted, only switched off.
    """

    district = models.ForeignKey(Grid, models.PROTECT, related_name="+", verbose_name=gettext_lazy("District"))
    position = models.PositiveSmallIntegerField(gettext_lazy("position"))
    category = models.ForeignKey(
        "grid.Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("type")
    )
    territory = models.ForeignKey(
        Grid, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("place")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=gettext_lazy("lead department")
    )
    unit = models.ForeignKey("grid.DepartmentUnit", models.PROTECT, null=True, blank=True, related_name="+")
    assisting = ArrayField(models.BigIntegerField(), default=list, blank=True)  # keys of departments, in their order
    is_active = models.BooleanField(gettext_lazy("in use"), default=True)
    note = models.CharField(gettext_lazy("note"), max_length=200, blank=True)
    basis = models.ForeignKey(
        "grid.Document", models.PROTECT, null=True, blank=True, related_name="routing_rules",
        verbose_name=gettext_lazy("basis"),
    )  # fmt: skip

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["district", "position"]
        verbose_name, verbose_name_plural = gettext_lazy("routing rule"), gettext_lazy("routing rules")
        constraints = [
            # Deferred, so that two rules can change places in one transaction.
            models.UniqueConstraint(
                fields=["district", "position"], name="routingrule_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="routingrule_counts_from_one"),
        ]
        triggers = [bumps("routing")]

    def __str__(self):
        return _("Rule %(no)s: %(what)s · %(where)s") % {"no": self.position, "what": self.what, "where": self.where}

    def get_absolute_url(self):
        return reverse("grid:routing_edit", args=[self.pk])

    @property
    def what(self):
        return str(self.category) if self.category_id else _("any type")

    @property
    def where(self):
        if not self.territory_id:
            return _("whole district")
        above = self.territory.parent if self.territory.level > GridLevel.STREET else None
        return " ".join(area.name for area in (above, self.territory) if area)

    @property
    def reach(self):
        """The beginnings of the codes of types and of places that the rule matches."""
        return (
            self.category.code if self.category_id else "",
            self.territory.code if self.territory_id else self.district.code,
        )

    @property
    def answer(self):
        """What the rule says: two rules with the same answer do not contradict each other."""
        return self.department_id, self.unit_id, tuple(self.assisting)

    def may_edit(self, user):
        """The centre of the district keeps its rules."""
        return any(post.role == Role.CENTRE and post.grid_id == self.district_id for post in user.posts_at())

    def helpers(self, known=None):
        """The assisting departments still in use, in the order given; `known` are departments read already, by key."""
        found = known
        if found is None:
            found = Department.objects.called().in_bulk(self.assisting) if self.assisting else {}
        return tuple(found[key] for key in self.assisting if key in found and key != self.department_id)

    def route(self):
        """The Route of whatever this rule matches."""
        helpers = self.helpers()
        whom = " · ".join(str(each) for each in (self.department, self.unit) if each)
        why = f"{self} → {whom}"
        if helpers:
            why += _(", assisted by %(helpers)s") % {"helpers": "、".join(map(str, helpers))}
        return Route(self.department, self.unit, helpers, why, self)

    # -- keeping them ---------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def append(cls, district, **said):
        """A new rule at the end of the district's list."""
        Grid.objects.select_for_update(of=("self",), no_key=True).get(pk=district.pk)
        last = cls.objects.filter(district=district).aggregate(last=Max("position"))["last"] or 0
        return cls.objects.create(district=district, position=last + 1, **said)

    @transaction.atomic
    def shift(self, step):
        """Change places with the neighbour above (-1) or below (1); at the end of the list nothing happens."""
        rules = type(self).objects.select_for_update(of=("self",), no_key=True).filter(district=self.district_id)
        order = list(rules.order_by("position"))
        place = next(no for no, rule in enumerate(order) if rule.pk == self.pk)
        if not 0 <= place + step < len(order):
            return
        mine, other = order[place], order[place + step]
        mine.position, other.position = other.position, mine.position
        for rule in (mine, other):
            rule.save(update_fields=["position"])

    def switch(self, on):
        """Take the rule out of use, or back into it."""
        type(self).objects.filter(pk=self.pk).update(is_active=on)


def covers(wide, narrow):
    """Whether every code of `narrow` begins with that of `wide`: (type, place)."""
    return all(code.startswith(beginning) for beginning, code in zip(wide, narrow, strict=True))


def crosses(one, other):
    """Whether some type at some place belongs to both reaches."""
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=True))


def troubles(rules):
    """{rule: [(kind, the earlier rule)]}: what active rules, in their order, do to one another.

    "shadowed": the earlier rule takes everything, this one can never match. "conflict": both match
    some matters, neither is the exception of the other, and they name different departments.
    """
    found: dict[Any, list] = {}
    active = [rule for rule in rules if rule.is_active]
    for no, rule in enumerate(active):
        for earlier in active[:no]:
            if covers(earlier.reach, rule.reach):
                found.setdefault(rule, []).append(("shadowed", earlier))
            elif _contradict(earlier, rule):
                found.setdefault(rule, []).append(("conflict", earlier))
    return found


def _contradict(earlier, rule):
    exception = covers(rule.reach, earlier.reach)
    return not exception and crosses(earlier.reach, rule.reach) and earlier.answer != rule.answer


def _by_type(category):
    department = category.default_department
    if department is None or not department.is_active:
        return Route(None, None, (), _("No rule matches, and the type names no department: handle it at this level."))
    told = {"type": category, "department": department}
    return Route(department, None, (), _("No rule matches: by default %(type)s goes to %(department)s.") % told)


def _read_rules(_number):
    rows = RoutingRule.objects.active().order_by("district", "position")
    codes = rows.values_list("pk", "category__code", "territory__code", "district__code")
    return [(pk, category or "", territory or district) for pk, category, territory, district in codes]
