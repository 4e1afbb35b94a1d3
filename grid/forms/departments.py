"""Choosing among departments: grouped by what they are, each group in the order of the reader's language."""

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from grid.models import Department
from grid.naming import in_language


class Grouped(ModelChoiceIterator):
    """The departments of a queryset under the names of their kinds."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        found = sorted(self.queryset, key=lambda each: (in_language(each.pinyin, each.name_en), each.code))
        for kind in Department.Kind:
            group = [self.choice(each) for each in found if each.kind == kind]
            if group:
                yield kind.label, group


class DepartmentField(forms.ModelChoiceField):
    """One department."""

    iterator = Grouped

    def __init__(self, **kwargs):
        kwargs = {"empty_label": _("Choose a department")} | kwargs
        super().__init__(Department.objects.none(), **kwargs)


class Ticks(forms.CheckboxSelectMultiple):
    """A list to tick, which static/js/departments.js narrows by what is typed.

    `lead` names the field of the same form whose department is not offered a second time.
    """

    template_name = "components/departments.html"

    def __init__(self, lead="", **kwargs):
        super().__init__(**kwargs)
        self.lead = lead

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["lead"] = self.lead
        return context

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["words"] = words_of(value.instance)
        return option


class DepartmentsField(forms.ModelMultipleChoiceField):
    """Any number of departments."""

    iterator = Grouped

    def __init__(self, lead="", **kwargs):
        super().__init__(Department.objects.none(), widget=Ticks(lead), **kwargs)


def words_of(department):
    """By what a department is found: its names, and its Chinese name in pinyin, whole and by initials."""
    sounds = department.pinyin.split()
    initials = "".join(sound[:1] for sound in sounds)
    said = [department.name, department.short_name, department.name_en, "".join(sounds), initials]
    return " ".join(said).lower()
