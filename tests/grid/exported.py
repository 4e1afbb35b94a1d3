"""How tests ask for a list as a file, and read it back: what it is about, its head, its rows."""

import csv
import io

from django.urls import reverse
from python_calamine import CalamineWorkbook

from grid.models import Export

NUMBER = 0  # the first column of every list


def ask(client, who, what="incidents", query="", kind="csv"):
    """Press the export button as `who`; the export as it stands then."""
    client.force_login(who)
    client.post(reverse("grid:export_ask"), {"what": what, "query": query, "format": kind})
    return Export.objects.filter(user=who).latest("pk")


def about(export):
    """The lines above the rows of a CSV file."""
    return dict(line for line in everything(export)[: blank(export)] if line)


def head(export):
    return everything(export)[blank(export) + 1]


def rows(export):
    """The rows of a CSV file, each a dict by the words of its head."""
    lines = everything(export)[blank(export) + 1 :]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def numbers(export):
    lines = everything(export)
    return [line[NUMBER] for line in lines[lines.index([]) + 2 :]]


def everything(export):
    with export.file.open("rb") as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


def blank(export):
    return everything(export).index([])


def sheets(export):
    """{name: rows} of a workbook."""
    with export.file.open("rb") as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
