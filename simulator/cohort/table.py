"""A table of text, as a roster's file holds it before anybody knows what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.scenario.text import one_line

MOST_ROWS = 10_000
"""The most rows with something in them, the headings not counted."""
MOST_COLUMNS = 50
LONGEST_CELL = 2000
"""Characters of a cell that are looked at: more than any column may have, so what is too long still is."""


class BadRoster(Exception):
    """A roster that cannot be read; the message is one line that says why and what to do."""


class EmptyRoster(BadRoster):
    """A roster with nothing in it."""

    def __init__(self) -> None:
        super().__init__("it is empty; the first row holds headings, such as: name, e-mail, team")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank. `number`: as a spreadsheet counts it, from 1."""

    number: int
    cells: tuple[str, ...]
    """On one line each and cleaned, without empty ones at the end."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first row that is not blank, and the others."""

    headings: Line
    lines: tuple[Line, ...]
    remark: str = ""
    """What the reader chose by itself, such as one sheet of three."""


def table_of(rows: Iterable[Iterable[str]], remark: str = "") -> Table:
    """A table of raw rows, the first of which is row 1. Raises BadRoster where it is empty or too large."""
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        line = _line(number, row)
        if not line.cells:
            continue
        if len(line.cells) > MOST_COLUMNS:
            raise BadRoster(f"row {number} has more than {MOST_COLUMNS} columns; keep those of the roster")
        if len(lines) > MOST_ROWS:
            raise BadRoster(f"it has more than {MOST_ROWS} people; import it in parts")
        lines.append(line)
    if not lines:
        raise EmptyRoster
    return Table(lines[0], tuple(lines[1:]), remark)


def _line(number: int, row: Iterable[str]) -> Line:
    cells = [one_line(cell[:LONGEST_CELL]) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return Line(number, tuple(cells))
