"""The kinds of case there are, and a way to name one of them to a person."""

from django.apps import apps

from grid.casework.case import Case


def kinds():
    """Every concrete kind of case in the house."""
    return [model for model in apps.get_models() if issubclass(model, Case)]


def related(model, name):
    """The step or clock model of a kind ("steps", "clocks")."""
    return getattr(model, name).rel.related_model


def named(case):
    """A case as a line of the report names it."""
    return f"{case.KIND} {case.pk} ({case})"
