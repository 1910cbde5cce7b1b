"""A drawing as boxes of text and labelled arrows, for programs that lay it out themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.scenario.text import shorten
from simulator.view.graph.parts import OWED, Graph, Item, Sort, Stop, Tone

_TEXT = 64
"""The most characters of one line of a box or of a label."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from a box to another, with the lines of its label."""

    start: str
    end: str
    tone: Tone
    lines: tuple[str, ...]


def edges(graph: Graph) -> list[Edge]:
    """The arrows of a drawing. Those of one tone between the same two boxes are one, with a line for each."""
    items = {(stop.id, item.name): item for stop in graph.stops for item in stop.items}
    found: defaultdict[tuple[str, str, Tone], list[str]] = defaultdict(list)
    for link in graph.links:
        lines = found[link.start, link.end, link.tone]
        if link.tone is Tone.CHOICE:
            lines += _lines(items[link.start, link.item])
        elif link.tone in OWED and link.label not in lines:
            lines.append(link.label)
    return [Edge(start, end, tone, tuple(lines)) for (start, end, tone), lines in found.items()]


def box_lines(stop: Stop) -> tuple[str, ...]:
    """What stands in a box: day and title, notes, and what falls due there."""
    day = "" if stop.day is None else f"day {stop.day}: "
    if stop.until not in (None, stop.day):
        day = f"day {stop.day} to {stop.until}: "
    due = [line for item in stop.items for line in _lines(item)] if stop.sort is Sort.DUE else []
    return (shorten(f"{day}{stop.title}", _TEXT), *(shorten(note, _TEXT) for note in stop.notes), *due)


def _lines(item: Item) -> Iterator[str]:
    """A line to say, or an entry that falls due, with what comes of it below."""
    yield shorten(f"• {item.name}: {item.text}", _TEXT)
    yield from (shorten(f"({note})", _TEXT) for note in item.notes)
