"""The lines of a file that a remark is about, with the place underlined, as wide as a terminal shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from simulator.scenario.diagnostics import Place
from simulator.scenario.text import clean
from simulator.view.cells import cells

WIDTH = 100
"""Cells of a frame where no terminal says otherwise."""

_TAB = 4
_LEAST = 30  # cells of a line that are shown in the narrowest terminal
_WORD = re.compile(r"\w[\w.'’-]*|\t+| *\S")


class Frame(NamedTuple):
    """Lines to show: each with what stands before it, such as a line number, and what is written there.

    `mark` is the row of carets below the last of them, indented like it.
    """

    lines: tuple[tuple[str, str], ...]
    mark: tuple[str, str]


def reach(line: str, column: int) -> int:
    """How many characters from a column (from 1) belong to the word or sign that stands there; at least 1."""
    found = _WORD.match(line, column - 1)
    return max(1, len(found[0].rstrip(".")) if found else 1)


def frame(lines: Sequence[str], place: Place, width: int = WIDTH) -> Frame | None:
    """The line at a place, the line above it, and carets below the place; None where there is no such line.

    `width` is the cells there are. A line that needs more is cut on either side of the place. What cannot be
    seen is written out, so that it can be found.
    """
    if not 1 <= place.line <= len(lines):
        return None
    line, start = lines[place.line - 1], place.column - 1
    end = start + reach(line, place.column)
    gutter = len(str(place.line))
    room = max(width - gutter - 3, _LEAST)
    signs = _shown(line)
    first = _first(signs, start, room)
    before = "…" if first else ""
    shown = _joined(signs[first:], room, before)
    blank = sum(cells(sign) for sign in signs[first:start]) + len(before)
    marked = sum(cells(sign) for sign in signs[start:end]) or 1
    above: tuple[tuple[str, str], ...] = ()
    if place.line > 1 and (text := lines[place.line - 2]).strip() and not first:
        above = ((f"{place.line - 1:>{gutter}} | ", _joined(_shown(text), room)),)
    row = (f"{place.line} | ", shown)
    return Frame((*above, row), (" " * gutter + " | ", " " * blank + "^" * min(marked, room - blank)))


def _shown(line: str) -> list[str]:
    """What stands for each sign of a line: itself, spaces for a tab, its number where it cannot be seen."""
    shown: list[str] = []
    column = 0
    for sign in line:
        if sign == "\t":
            text = " " * (_TAB - column % _TAB)
        else:
            text = sign if sign.isprintable() and clean(sign) else f"<U+{ord(sign):04X}>"
        shown.append(text)
        column += cells(text)
    return shown


def _first(signs: list[str], start: int, room: int) -> int:
    """The first sign to show, so that a place far to the right comes into view."""
    if sum(map(cells, signs)) <= room or sum(map(cells, signs[:start])) <= room * 2 // 3:
        return 0
    first, taken = start, 0
    while first and taken + cells(signs[first - 1]) <= room // 2:
        first -= 1
        taken += cells(signs[first])
    return first


def _joined(signs: list[str], room: int, before: str = "") -> str:
    """The signs as one text of at most `room` cells, with an ellipsis where some are left out."""
    if cells(whole := before + "".join(signs)) <= room:
        return whole.rstrip()
    text, taken = before, cells(before)
    for sign in signs:
        if taken + cells(sign) > room - 1:
            break
        text, taken = text + sign, taken + cells(sign)
    return f"{text.rstrip()}…"
