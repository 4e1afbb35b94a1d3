"""Write docs/flows/<kind>.md from the flow tables: what a verb needs, from where, to where, whose hand."""

from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.translation import override

from grid.casework.case import Case
from grid.models import Role

HEAD = "| verb | label | from | to | whose hand |\n|---|---|---|---|---|\n"


class Command(BaseCommand):
    """Print every kind's table of moves as a page that can be signed."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=Path("docs/flows"))

    def handle(self, *, folder, **options):
        folder.mkdir(parents=True, exist_ok=True)
        for model in apps.get_models():
            if issubclass(model, Case):
                (folder / f"{model.KIND}.md").write_text(page(model))


def page(model):
    with override("en"):
        rows = "".join(line(move) for move in model.FLOW.values())
        ended = ", ".join(sorted(model.ENDED))
        return f"# {model.KIND.capitalize()}: the table of moves\n\n{HEAD}{rows}\nEnded: {ended}.\n"


def line(move):
    hands = [f"{Role(hand.role).label} of the {hand.of}" for hand in move.hands] + ["the clock"] * move.clock
    sources = ", ".join(sorted(move.sources)) or "(begins)"
    return f"| `{move.verb}` | {move.label} | {sources} | {move.target or '(stays)'} | {'; '.join(hands)} |\n"
