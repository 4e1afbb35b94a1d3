"""From an uploaded file to rows of texts: CSV (UTF-8 or GB18030) and XLSX, with bounds on everything."""

import csv
import datetime
import io
import re
import zipfile
import zlib

import python_calamine
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.imports.columns import COLUMNS, places_of

BYTES, UNPACKED = 5 * 1024 * 1024, 50 * 1024 * 1024
ROWS, COLUMNS_MOST, PARTS = 5_000, 60, 500
UNREADABLE = (
    python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError,
)  # fmt: skip
CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})([0-9]{1,9})["']""", re.I)
# What we put before a formula when we write (`writing`) is taken away again when the file comes back.
GUARDED = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠])")


def rows_of(upload):
    """The rows below the headings: {"line": …, column: text, …}; ValidationError says why a file is no list."""
    table = table_of(upload)
    lines = [(line, cells) for line, cells in enumerate(table, 1) if any(cells)]
    if not lines:
        raise ValidationError(_("The file is empty."))
    places = places_of(lines[0][1])
    if missing := [str(column) for column in COLUMNS if column.needed and column.key not in places]:
        raise ValidationError(_("These columns are missing: %(names)s.") % {"names": "、".join(missing)})
    if len(lines) > ROWS + 1:
        raise ValidationError(_("At most %(most)d rows at once.") % {"most": ROWS})
    if len(lines) == 1:
        raise ValidationError(_("There are headings, but no rows."))
    return [{"line": line, **row(cells, places)} for line, cells in lines[1:]]


def table_of(upload):
    """The cells of an uploaded CSV or XLSX, row by row; ValidationError says why it is no list."""
    if upload.size > BYTES:
        raise ValidationError(_("The file is larger than 5 MB."))
    content = upload.read()
    return of_workbook(content) if content.startswith(b"PK") else of_text(content)


def row(cells, places):
    return {key: cells[place] if place < len(cells) else "" for key, place in places.items()}


def of_text(content):
    """A CSV file, its cells separated as its first line has it."""
    text = decoded(content)
    first = text.lstrip().partition("\n")[0]
    mark = max(",\t;", key=first.count)
    paper = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        return [[clean(cell) for cell in cells[:COLUMNS_MOST]] for cells in paper]
    except csv.Error as error:
        raise ValidationError(_("The file cannot be read as CSV.")) from error


def decoded(content):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The text is neither UTF-8 nor GB18030."))


def of_workbook(content):
    """The first sheet of an XLSX file."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(unpacked(content)) as book:
            sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except UNREADABLE as error:
        raise ValidationError(_("The file cannot be read as an Excel workbook (.xlsx).")) from error
    return [[as_text(cell) for cell in cells[:COLUMNS_MOST]] for cells in sheet]


def unpacked(content):
    """The same archive with every part unpacked, so that nobody after us unpacks more than its directory says.

    Refuses more than 50 MB, and a sheet whose farthest cell asks for an enormous table.
    """
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(plain, "w") as whole:
        parts = packed.infolist()
        if sum(part.file_size for part in parts) > UNPACKED or len(parts) > PARTS:
            raise ValidationError(_("The workbook is too large."))
        for part in parts:
            text = packed.read(part)
            if part.filename.casefold().startswith("xl/worksheets/") and reaches_far(text):
                raise ValidationError(_("At most %(most)d rows at once.") % {"most": ROWS})
            whole.writestr(part.filename, text)
    plain.seek(0)
    return plain


def reaches_far(text):
    """Whether the sheet names a cell or row beyond what we take."""
    return any(int(row) > 2 * ROWS or column_no(column) > 4 * COLUMNS_MOST for column, row in CELL.findall(text))


def column_no(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def as_text(cell):
    """A cell as people read it: whole numbers without a point, days without midnight."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return clean(str(cell))


def clean(text):
    return GUARDED.sub("", text.replace("\0", "").strip())[:5000]
