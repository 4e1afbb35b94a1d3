"""The kinds of cases that have time limits, in people's words; every floor names its own (`limited`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .notice import SENTENCES


@dataclass(frozen=True)
class LimitedKind:
    """A kind of case: its stages by word, what tells its limits apart (`variants`), and its flow.

    `kept_at` names the address of the page where its variants are kept, if they are rows.
    """

    word: str
    label: Any
    stages: Mapping[str, Any]
    flow: Mapping[str, Any]
    variants: Callable[[], Iterable[tuple[str, Any]]] = tuple
    supervised: bool = False
    kept_at: str = ""

    def stage_label(self, stage):
        return self.stages.get(stage, stage)

    def variant_label(self, variant, known=None):
        """The urgency (or kind of whistle, or level) that a limit is for; `known`: the variants read already."""
        known = dict(self.variants()) if known is None and variant else known or {}
        return known.get(variant, variant)

    def refuses(self, stage, effect):
        """Why a clock of this stage cannot have a rung of this effect, or an empty text."""
        word = effect.removeprefix("strike:")
        if effect.startswith("strike:") and not getattr(self.flow.get(word), "clock", False):
            return _("%(kind)s: the clock cannot do this.") % {"kind": self.label}
        if effect == "supervise" and not self.supervised:
            return _("%(kind)s: no supervision follows from its clocks.") % {"kind": self.label}
        if f"{self.word}.{stage}.{word}" not in SENTENCES:
            told = {"kind": self.label, "stage": self.stage_label(stage)}
            return _("%(kind)s, %(stage)s: there is no notice that says this.") % told
        return ""


KINDS: dict[str, LimitedKind] = {}


def limited(word, label, stages, flow, **more):
    """Name a kind of case whose time limits are rows of TimeLimit."""
    KINDS[word] = LimitedKind(word, label, stages, flow, **more)
