"""Cards: the marks of an attempt in sums, as a score keeps them; and how they are reckoned fast.

A mark depends on one event alone. So what an event earns depends on its text alone, and a text that has been
read once need not be read again. A scenario has no more than a few thousand different events, however many
play it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from scoring.rubric import DIMENSIONS, Rubric
from scoring.scorecard import score
from simulator.engine.attempt import UNDO, read_events

_REMEMBERED = 1 << 14
"""Texts of one kind whose sums are remembered: of moves some ten megabytes."""
_OPEN, _BETWEEN, _CLOSE = '[{"event":"', '},{"event":"', "}]"
"""What stands around and between events as they are written. No text within an event holds it: there a
quotation mark is written with a backslash before it."""

_COMPACT = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
Counted = tuple[str, str]
"""What is counted: a kind (points, incident, shown, missed) and a name."""
Sums = tuple[tuple[int, int], ...]
"""Places of a tally, with what is added there."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an attempt earned. The same events under the same rubric give the same card, byte for byte."""

    points: Mapping[str, int]
    """Raw points by dimension."""
    incidents: Mapping[str, int]
    """How often each kind of critical incident happened."""
    principles: Mapping[str, tuple[int, int]]
    """How often each principle was shown, and how often missed."""

    @property
    def total(self) -> int:
        """All raw points."""
        return sum(self.points.values())


def write_card(card: Card) -> str:
    """A card as compact JSON; the same card gives the same bytes."""
    data = {"points": card.points, "incidents": card.incidents, "principles": card.principles}
    return _COMPACT.encode(data)


def read_card(text: str) -> Card:
    """A card from its JSON."""
    data = json.loads(text)
    principles = {name: (shown, missed) for name, (shown, missed) in data["principles"].items()}
    return Card(data["points"], data["incidents"], principles)


class Reckoner:
    """Makes cards under one rubric. It remembers what events earn, and what the events of a move do."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self._moves: dict[str, Sums] = {}
        self._events: dict[str, Sums] = {}
        self._places: dict[Counted, int] = {("points", name): place for place, name in enumerate(DIMENSIONS)}

    def card(self, events: Iterable[str]) -> Card:
        """The card of an attempt, from the events of its live moves, each as text. Raises BadEvent."""
        known = self._moves
        earned = [known[text] if text in known else self._read(text) for text in events]
        tally = [0] * len(self._places)
        for place, number in chain.from_iterable(earned):
            tally[place] += number
        return self._told(tally)

    def _read(self, text: str) -> Sums:
        """What the events of a move earn; remembered from now on."""
        if text.startswith(_OPEN) and text.endswith(_CLOSE):
            pieces = text[len(_OPEN) : -len(_CLOSE)].split(_BETWEEN)
            sums = _added(self._event(piece) for piece in pieces)
        else:
            sums = self._sums(text)
        return _remembered(self._moves, text, sums)

    def _event(self, piece: str) -> Sums:
        """What an event earns, by its text without what stands around it; remembered from now on."""
        if piece in self._events:
            return self._events[piece]
        return _remembered(self._events, piece, self._sums(_OPEN + piece + _CLOSE))

    def _sums(self, text: str) -> Sums:
        """What the events of a text earn."""
        card = score(read_events(text), self._rubric)
        found: dict[Counted, int] = {("points", name): points for name, points in card.points.items()}
        for item in card.incidents:
            found["incident", item.kind] = found.get(("incident", item.kind), 0) + 1
        for name, (shown, missed) in card.principles.items():
            found["shown", name], found["missed", name] = shown, missed
        return tuple((self._place(what), number) for what, number in found.items() if number)

    def _place(self, what: Counted) -> int:
        return self._places.setdefault(what, len(self._places))

    def _told(self, tally: Sequence[int]) -> Card:
        points: dict[str, int] = {}
        incidents: dict[str, int] = {}
        principles: dict[str, tuple[int, int]] = {}
        for (kind, name), place in self._places.items():
            number = tally[place]
            if kind == "points":
                points[name] = number
            elif not number:
                continue
            elif kind == "incident":
                incidents[name] = number
            else:
                shown, missed = principles.get(name, (0, 0))
                principles[name] = (number, missed) if kind == "shown" else (shown, number)
        return Card(points, incidents, principles)


def live_texts(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The events that count of all moves in order, as `live` of the engine has them, for pairs of a move and
    its events as the database gives them."""
    kept: list[str] = []
    for move, events in rows:
        if move != UNDO:
            kept.append(events)
        elif len(kept) > 1:
            kept.pop()
    return kept


def _added(several: Iterable[Sums]) -> Sums:
    found: dict[int, int] = {}
    for place, number in chain.from_iterable(several):
        found[place] = found.get(place, 0) + number
    return tuple(found.items())


def _remembered(known: dict[str, Sums], text: str, sums: Sums) -> Sums:
    if len(known) == _REMEMBERED:
        known.clear()
    known[text] = sums
    return sums
