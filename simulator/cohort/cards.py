"""Cards: the marks of an attempt in sums, as a score keeps them; and how they are reckoned fast.

A mark depends on one event alone. So what a move's events earn depends on their text alone, and a text that
has been read once need not be read again: the same moves come over and over in the attempts of one scenario.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.rubric import DIMENSIONS, Rubric
from scoring.scorecard import score
from simulator.engine.attempt import UNDO, read_events

_REMEMBERED = 1 << 14
"""Texts whose sums are remembered: some ten megabytes."""

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
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def read_card(text: str) -> Card:
    """A card from its JSON."""
    data = json.loads(text)
    principles = {name: (shown, missed) for name, (shown, missed) in data["principles"].items()}
    return Card(data["points"], data["incidents"], principles)


class Reckoner:
    """Makes cards under one rubric. It remembers what texts of events earn."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self._known: dict[str, Sums] = {}
        self._places: dict[Counted, int] = {("points", name): place for place, name in enumerate(DIMENSIONS)}

    def card(self, rows: Iterable[tuple[str, str]]) -> Card:
        """The card of an attempt, from all its moves in order, each with its events as text. What was undone
        does not count. Raises BadEvent."""
        known = self._known
        every = [known[text] if text in known else self._read(text) for text in _live(rows)]
        tally = [0] * len(self._places)
        for sums in every:
            for place, number in sums:
                tally[place] += number
        return self._told(tally)

    def _read(self, text: str) -> Sums:
        """What the events of a text earn, in sums."""
        card = score(read_events(text), self._rubric)
        found: dict[Counted, int] = {("points", name): points for name, points in card.points.items()}
        for item in card.incidents:
            found["incident", item.kind] = found.get(("incident", item.kind), 0) + 1
        for name, (shown, missed) in card.principles.items():
            found["shown", name], found["missed", name] = shown, missed
        if len(self._known) == _REMEMBERED:
            self._known.clear()
        sums = tuple((self._place(what), number) for what, number in found.items() if number)
        self._known[text] = sums
        return sums

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


def _live(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The events that count. As `live` of the engine has it, for pairs as the database gives them."""
    kept: list[str] = []
    for move, events in rows:
        if move != UNDO:
            kept.append(events)
        elif len(kept) > 1:
            kept.pop()
    return kept
