"""What is written stays what it was: text is text, numbers are numbers, and no row is cut off."""

from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from grid.exports import Column
from grid.exports.files import CsvFile, XlsxFile
from tests.grid.exported import sheets

# What people write that a spreadsheet might run; the last one is only a number in brackets.
FORMULAS = ["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x","y")', "(1)"]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_becomes_a_formula(tmp_path, text):
    words = "'" + text if text != "(1)" else text
    assert CsvFile.cell(text) == words
    book = XlsxFile(tmp_path / "x.xlsx", [("Rows", 1)], ())
    book.row([text, -5])
    book.close()
    assert b"<f>" not in b"".join(parts(tmp_path / "x.xlsx"))


def parts(path):
    with ZipFile(path) as book:
        return [book.read(name) for name in book.namelist()]


def test_numbers_stay_numbers():
    assert [CsvFile.cell(value) for value in (-5, 0, None, "")] == [-5, 0, None, ""]


def test_more_rows_than_a_sheet_holds_go_on_the_next(tmp_path):
    book = XlsxFile(tmp_path / "x.xlsx", [("Rows", 7)], (), sheet_rows=4)
    for number in range(7):
        book.row([number])
    book.close()
    read = sheets(Opened(tmp_path / "x.xlsx"))
    assert [len(lines) for lines in read.values()][1:] == [3, 3, 1]


class Opened:
    """A file on the disk, read like that of an export."""

    def __init__(self, path):
        self.file = self
        self.open = path.open


def test_a_cell_that_does_not_fit_is_refused_and_never_cut(tmp_path):
    book = XlsxFile(tmp_path / "x.xlsx", [("Rows", 1)], ())
    with pytest.raises(ValueError, match="does not fit"):
        book.row(["x" * 32_768])
    book.close()


def test_moments_are_said_as_the_clocks_here_show_them(tmp_path):
    moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert CsvFile.cell(moment) == "2026-03-02 09:00:00"
    book = XlsxFile(tmp_path / "x.xlsx", [("Rows", 1)], (Column("When", None),))
    book.row([moment])
    book.close()
    _about, (_head, read) = sheets(Opened(tmp_path / "x.xlsx")).values()
    assert read == [datetime(2026, 3, 2, 9, 0)]
