"""The incident (事件): a matter somebody reported, from the report to the evaluated close (`domain.md` 4.1)."""

from .flow import IncidentStatus, Phase
from .model import Handing, Incident, IncidentAlarm, IncidentClock, IncidentStep
from .questions import IncidentFigure

__all__ = [
    "Handing",
    "Incident",
    "IncidentAlarm",
    "IncidentClock",
    "IncidentFigure",
    "IncidentStatus",
    "IncidentStep",
    "Phase",
]
