"""What a frozen year says, for ever: figures with all that went into them, and the digest over the whole."""

import hashlib
import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.trace import append_only


class FrozenFigure(models.Model):
    """One sheet of a frozen year: of the year as a whole, of a department, or of a street. Never changed."""

    class Kind(models.TextChoices):
        YEAR = "year", _("the year")
        DEPARTMENT = "department", _("department")
        STREET = "street", _("street")

    assessment = models.ForeignKey("whistle.Assessment", models.PROTECT, related_name="frozen", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=16, db_collation="C")
    figures = models.JSONField()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["assessment", "kind", "code"], name="frozenfigure_once")]
        triggers = append_only("a frozen year is never changed")

    def __str__(self):
        return f"{self.assessment_id} {self.kind} {self.code}"


def digest_of(annual):
    """SHA-256 over the canonical JSON of all figures of a year and of everything that went into them."""
    text = json.dumps(annual, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(assessment, annual):
    """Store a reckoned year as rows."""
    kinds = FrozenFigure.Kind
    told = {"year": annual["year"], "district": annual["district"], "scheme": annual["scheme"]}
    rows = [(kinds.YEAR, str(annual["year"]), told)]
    rows += [(kinds.DEPARTMENT, sheet["code"], sheet) for sheet in annual["departments"]]
    rows += [(kinds.STREET, sheet["code"], sheet) for sheet in annual["streets"]]
    FrozenFigure.objects.bulk_create(
        FrozenFigure(assessment=assessment, kind=kind, code=code, figures=figures) for kind, code, figures in rows
    )


def thaw(assessment):
    """The year as it was frozen, in the shape in which it was reckoned."""
    sheets: dict[str, list] = {kind: [] for kind in FrozenFigure.Kind.values}
    for row in assessment.frozen.all():
        sheets[row.kind].append(row.figures)
    return sheets["year"][0] | {"departments": sheets["department"], "streets": sheets["street"]}
