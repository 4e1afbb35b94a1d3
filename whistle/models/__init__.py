from .kinds import WhistleKind
from .order import Attendance, Order, OrderAlarm, OrderClock, OrderStep
from .papers import Inspection, Paper
from .points import PointEntry
from .questions import OrderFigure, SupervisionFigure, WhistleFigure
from .rating import Rating
from .stages import STAGES
from .supervision import Supervision, SupervisionAlarm, SupervisionClock, SupervisionStep
from .whistle import Whistle, WhistleAlarm, WhistleClock, WhistleScope, WhistleStatus, WhistleStep

__all__ = [
    "STAGES", "Attendance", "Inspection", "Order", "OrderAlarm", "OrderClock", "OrderFigure", "OrderStep", "Paper",
    "PointEntry", "Rating", "Supervision", "SupervisionAlarm", "SupervisionClock", "SupervisionFigure",
    "SupervisionStep", "Whistle", "WhistleAlarm", "WhistleClock", "WhistleFigure", "WhistleKind", "WhistleScope",
    "WhistleStatus", "WhistleStep",
]  # fmt: skip
