"""Whatever a clock of this floor can ring has its sentence, and every sentence its figures."""

import pytest

from grid.models.limits import TimeLimit
from grid.models.notice import SENTENCES, Notice

KINDS = ("whistle", "order", "supervision")
GIVEN = dict.fromkeys(
    (
        "number",
        "title",
        "street",
        "department",
        "when",
        "place",
        "note",
        "score",
        "due",
        "again",
        "community",
        "item",
        "by",
    ),
    "…",
)


def test_every_rung_of_every_limit_has_a_sentence(town):
    limits = TimeLimit.objects.filter(kind__in=KINDS, ladder__isnull=False)
    rings = set(limits.values_list("kind", "stage", "ladder__rungs__effect"))
    kinds = {f"{kind}.{stage}.{effect.removeprefix('strike:')}" for kind, stage, effect in rings}
    assert len(kinds) > 15
    assert kinds - SENTENCES.keys() == set()


@pytest.mark.parametrize("kind", [kind for kind in SENTENCES if kind.split(".")[0] in KINDS])
def test_every_sentence_can_be_said(kind):
    assert "%" not in Notice(kind=kind, params=GIVEN).text
