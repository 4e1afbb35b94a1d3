"""The incident (事件): a matter somebody reported, from the report to the evaluated close (`domain.md` 4.1)."""

from .handing import Handing, Part
from .model import Incident, IncidentAlarm, IncidentClock, IncidentStep
from .questions import MARKED, IncidentFigure, Mark
from .remark import Remark, Word
from .stages import STAGES
from .status import IncidentStatus, Phase

__all__ = [
    "MARKED",
    "STAGES",
    "Handing",
    "Incident",
    "IncidentAlarm",
    "IncidentClock",
    "IncidentFigure",
    "IncidentStatus",
    "IncidentStep",
    "Mark",
    "Part",
    "Phase",
    "Remark",
    "Word",
]
