"""What is still to be earned from every state: at best, at worst, and on average under play at random.

Backwards from the end. A line is worth what it earns at once and what is worth most, least or on average
after it. All is exact: whole numbers, and fractions for the average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from fractions import Fraction

from simulator.analysis.compiled import END_PLACE, Line, Stop
from simulator.analysis.functions import NOTHING, Function, Functions, Number
from simulator.analysis.reach import Reach, allows
from simulator.analysis.sets import EMPTY
from simulator.analysis.tabulate import Row
from simulator.engine.moves import Move

Worth = Callable[[Row], int]
"""The points of a row that count."""


class Play(StrEnum):
    """Who chooses."""

    BEST = "best"
    WORST = "worst"
    RANDOM = "random"


class Values:
    """The value of every reachable state under one way to play. `before[place]` is the function at a stop."""

    def __init__(self, reach: Reach, worth: Worth, play: Play) -> None:
        self.functions = Functions(len(reach.levels))
        self.before: dict[int, Function] = {}
        self._reach, self._play = reach, play
        self._worth = worth
        self._sign = -1 if play is Play.WORST else 1
        for stop in reversed(reach.stops):
            if reach.passed[stop.place].before != EMPTY:
                self.before[stop.place] = self._stop(stop)

    @property
    def start(self) -> Number:
        """The value of the whole story."""
        value = self.before[0][0]
        return -value if self._play is Play.WORST else value

    def _stop(self, stop: Stop) -> Function:
        lines = {move: self._line(stop, move, line) for move, line in stop.lines.items()}
        if len(stop.moves) == 1:
            return self._chosen(lines[move] for move in stop.moves[0].result or (None,))
        ends = [self._chosen(lines[move] for move in row.result or (None,)) for row in stop.moves]
        reach, passed = self._reach, self._reach.passed[stop.place]
        same = reach.lumps[stop.place].before
        chosen = reach.motion(
            [Row(row.reads, {}, (number,), (), None) for number, row in enumerate(stop.moves)],
            stop.domain, same, [same] * len(stop.moves),
        )  # fmt: skip
        return self.functions.before(chosen, ends, passed.before, reach.sets)

    def _chosen(self, lines: Iterable[Function | None]) -> Function:
        """What a decision between lines is worth; a line that is never possible is no line."""
        held = [line for line in lines if line is not None]
        if not held:
            return 0, NOTHING
        if len(held) == 1:
            return held[0]
        if self._play is Play.RANDOM:
            return self.functions.weighed([(Fraction(1, len(held)), line) for line in held])
        return self.functions.greatest(held)

    def _line(self, stop: Stop, move: Move | None, line: Line) -> Function | None:
        """The value of a move, in the states before its decision in which it may be made."""
        reach, functions = self._reach, self.functions
        states = reach.passed[stop.place].lines[move]
        if states[0] == EMPTY:
            return None
        classes = reach.lumps[stop.place].lines[move]
        last = line.tables[-1]
        ends = [self._end(row) for row in last]
        value = functions.before(reach.onward(line, classes, last), ends, states[-1], reach.sets)
        for number in range(len(line.tables) - 2, -1, -1):
            table = line.tables[number]
            ends = [(value[0] + self._earned(row), value[1]) for row in table]
            chain = reach.within(line, classes, number, table)
            value = functions.before(chain, ends, states[number], reach.sets)
        rows = sum(allows(row, move) for row in stop.moves)
        before = reach.passed[stop.place].before
        return functions.before(reach.choosing(stop, move), [value] * rows, before, reach.sets)

    def _end(self, row: Row) -> Function:
        after = (0, NOTHING) if row.result == END_PLACE else self.before.get(row.result, (0, NOTHING))
        return after[0] + self._earned(row), after[1]

    def _earned(self, row: Row) -> int:
        return self._sign * self._worth(row)
