from grid.casework.books import Heartbeat, Serial, Submission

from .attachment import Attachment
from .calendar import CalendarDay, CalendarVersion, WorkSession, calendar_alarm, calendar_now, missing_years
from .category import Category, Medium, Source, Urgency
from .client import Client
from .document import Document
from .export import Export, ExportError, ExportFormat, ExportState
from .follow import Follow
from .import_draft import ImportDraft
from .incident import (
    Handing,
    Incident,
    IncidentAlarm,
    IncidentClock,
    IncidentFigure,
    IncidentStatus,
    IncidentStep,
    Part,
    Phase,
    Remark,
    Word,
)
from .inquiry import Inquiry, forget, outlived
from .limits import Ladder, LimitMissing, Rung, TimeLimit
from .notice import Notice, NoticeRead
from .people import Department, DepartmentUnit, Post, Role, User
from .photo import Photo
from .prompt import Prompt, PromptAlarm, PromptClock, PromptFigure, PromptStep
from .recheck import Draw, Recheck
from .recomputation import Recomputation, RecountedClock
from .reveal import Reveal
from .rule_change import RuleChange, RulesChanged
from .rules import Route, RoutingRule
from .seats import SeatWord, seats_of
from .territory import Boundary, Grid, GridKind, GridLevel, Zone, ZoneStreet
from .text import Text, TextState
from .ticket import Ticket

__all__ = [
    "Attachment",
    "Boundary",
    "CalendarDay",
    "CalendarVersion",
    "Category",
    "Client",
    "Department",
    "DepartmentUnit",
    "Document",
    "Draw",
    "Export",
    "ExportError",
    "ExportFormat",
    "ExportState",
    "Follow",
    "Grid",
    "GridKind",
    "GridLevel",
    "Handing",
    "Heartbeat",
    "ImportDraft",
    "Incident",
    "IncidentAlarm",
    "IncidentClock",
    "IncidentFigure",
    "IncidentStatus",
    "IncidentStep",
    "Inquiry",
    "Ladder",
    "LimitMissing",
    "Medium",
    "Notice",
    "NoticeRead",
    "Part",
    "Phase",
    "Photo",
    "Post",
    "Prompt",
    "PromptAlarm",
    "PromptClock",
    "PromptFigure",
    "PromptStep",
    "Recheck",
    "Recomputation",
    "RecountedClock",
    "Remark",
    "Reveal",
    "Role",
    "Route",
    "RoutingRule",
    "RuleChange",
    "RulesChanged",
    "Rung",
    "SeatWord",
    "Serial",
    "Source",
    "Submission",
    "Text",
    "TextState",
    "Ticket",
    "TimeLimit",
    "Urgency",
    "User",
    "Word",
    "WorkSession",
    "Zone",
    "ZoneStreet",
    "calendar_alarm",
    "calendar_now",
    "forget",
    "missing_years",
    "outlived",
    "seats_of",
]
