"""Supervision (督办): what was not done in time, or was found wanting, is followed up (`domain.md` 4.4)."""

from . import notices
from .flow import Inspection, SupervisionLevel, SupervisionStatus, SupervisionType
from .items import SupervisionItem
from .model import Supervision, SupervisionAlarm, SupervisionClock, SupervisionStep
from .points import PointRate

__all__ = [
    "Inspection", "PointRate", "Supervision", "SupervisionAlarm", "SupervisionClock", "SupervisionItem",
    "SupervisionLevel", "SupervisionStatus", "SupervisionStep", "SupervisionType", "notices",
]  # fmt: skip
