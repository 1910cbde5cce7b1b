"""What a Twee file holds, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.scenario.text import shorten


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something that is not carried over as it was. Lines count from 1; 0 is the file as a whole."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage as it stands in the file; `line` is its header's, and its text begins in the next."""

    name: str
    tags: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True)
class Story:
    """A whole file: its passages in order, those that are not part of the story left out and remarked on."""

    title: str
    ifid: str
    start: str
    passages: tuple[Passage, ...]
    remarks: tuple[Remark, ...]


class NotTwee(ValueError):
    """A file that cannot be brought over at all, in one sentence."""


def quoted(text: str) -> str:
    """A text of the file within a remark: on one line, cut where it is long, nothing in it to be obeyed."""
    return f"'{shorten(text, 60)}'"


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Remarks in the order of the file."""
    return tuple(sorted(remarks, key=lambda remark: remark.line))
