"""The table of a year as a file."""

import contextlib
import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from grid.exports import Column, Names
from grid.exports.files import FILES
from whistle.models.assessment.year import OFFICES
from whistle.views.assessment import seen_by, seen_year

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NUMBERS = (
    (gettext_lazy("Rank"), "rank"),
    (gettext_lazy("Score by the streets"), "score"),
    (gettext_lazy("Vote of the streets"), "vote"),
    (gettext_lazy("Streets and vote together"), "street_half"),
    (gettext_lazy("Other score"), "other"),
    (gettext_lazy("Bonus or deduction"), "extra"),
    (pgettext_lazy("assessment", "Total"), "total"),
)


def number_of(name):
    """A figure as a number; nothing where there is none."""
    return lambda row, _names: None if row[name] is None else float(row[name])


COLUMNS = (
    Column(gettext_lazy("Department"), lambda row, _names: row["name"], 24),
    *(Column(label, number_of(name), 12) for label, name in NUMBERS),
    Column(gettext_lazy("Ratings"), lambda row, _names: row["count"], 8),
    Column(gettext_lazy("not whistled"), lambda row, _names: "" if row["whistled"] else _("yes"), 10),
)


@login_required
@require_safe
def table(request, year, kind):
    """The ranking of a year as XLSX or CSV, for the district's offices."""
    reader, case = seen_by(request, *OFFICES), seen_year(request, year)
    if kind not in FILES:
        raise Http404
    rows = reader.rows(case.annual())
    about = [
        (_("What this is"), str(case)),
        (_("Status"), case.get_status_display()),
        (_("Digest"), case.digest),
        (_("Exported by"), f"{request.user} ({request.user.username})"),
        (_("As of"), date_format(timezone.localtime(), "Y-m-d H:i:s")),
        (_("Rows"), len(rows)),
    ]
    answer = HttpResponse(written(kind, about, rows), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="assessment-{case.year}.{kind}"'
    return answer


def written(kind, about, rows):
    """The bytes of such a file."""
    names = Names()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{kind}"
        with contextlib.closing(FILES[kind](path, about, COLUMNS)) as file:
            for row in rows:
                file.row([column.value(row, names) for column in COLUMNS])
        return path.read_bytes()
