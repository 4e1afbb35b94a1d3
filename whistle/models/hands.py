"""Whose hands move the cases of this floor."""

from grid.casework.flow import Hand
from grid.models import Role

# Only these two blow, and only in their own street (`domain.md` 2-36).
BLOWERS = (Role.PARTY_SECRETARY, Role.DIRECTOR)
STAFF = (Role.STREET_OPERATOR, *BLOWERS)
DEPARTMENT = (Role.CLERK, Role.HEAD)


def hands(roles, of):
    """A hand for each of these roles, held at what `of` names."""
    return [Hand(role, of=of) for role in roles]
