"""Whose hands move the cases of this floor."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from grid.casework.flow import Hand
from grid.models import Role
from grid.models.people import STREET_STAFF

if not settings.WHISTLE_BLOWERS or not STREET_STAFF.issuperset(settings.WHISTLE_BLOWERS):
    raise ImproperlyConfigured(f"WHISTLE_BLOWERS names posts of a street: {', '.join(sorted(STREET_STAFF))}")

# Only these blow, and only in their own street: its party secretary and its director (`domain.md` 2-36),
# unless a district's own rules let others of the street blow.
BLOWERS = tuple(Role(word) for word in settings.WHISTLE_BLOWERS)
STAFF = (Role.STREET_OPERATOR, Role.PARTY_SECRETARY, Role.DIRECTOR)
COMMUNITY = (Role.COMMUNITY_OPERATOR, Role.COMMUNITY_SECRETARY)
DEPARTMENT = (Role.CLERK, Role.HEAD)


def hands(roles, of):
    """A hand for each of these roles, held at what `of` names."""
    return [Hand(role, of=of) for role in roles]
