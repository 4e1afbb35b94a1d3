"""The whistle (吹哨): what a street cannot solve alone, and whom it calls (`domain.md` 4.2)."""

from .flow import WhistleScope, WhistleStatus
from .model import Whistle, WhistleAlarm, WhistleClock, WhistleStep

__all__ = [
    "Whistle", "WhistleAlarm", "WhistleClock", "WhistleScope", "WhistleStatus", "WhistleStep",
]  # fmt: skip
