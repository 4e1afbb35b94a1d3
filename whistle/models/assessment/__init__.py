"""The assessment of a year (下考上): votes, other scores, the sums, publication, appeals, and what is frozen."""

from .appeal import Appeal, AppealAlarm, AppealClock, AppealStep
from .frozen import FrozenFigure
from .scores import OtherScore, Vote
from .year import Assessment, AssessmentAlarm, AssessmentClock, AssessmentStep

__all__ = [
    "Appeal", "AppealAlarm", "AppealClock", "AppealStep", "Assessment", "AssessmentAlarm", "AssessmentClock",
    "AssessmentStep", "FrozenFigure", "OtherScore", "Vote",
]  # fmt: skip
