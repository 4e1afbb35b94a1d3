"""Accountability (问责): what supervision could not solve is put before discipline inspection (`domain.md` 4.4)."""

from .file import AccountabilityEntry, AccountabilityLook, Ground
from .flow import AccountabilityStatus, Measure
from .model import Accountability, AccountabilityAlarm, AccountabilityClock, AccountabilityStep

__all__ = [
    "Accountability", "AccountabilityAlarm", "AccountabilityClock", "AccountabilityEntry", "AccountabilityLook",
    "AccountabilityStatus", "AccountabilityStep", "Ground", "Measure",
]  # fmt: skip
