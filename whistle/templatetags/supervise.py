"""The supervision office's button on the page of a case of this floor."""

from django import template
from django.urls import reverse

from grid.models import Role
from whistle.models import Accountability

register = template.Library()


@register.inclusion_tag("whistle/_supervise.html", takes_context=True)
def supervise(context, case):
    """A button that begins a slip on `case`, for whoever may."""
    may = context["request"].user.holds(Role.SUPERVISOR) and case.number
    return {"begin": f"{reverse('whistle:found')}?number={case.number}" if may else ""}


@register.inclusion_tag("whistle/_account.html", takes_context=True)
def account(context, whistle):
    """A button that proposes accountability for a later round of `whistle`, for whoever may."""
    draft = Accountability(street=whistle.street, district=whistle.district)
    may = whistle.round > 1 and whistle.number and draft.allows("propose", context["request"].user)
    return {"begin": reverse("whistle:propose_for", args=[whistle.pk]) if may else ""}
