from .accountability import (
    Accountability,
    AccountabilityAlarm,
    AccountabilityClock,
    AccountabilityEntry,
    AccountabilityLook,
    AccountabilityStep,
)
from .feed import CalendarFeed
from .kinds import WhistleKind
from .leaders import Charge
from .order import Attendance, Order, OrderAlarm, OrderClock, OrderStatus, OrderStep
from .papers import Inspection, Paper
from .points import PointEntry
from .questions import OrderFigure, SupervisionFigure, WhistleFigure
from .rating import Rating
from .stages import STAGES
from .supervision import (
    PointRate,
    Supervision,
    SupervisionAlarm,
    SupervisionClock,
    SupervisionItem,
    SupervisionStep,
)
from .visits import SolvedProblem, Visit
from .whistle import Whistle, WhistleAlarm, WhistleClock, WhistleScope, WhistleStatus, WhistleStep

__all__ = [
    "Accountability", "AccountabilityAlarm", "AccountabilityClock", "AccountabilityEntry", "AccountabilityLook",
    "AccountabilityStep", "Attendance", "CalendarFeed", "Charge", "Inspection", "Order", "OrderAlarm", "OrderClock",
    "OrderFigure", "OrderStatus", "OrderStep", "Paper", "PointEntry", "PointRate", "Rating", "STAGES", "SolvedProblem",
    "Supervision", "SupervisionAlarm", "SupervisionClock", "SupervisionFigure", "SupervisionItem", "SupervisionStep",
    "Visit", "Whistle", "WhistleAlarm", "WhistleClock", "WhistleFigure", "WhistleKind", "WhistleScope",
    "WhistleStatus", "WhistleStep",
]  # fmt: skip
