"""The prompt (热点提示): a hot issue is put to the department concerned, which answers what it does about it."""

from django.utils.translation import gettext_lazy as _

from ..stages import limited
from .flow import PROMPT_FLOW, PromptStatus
from .model import Prompt, PromptAlarm, PromptClock, PromptFigure, PromptStep

__all__ = ["Prompt", "PromptAlarm", "PromptClock", "PromptFigure", "PromptStatus", "PromptStep"]

limited("prompt", _("Prompt"), {"reply": _("Replying")}, PROMPT_FLOW)
