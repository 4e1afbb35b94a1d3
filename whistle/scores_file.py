"""Other scores from a file: CSV or XLSX with a department (code or name) and its points in each row."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.imports.reading import table_of


def read_scores(upload, departments):
    """({department key: points}, [what is wrong with which line]); ValidationError for what is no list.

    A first row without a number is taken for headings; the department stands in one column, the points
    (0 to 100, two decimals at most) in the next that holds a number.
    """
    known = {name: one.pk for one in departments for name in (one.code, one.name, one.short_name) if name}
    found, wrong = {}, []
    for line, cells in enumerate(table_of(upload), 1):
        key, points = next((known[cell] for cell in cells if cell in known), None), points_in(cells)
        if not any(cells) or (line == 1 and points is None):
            continue
        if problem := problem_of(key, points, found):
            wrong.append(_("Line %(line)s: %(problem)s") % {"line": line, "problem": problem})
        else:
            found[key] = points
    return found, wrong


def problem_of(key, points, found):
    """Why a line is not taken; "" when it is."""
    if key is None:
        return _("there is no such department.")
    if key in found:
        return _("this department stands in the list twice.")
    if points is None or not 0 <= points <= 100 or points != round(points, 2):
        return _("points are a number from 0 to 100 with two decimals at most.")
    return ""


def points_in(cells):
    """The last number of a row, or None."""
    for cell in reversed(cells):
        try:
            number = Decimal(cell)
        except InvalidOperation:
            continue
        return number if number.is_finite() else None
    return None


class ScoresFile:
    """What an uploaded list says, to be looked at before anything is entered."""

    def __init__(self, upload, departments):
        self.name, self.points, self.wrong = upload.name, {}, []
        try:
            self.points, self.wrong = read_scores(upload, departments)
        except ValidationError as error:
            self.wrong = error.messages
