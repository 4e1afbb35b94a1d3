from .order import Attendance, Order, OrderAlarm, OrderClock, OrderStep
from .rating import Rating
from .supervision import Supervision, SupervisionAlarm, SupervisionClock, SupervisionStep
from .whistle import Whistle, WhistleAlarm, WhistleClock, WhistleKind, WhistleScope, WhistleStatus, WhistleStep

__all__ = [
    "Attendance", "Order", "OrderAlarm", "OrderClock", "OrderStep", "Rating", "Supervision", "SupervisionAlarm",
    "SupervisionClock", "SupervisionStep", "Whistle", "WhistleAlarm", "WhistleClock", "WhistleKind", "WhistleScope",
    "WhistleStatus", "WhistleStep",
]  # fmt: skip
