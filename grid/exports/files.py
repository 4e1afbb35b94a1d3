"""Files of rows: XLSX and CSV, written row by row, never held in memory and never cut short."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

ZONE = timezone.get_default_timezone()
DAY = timedelta(days=1)
DAYS_BEGIN = datetime(1899, 12, 30)  # where Excel counts days from
SHEET_ROWS = 1_048_576  # what a sheet of Excel holds, its head included
# How text begins that a spreadsheet would take for a formula; the last four are full-width.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def local(moment):
    """What the clocks here show, without its zone, to the second: a cell has none."""
    return moment.astimezone(ZONE).replace(tzinfo=None, microsecond=0)


class CsvFile:
    """Comma-separated, UTF-8 with a mark that Excel knows; the lines about it come first."""

    def __init__(self, path, about, columns):
        self.file = Path(path).open("w", encoding="utf-8-sig", newline="")  # noqa: SIM115 closed by `close`
        self.writer = csv.writer(self.file)
        for label, value in about:
            self.row([label, value])
        self.writer.writerow([])
        self.row([str(column.label) for column in columns])

    def row(self, cells):
        self.writer.writerow([self.cell(each) for each in cells])

    @staticmethod
    def cell(value):
        """Text that looks like a formula gets an apostrophe before it; numbers stay numbers."""
        if isinstance(value, str):
            return f"'{value}" if value.startswith(FORMULAS) else value
        return local(value).isoformat(" ", "seconds") if isinstance(value, datetime) else value

    def close(self):
        self.file.close()


class XlsxFile:
    """An Excel workbook: a sheet that says what it is, then the rows, on as many sheets as they need."""

    def __init__(self, path, about, columns, sheet_rows=SHEET_ROWS):
        plainly = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        memory = {"constant_memory": True, "tmpdir": str(Path(path).parent), "use_zip64": True}
        self.book = xlsxwriter.Workbook(str(path), plainly | memory)
        self.head = self.book.add_format({"bold": True, "bg_color": "#E3EDFB", "bottom": 1})
        self.moments = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.columns, self.sheet_rows, self.sheets, self.at = columns, sheet_rows, 0, sheet_rows
        self._say(about)

    def _say(self, about):
        sheet, total = self.book.add_worksheet(_("About")), about[-1][1]
        sheet.set_column(0, 0, 18, self.book.add_format({"bold": True}))
        sheet.set_column(1, 1, 60)
        sheets = -(-total // (self.sheet_rows - 1))
        for at, (label, value) in enumerate([*about, (_("Sheets"), max(sheets, 1))]):
            self._put(sheet, at, 0, label)
            self._put(sheet, at, 1, value)
        self._turn()

    def _turn(self):
        """Begin the next sheet of rows."""
        self.sheets, self.at = self.sheets + 1, 1
        self.sheet = self.book.add_worksheet(_("Rows %(n)d") % {"n": self.sheets})
        self.sheet.freeze_panes(1, 1)
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, column.width)
            self.sheet.write_string(0, at, str(column.label), self.head)

    def row(self, cells):
        if self.at == self.sheet_rows:
            self._turn()
        for at, value in enumerate(cells):
            self._put(self.sheet, self.at, at, value)
        self.at += 1

    def _put(self, sheet, row, column, value):
        """Write one cell as what it is, text as text whatever it begins with; ValueError when it does not fit."""
        if value is None or value == "":
            return
        if isinstance(value, str):
            wrong = sheet.write_string(row, column, value)
        elif isinstance(value, datetime):
            wrong = sheet.write_number(row, column, (local(value) - DAYS_BEGIN) / DAY, self.moments)
        else:
            wrong = sheet.write_number(row, column, value)
        if wrong:
            raise ValueError(f"cell {row}/{column} does not fit")

    def close(self):
        self.book.close()


FILES = {"xlsx": XlsxFile, "csv": CsvFile}
