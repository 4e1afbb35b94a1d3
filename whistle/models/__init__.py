from .assessment import (
    Appeal,
    AppealAlarm,
    AppealClock,
    AppealStep,
    Assessment,
    AssessmentAlarm,
    AssessmentClock,
    AssessmentStep,
    FrozenFigure,
    OtherScore,
    Vote,
)
from .kinds import WhistleKind
from .order import Attendance, Order, OrderAlarm, OrderClock, OrderStep
from .papers import Inspection, Paper
from .points import PointEntry
from .questions import OrderFigure, SupervisionFigure, WhistleFigure
from .rating import Rating, RatingRevision
from .scheme import AssessmentScheme
from .supervision import Supervision, SupervisionAlarm, SupervisionClock, SupervisionStep
from .whistle import Whistle, WhistleAlarm, WhistleClock, WhistleScope, WhistleStatus, WhistleStep

__all__ = [
    "Appeal", "AppealAlarm", "AppealClock", "AppealStep", "Assessment", "AssessmentAlarm", "AssessmentClock",
    "AssessmentScheme", "AssessmentStep", "Attendance", "FrozenFigure", "Inspection", "Order", "OrderAlarm",
    "OrderClock", "OrderFigure", "OrderStep", "OtherScore", "Paper", "PointEntry", "Rating", "RatingRevision",
    "Supervision", "SupervisionAlarm", "SupervisionClock", "SupervisionFigure", "SupervisionStep", "Vote", "Whistle",
    "WhistleAlarm", "WhistleClock", "WhistleFigure", "WhistleKind", "WhistleScope", "WhistleStatus", "WhistleStep",
]  # fmt: skip
