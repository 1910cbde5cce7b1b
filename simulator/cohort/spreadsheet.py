"""Tables for spreadsheets, written row by row: CSV and XLSX in which no text is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

from simulator.scenario.text import one_line

if TYPE_CHECKING:
    from openpyxl.cell import Cell as AnyCell

Cell = str | int | None
Row = Sequence[Cell]

_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula; some read the wide forms alike."""


def defused(text: str) -> str:
    """Text on one line that a spreadsheet shows and does not work out: where it might, an apostrophe comes
    before it. In a workbook too, where it would lie in wait for being saved as CSV and opened again."""
    shown = one_line(text)
    return f"'{shown}" if text.startswith(_LIVE) or shown.startswith(_LIVE) else shown


def write_csv(file: BinaryIO, headings: Row, rows: Iterable[Row]) -> None:
    """Writes rows as they come, in UTF-8 with a mark at its beginning: without it Excel takes the letters
    beyond A to Z for others. Raises OSError."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(map(_safe, headings))
    writer.writerows(map(_safe, row) for row in rows)
    text.detach()


def write_xlsx(file: BinaryIO, sheet: str, headings: Row, rows: Iterable[Row]) -> None:
    """Writes rows as they come, as a workbook of one sheet whose headings stay in view. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(_NARROWEST, len(str(heading)) + 2)

    def cell(value: Cell, font: Font | None = None) -> AnyCell:
        made = WriteOnlyCell(page, _safe(value))
        if isinstance(value, str):
            made.data_type = "s"  # text, whatever it looks like
        if font is not None:
            made.font = font
        return made

    page.append([cell(heading, Font(bold=True)) for heading in headings])
    for row in rows:
        page.append([cell(value) for value in row])
    book.save(file)


_NARROWEST = 10  # characters


def _safe(value: Cell) -> Cell:
    return defused(value) if isinstance(value, str) else value
