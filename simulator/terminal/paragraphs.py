"""Paragraphs of text in roles (`heading`, `speaker`, …) and their wrapping into lines of a width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from simulator.scenario.text import clean

ROLES = ("plain", "heading", "strong", "speaker", "you", "quiet", "good", "bad", "marker", "face", "bar")
"""What a run of text is for; the style sheet says how it looks."""

_WORD = re.compile(r"(?:\S|\u00a0)+[^\S\u00a0]*|[^\S\u00a0]+")
_BAR = re.compile("([▁-█░▒]+)")
_LEAST = 8  # cells that a hanging indent leaves for words

Run = tuple[str, str]
"""Text and its role."""
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs of text, wrapped as one. Lines after the first are set in by `hang` cells,
    or by few where that would take half the width. With `across`, its one
    sign is drawn over the whole width instead."""

    runs: Line
    hang: int = 0
    across: bool = False

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(text for text, _ in self.runs)


BLANK = Paragraph(())


def paragraph(*runs: Run | str, hang: int = 0) -> Paragraph:
    """A paragraph of cleaned text; a bare text is in the role `plain`."""
    pairs = (run if isinstance(run, tuple) else (run, "plain") for run in runs)
    return Paragraph(tuple((clean(text).replace("\n", " "), role) for text, role in pairs if text), hang)


def drawing(*runs: Run | str, hang: int = 0) -> Paragraph:
    """A paragraph in which bars that stand in plain text have a role of their own."""
    parts = [
        (part, "bar" if _BAR.match(part) else role)
        for text, role in (run if isinstance(run, tuple) else (run, "plain") for run in runs)
        for part in (_BAR.split(text) if role == "plain" else (text,))
    ]
    return paragraph(*parts, hang=hang)


def rule(sign: str, role: str = "plain") -> Paragraph:
    """A line of one sign, one cell wide, across the whole width."""
    return Paragraph(((sign, role),), across=True)


def wrap(held: Paragraph, width: int) -> list[Line]:
    """The lines of a paragraph in so many cells; at least one."""
    text = held.text
    width = max(1, width)
    if held.across:
        return [((text * width, held.runs[0][1]),)]
    if len(text) <= width and (text.isascii() or cell_len(text) <= width):
        return [held.runs]
    hang = held.hang if held.hang <= width // 2 else min(4, max(0, width - _LEAST))
    starts = [0, *_breaks(text, width, hang)]
    ends = [*starts[1:], len(text)]
    indent: Line = ((" " * hang, "plain"),) if hang else ()
    return [
        (indent if start else ()) + tuple(_cut(held.runs, start, start + len(text[start:end].rstrip())))
        for start, end in zip(starts, ends, strict=True)
    ]


def _breaks(text: str, width: int, hang: int) -> Iterator[int]:
    """Where lines after the first begin. A word wider than a line is folded, never dropped."""
    measure = len if text.isascii() else cell_len
    used, room = 0, width
    for found in _WORD.finditer(text):
        word = found[0]
        bare = measure(word.rstrip())
        if used and used + bare > room:
            yield found.start()
            used, room = 0, width - hang
        if bare <= room:
            used += measure(word)
            continue
        for place, character in enumerate(word, start=found.start()):
            size = measure(character)
            if used and used + size > room and not character.isspace():
                yield place
                used, room = 0, width - hang
            used += size


def _cut(runs: Line, start: int, end: int) -> Iterator[Run]:
    """The part of runs from one place in their text to another."""
    place = 0
    for text, role in runs:
        piece = text[max(0, start - place) : max(0, end - place)]
        if piece:
            yield piece, role
        place += len(text)
