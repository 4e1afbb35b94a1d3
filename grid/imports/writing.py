"""What we write out: a template with the columns, and the rows that were wrong with the reasons."""

import csv
import io

import xlsxwriter
from django.utils.translation import gettext as _

from grid.imports.columns import BY_KEY, COLUMNS

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = tuple("=+-@\t\r＝＋－＠")


def harmless(text):
    """The text, guarded by an apostrophe where a spreadsheet would calculate with it; numbers stay as they are."""
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def template():
    """An Excel file with the columns, as texts, so that no long number is rounded and no zero lost."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet, texts, bold = book.add_worksheet(), book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, 18, texts)
            sheet.write_string(0, place, f"{column}*" if column.needed else str(column), bold)
        sheet.freeze_panes(1, 0)
    return kept.getvalue()


def wrong_rows(draft):
    """The wrong rows of a list as CSV (UTF-8 with its mark, which Excel asks for), each with the reasons."""
    kept = io.StringIO()
    paper = csv.writer(kept)
    paper.writerow([*map(str, COLUMNS), _("What is wrong")])
    for place in sorted(map(int, draft.wrong)):
        row = draft.rows[place]
        why = "；".join(f"{BY_KEY[key]}: {said}" for key, said in draft.wrong[str(place)].items())
        paper.writerow([harmless(row.get(column.key, "")) for column in COLUMNS] + [harmless(why)])
    return "\ufeff" + kept.getvalue()
