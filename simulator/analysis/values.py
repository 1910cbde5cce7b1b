"""What is still to be earned from every state, at best or at worst, and what each move gives away.

Backwards from the end. A move is worth what it earns at once and what the best (or the worst) after it earns.
All is exact, in whole numbers. A value is a function of the fields that is right in every state that can be
reached, and means nothing elsewhere: so it may be as simple as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.analysis.diagrams import functions, kernel
from simulator.analysis.diagrams.kernel import EMPTY, LEAST, MOST, UNIT
from simulator.analysis.diagrams.space import Diagrams, Full, TooLarge
from simulator.analysis.motion import Motion
from simulator.analysis.reach import Progress, Reach, allows
from simulator.analysis.tables.compiled import END_PLACE, Stop
from simulator.analysis.tables.tabulate import Row
from simulator.engine.moves import Move

Worth = Callable[[Row], int]
"""The points of a row that count."""
Function = tuple[int, int]
"""A weight, and a node."""
NOTHING: Function = (0, UNIT)
ROOM = 4
"""For how many times the nodes of the states there is room for those of their values, to begin with."""


@dataclass(frozen=True, slots=True)
class Regret:
    """What a move gives away against the best one, over all states in which it may be made: at least, and at
    most. A move whose least is above 0 is never best; one whose most is 0 always is."""

    least: int
    most: int


@dataclass(frozen=True)
class _Epoch:
    """The functions at the stops of an epoch, and at those that it leads to."""

    diagrams: Diagrams
    before: dict[int, Function] = field(default_factory=dict)


class Values:
    """The value of every state, at best or at worst.

    `regrets` are told by place and move, where there is more than one move to make and `regretting` holds of
    the stop.
    """

    def __init__(
        self,
        reach: Reach,
        worth: Worth,
        best: bool = True,
        regretting: Callable[[Stop], bool] = lambda _: False,
        progress: Progress | None = None,
    ) -> None:
        """Raises TooLarge."""
        self._reach, self._worth, self._how = reach, worth, MOST if best else LEAST
        self._epochs = [
            _Epoch(Diagrams(epoch.space, reach.budget, room=ROOM * epoch.diagrams.many))
            for epoch in reach.epochs
        ]
        self._entered = len(self._epochs) - 1
        self.regrets: dict[int, dict[Move | None, Regret]] = {}
        stops = [stop for stop in reach.stops if stop.place in reach.passed]
        for number, stop in enumerate(reversed(stops)):
            try:
                self._enter(stop.place)
                self._stop(stop, regretting(stop))
                self._epoch(stop.place).diagrams.rest()
            except Full:
                raise TooLarge(stop.step.id, reach.living) from None
            if progress:
                progress(number + 1, len(stops))
        self.start = self._epochs[0].before[0][0]

    def _enter(self, place: int) -> None:
        """Brings what lies after an epoch into its order of the fields, when its last stop comes."""
        while self._entered > self._reach.epoch_of[place]:
            after = self._epochs[self._entered]
            self._entered -= 1
            epoch, sets = self._epochs[self._entered], self._reach.epochs[self._entered]
            for target, states in sets.exits.items():
                weight, node = after.before[target]
                more, turned = after.diagrams.function_into(epoch.diagrams, sets.diagrams, states, node)
                epoch.before[target] = weight + more, turned

    def at(self, place: int, fields: Mapping[str, int]) -> int:
        """The value of one state at a stop, which can be reached."""
        epoch = self._epoch(place)
        weight, n = epoch.before[place]
        classes, space, t = self._reach.lumps[place].before, epoch.diagrams.space, epoch.diagrams.nodes
        for name, level in space.levels.items():
            value = classes[name][fields[name]] if name in classes else 0
            if t.level[t.at[n, kernel.VAR]] == level:
                more, n = functions.followed(t, n, level, space.number[level][value])
                weight += int(more)
        return weight

    def _stop(self, stop: Stop, regretting: bool) -> None:
        states = self._reach.passed[stop.place].before
        lines = {move: self._line(stop, move) for move in self._reach.passed[stop.place].lines}
        value = self._chosen(stop, lines, states)
        self._epoch(stop.place).before[stop.place] = value
        if regretting and len(lines) > 1:
            self.regrets[stop.place] = {
                move: self._regret(stop.place, states, value, lines[move])
                for move in lines
                if (states := self._reach.where(stop, move)) != EMPTY
            }

    def _line(self, stop: Stop, move: Move | None) -> Function:
        """The value of a move, where it may be made."""
        course = self._reach.course(stop, move)
        before = self._epoch(stop.place).before
        ends = []
        for row in course.last.rows:
            after = NOTHING if row.result == END_PLACE else before.get(row.result, NOTHING)
            ends.append((after[0] + self._worth(row), after[1]))
        passed = self._reach.passed[stop.place]
        states = passed.lines[move]
        value = self._through(stop.place, course.last.motion, ends, states[-1])
        for (part,), held in zip(reversed(course.tables[:-1]), reversed(states[:-1]), strict=True):
            ends = [(value[0] + self._worth(row), value[1]) for row in part.rows]
            value = self._through(stop.place, part.motion, ends, held)
        if course.chosen.restricts:
            return value
        rows = sum(allows(row, move) for row in stop.moves)
        return self._through(stop.place, course.chosen, [value] * rows, passed.before)

    def _chosen(self, stop: Stop, lines: dict[Move | None, Function], states: int) -> Function:
        """The value of a decision: of the best move in each case of it."""
        ends = []
        for row, held in zip(stop.moves, self._reach.apart(stop), strict=True):
            moves = [move for move in row.result or (None,) if move in lines]
            ends.append(self._choice(stop.place, [lines[move] for move in moves], held))
        if len(ends) == 1:
            return ends[0]
        return self._through(stop.place, self._reach.cases(stop), ends, states)

    def _choice(self, place: int, among: Sequence[Function], states: int) -> Function:
        """The best of some functions, in each of some states."""
        pick = max if self._how == MOST else min
        best: dict[int, int] = {}
        for weight, node in among:
            best[node] = pick(weight, best.get(node, weight))
        if len(best) < 2 or states == EMPTY:
            return next(((weight, node) for node, weight in best.items()), NOTHING)
        triples = np.array([number for node in sorted(best) for number in (0, node, best[node])], np.int64)
        sets, how = self._reach.epoch(place).diagrams.reference, self._how

        def job(t: kernel.Nodes) -> Function:
            top, list_ = functions.begun(t, triples, functions.CHOICE)
            rest, found = functions.choice(t, sets, how, states, list_, 0)
            return int(top + rest), int(found)

        return self._epoch(place).diagrams.work(job)

    def _through(self, place: int, motion: Motion, ends: Sequence[Function], states: int) -> Function:
        """The function before a motion in some states, from those after each of its rows."""
        tails = motion.tails
        triples = [
            number
            for tail in motion.starts
            for number in (tail, ends[motion.ends[tail]][1], ends[motion.ends[tail]][0])
        ]
        held = np.array(triples, np.int64)
        sets, how = self._reach.epoch(place).diagrams.reference, self._how

        def job(t: kernel.Nodes) -> Function:
            top, list_ = functions.begun(t, held, 0)
            rest, found = functions.before(t, sets, tails, how, states, list_, 0)
            return int(top + rest), int(found)

        return self._epoch(place).diagrams.work(job)

    def _regret(self, place: int, states: int, value: Function, line: Function) -> Regret:
        sets = self._reach.epoch(place).diagrams.reference
        found = functions.gaps(self._epoch(place).diagrams.reference, sets, states, value[1], line[1])
        return Regret(*sorted(abs(int(gap) + value[0] - line[0]) for gap in found))

    def _epoch(self, place: int) -> _Epoch:
        return self._epochs[self._reach.epoch_of[place]]


def total(row: Row) -> int:
    """All points of a row."""
    return sum(row.points)
