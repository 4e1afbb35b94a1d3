"""The form of a routing rule."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grid.casework.access import FormOnce
from grid.filters import types
from grid.models import Category, Department, DepartmentUnit, Grid, GridLevel, RoutingRule

from .limits import basis_field

FIELDS = ("category", "territory", "department", "unit", "assisting", "note", "basis")


class RoutingRuleForm(FormOnce):
    """What and where goes to whom; `district` is where the rule holds, `rule` the one that is changed (or None)."""

    category = forms.ModelChoiceField(
        Category.objects.active(), label=_("Type or group of types"), to_field_name="code", required=False
    )
    territory = forms.ModelChoiceField(Grid.objects.none(), label=_("Place"), to_field_name="code", required=False)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Lead department"))
    unit = forms.ModelChoiceField(
        DepartmentUnit.objects.none(),
        label=_("Office"),
        required=False,
        help_text=_("An office of the lead department."),
    )
    assisting = forms.ModelMultipleChoiceField(
        Department.objects.none(), label=_("Assisting departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    basis = basis_field()

    def __init__(self, *args, user, district, rule=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.district, self.rule = district, rule
        called = Department.objects.visible_to(user).called().filter(district=district)
        self.fields["department"].queryset = self.fields["assisting"].queryset = called
        units = DepartmentUnit.objects.filter(department__in=called).select_related("department")
        self.fields["unit"].queryset = units
        self.fields["unit"].choices = [("", _("the department itself")), *by_department(units)]
        self.fields["category"].choices = [("", _("any type")), *types()]
        places = Grid.objects.visible_to(user).active().within(district)
        self.fields["territory"].queryset = places
        self.fields["territory"].choices = [("", _("whole district")), *by_street(places, rule)]
        if rule:
            self.start_from(rule)

    def start_from(self, rule):
        codes = {"category": rule.category and rule.category.code, "territory": rule.territory and rule.territory.code}
        for name in FIELDS:
            self.fields[name].initial = codes.get(name) or getattr(rule, name)

    def clean(self):
        said = super().clean()
        lead, unit = said.get("department"), said.get("unit")
        if lead and unit and unit.department_id != lead.pk:
            self.add_error("unit", ValidationError(_("This office belongs to another department.")))
        if lead and lead in said.get("assisting", ()):
            self.add_error("assisting", ValidationError(_("The lead department does not assist itself.")))
        return said

    @property
    def values(self):
        """The fields of the rule as the form says them."""
        said = {name: self.cleaned_data[name] for name in FIELDS}
        return said | {"assisting": [each.pk for each in said["assisting"]]}

    def drawn(self):
        """The rule as it would stand, not saved: where it stands now, or at the end of the list."""
        rule = self.rule or RoutingRule(district=self.district, position=0)
        for name, value in self.values.items():
            setattr(rule, name, value)
        return rule

    def save(self):
        """Write the rule; returns the address of the list."""
        if self.rule:
            self.drawn().save(update_fields=FIELDS)
        else:
            RoutingRule.append(self.district, **self.values)
        return reverse("grid:routing")


def by_department(units):
    """Offices as choices, grouped by department."""
    groups: dict[str, list] = {}
    for unit in units.order_by("department__pinyin", "code"):
        groups.setdefault(str(unit.department), []).append((unit.pk, str(unit)))
    return list(groups.items())


def by_street(places, rule):
    """Streets and their communities as choices by code; a smaller place only where the rule names it already."""
    rows = list(places.filter(level__in=(GridLevel.STREET, GridLevel.COMMUNITY)).order_by("code"))
    if rule and rule.territory and rule.territory.level == GridLevel.BASE:
        rows.append(rule.territory)
    streets = {row.code: row.name for row in rows if row.level == GridLevel.STREET}
    groups = {code: [(code, _("%(street)s: all of it") % {"street": name})] for code, name in streets.items()}
    for row in rows:
        if row.level != GridLevel.STREET and row.code[:9] in groups:
            groups[row.code[:9]].append((row.code, row.name))
    return [(streets[code], choices) for code, choices in groups.items()]
