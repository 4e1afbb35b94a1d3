from .accountability import (
    Accountability,
    AccountabilityAlarm,
    AccountabilityClock,
    AccountabilityEntry,
    AccountabilityLook,
    AccountabilityStep,
)
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
from .feed import CalendarFeed
from .kinds import WhistleKind
from .leaders import Charge
from .order import Attendance, Order, OrderAlarm, OrderClock, OrderStatus, OrderStep
from .papers import Inspection, Paper
from .points import PointEntry
from .questions import OrderFigure, SupervisionFigure, WhistleFigure
from .rating import Rating, RatingRevision
from .scheme import AssessmentScheme
from .stages import STAGES
from .supervision import (
    PointRate,
    Supervision,
    SupervisionAlarm,
    SupervisionClock,
    SupervisionItem,
    SupervisionStep,
)
from .visits import SolvedProblem, Visit, VisitCorrection
from .whistle import Whistle, WhistleAlarm, WhistleClock, WhistleScope, WhistleStatus, WhistleStep

__all__ = [
    "Accountability", "AccountabilityAlarm", "AccountabilityClock", "AccountabilityEntry", "AccountabilityLook",
    "AccountabilityStep", "Appeal", "AppealAlarm", "AppealClock", "AppealStep", "Assessment", "AssessmentAlarm",
    "AssessmentClock", "AssessmentScheme", "AssessmentStep", "Attendance", "CalendarFeed", "Charge", "FrozenFigure",
    "Inspection", "Order", "OrderAlarm", "OrderClock", "OrderFigure", "OrderStatus", "OrderStep", "OtherScore",
    "Paper", "PointEntry", "PointRate", "Rating", "RatingRevision", "STAGES", "SolvedProblem", "Supervision",
    "SupervisionAlarm", "SupervisionClock", "SupervisionFigure", "SupervisionItem", "SupervisionStep", "Visit",
    "VisitCorrection",
    "Vote", "Whistle", "WhistleAlarm", "WhistleClock", "WhistleFigure", "WhistleKind", "WhistleScope",
    "WhistleStatus", "WhistleStep",
]  # fmt: skip
