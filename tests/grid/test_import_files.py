"""Files as people make them: encodings, separators, workbooks; and files that mean harm."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from grid.imports import writing
from grid.imports.reading import rows_of

HEAD, ROW = "工单编号,诉求内容,事件类型,联系电话", "W-1,井盖,0110,+8613812345678"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def read(content, name="a.csv"):
    return rows_of(SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode()))


def workbook(*rows):
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    return kept.getvalue()


def with_sheet(xml):
    """A workbook whose only sheet is this XML."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as whole,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in whole.infolist():
            made.writestr(part.filename, xml if "sheet1" in part.filename else whole.read(part))
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_the_encodings_and_separators_of_offices(encoding, mark):
    content = f"{HEAD}\r\n\r\n{ROW}\r\n".replace(",", mark).encode(encoding)
    assert read(content) == [
        {"line": 3, "number": "W-1", "text": "井盖", "category": "0110", "reporter_phone": "+8613812345678"}
    ]


def test_columns_in_any_order_with_a_star_and_with_strangers_among_them():
    rows = read("备注,事件类型*, 诉求 内容 ,Ticket number\nx,0110,a,W-1\n")
    assert rows == [{"line": 2, "category": "0110", "text": "a", "number": "W-1"}]


def test_a_workbook_keeps_long_numbers_and_plain_days():
    row = read(workbook(HEAD.split(","), [20260302001, "井盖", "0110", 13812345678]), "a.xlsx")[0]
    assert (row["number"], row["reporter_phone"], row["line"]) == ("20260302001", "13812345678", 2)


def test_the_template_can_be_filled_and_read():
    with pytest.raises(ValidationError, match="没有|no rows"):
        read(writing.template(), "template.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", "诉求内容\na\n", HEAD, b"\xff\xfe\xff", b"PK\x03\x04 broken", b"PK", b'"', "a,b\n1,2\n",
        HEAD + "\n" + f"{ROW}\n" * 5001, b"x" * (5 * 1024 * 1024 + 1),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(ValidationError) as refused:
        read(content)
    assert refused.value.messages[0]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
        "<row><c r='A99999'><v>1</v></c></row>",
    ],
)
def test_a_cell_at_the_end_of_the_world_is_not_looked_up(rows):
    with pytest.raises(ValidationError):
        read(with_sheet(SHEET.format(rows)), "a.xlsx")


def test_a_workbook_that_would_unpack_to_much_is_refused():
    bomb = with_sheet(SHEET.format(" " * (51 * 1024 * 1024)))
    assert len(bomb) < 200_000
    with pytest.raises(ValidationError):
        read(bomb, "a.xlsx")


def test_a_directory_that_lies_about_sizes_is_found_out():
    honest = with_sheet(SHEET.format(" " * 1024 * 1024))
    size = len(SHEET.format(" " * 1024 * 1024)).to_bytes(4, "little")
    with pytest.raises(ValidationError):
        read(honest.replace(size, (100).to_bytes(4, "little")), "a.xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "＝1"])
def test_a_formula_is_written_harmless_and_read_back_as_it_was(text):
    assert writing.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "井盖", "-12.5", "+8613812345678", "W-1"])
def test_numbers_and_words_are_left_alone(text):
    assert writing.harmless(text) == text
