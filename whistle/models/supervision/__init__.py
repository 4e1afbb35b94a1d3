"""Supervision (督办): what was not done in time is followed up, blue, orange, red (`domain.md` 4.4)."""

from .flow import SupervisionLevel, SupervisionStatus, SupervisionType
from .model import Supervision, SupervisionAlarm, SupervisionClock, SupervisionStep

__all__ = [
    "Supervision", "SupervisionAlarm", "SupervisionClock", "SupervisionLevel", "SupervisionStatus", "SupervisionStep",
    "SupervisionType",
]  # fmt: skip
