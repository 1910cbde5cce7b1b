"""What a story takes to read and to decide, reckoned as points are: for each event and each decision alone.

So it can be added up along every route, and the exact analysis can find the shortest and the longest. Time is
in tenths of a second: a word takes three of them, at 200 words a minute, and a decision 200.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulator.analysis.reading import SECONDS_A_DECISION, WORDS_A_MINUTE, Reader, briefing
from simulator.engine.events import Event
from simulator.engine.program import Program
from simulator.engine.world import Rule, Turn

TENTHS_A_WORD = 600 // WORDS_A_MINUTE
TENTHS_A_DECISION = 10 * SECONDS_A_DECISION
DECIDED = "decided"
"""A field for the analysis alone: 1 where the decision of the set one is in has been counted."""


class Clock:
    """Times the steps of one scenario."""

    def __init__(self, program: Program) -> None:
        self.before = TENTHS_A_WORD * briefing(program)
        """What one reads before the first decision."""
        self._reader = Reader(program)
        self._sets = [self._reader.sets[step.id] for step in program.steps]
        self._firsts = {held: place for place, held in reversed([*enumerate(self._sets)])}

    def reading(self, events: Iterable[Event]) -> int:
        """What events take to read: any part of those of a move, so that parts add up."""
        return TENTHS_A_WORD * self._reader.words(events)

    def deciding(self, turn: Turn, place: int) -> int:
        """What a decision at a place among the steps takes; nothing where its set has been counted.

        A set that is asked item by item is one decision. It is counted where its first item is asked, which
        is kept in the field `decided`; a set of one item needs no field and leaves it alone.
        """
        held = self._sets[place]
        if not held or self._sets.count(held) == 1:
            return TENTHS_A_DECISION if held else 0
        if turn.view[DECIDED]:
            return 0
        turn.view[DECIDED] = 1
        return TENTHS_A_DECISION

    def forgetting(self, place: int) -> list[Rule]:
        """What a step does before anything else, decision or not: a set begins with nothing counted."""
        held = self._sets[place]
        begins = held and self._firsts[held] == place and self._sets.count(held) > 1
        return [_forget] if begins else []


def _forget(turn: Turn) -> None:
    turn.view[DECIDED] = 0
