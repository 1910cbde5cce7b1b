"""What a drawing of a scenario is made of, whatever it is written as. All texts are those of the author."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a stop is."""

    START = "start"
    MEETING = "meeting"
    BEAT = "beat"
    CLOSE = "close"
    NEWS = "news"
    DUE = "due"
    ENDING = "ending"
    STAGE = "stage"


class Tone(StrEnum):
    """What an item or a link is about, which is shown by its colour."""

    FLOW = "flow"
    CHOICE = "choice"
    PROMISE = "promise"
    TASK = "task"
    THEIRS = "theirs"
    ELSEWHERE = "elsewhere"
    UP = "up"
    DOWN = "down"


OWED = (Tone.PROMISE, Tone.TASK, Tone.THEIRS, Tone.ELSEWHERE)
"""The tones of ledger entries."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line below a stop: a line to say, or an entry of the ledger. `name` is its id in the file; `due` is
    the day on which an entry falls due, where there is one such day."""

    name: str
    text: str
    tone: Tone
    notes: tuple[str, ...] = ()
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One box. `id` is unique in the drawing; `group` names the frame it stands in, if any; `until` is the
    last day of a box that has several."""

    id: str
    sort: Sort
    title: str
    day: int | None = None
    until: int | None = None
    notes: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What leads from a stop, or one of its items, to another, or one of its items."""

    start: str
    end: str
    tone: Tone
    label: str = ""
    item: str = ""
    at: str = ""


@dataclass(frozen=True)
class Graph:
    """The whole drawing: boxes in the order in which they are met, links, and the titles of the frames."""

    title: str
    stops: tuple[Stop, ...]
    links: tuple[Link, ...]
    groups: dict[str, str]
