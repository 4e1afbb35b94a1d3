"""The prompt (热点提示): a hot issue is put to the department concerned, which answers what it does about it."""

from .flow import PromptStatus
from .model import Prompt, PromptAlarm, PromptClock, PromptFigure, PromptStep

__all__ = ["Prompt", "PromptAlarm", "PromptClock", "PromptFigure", "PromptStatus", "PromptStep"]
