"""The supervision office's button on the page of a case of this floor."""

from django import template
from django.urls import reverse

from grid.models import Role

register = template.Library()


@register.inclusion_tag("whistle/_supervise.html", takes_context=True)
def supervise(context, case):
    """A button that begins a slip on `case`, for whoever may."""
    may = context["request"].user.holds(Role.SUPERVISOR) and case.number
    return {"begin": f"{reverse('whistle:found')}?number={case.number}" if may else ""}
