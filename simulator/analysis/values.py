"""What is still to be earned from every state, at best or at worst, and what each move gives away.

Backwards from the end. A move is worth what it earns at once and what the best (or the worst) after it earns.
All is exact, in whole numbers. A value is a function of the fields, for all they may hold, whether such a state
can be reached or not: so it knows nothing of how things came about, and stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analysis import kernel
from simulator.analysis.compiled import END_PLACE, Stop
from simulator.analysis.kernel import EMPTY, LEAST, MOST, UNIT
from simulator.analysis.motion import Motion
from simulator.analysis.reach import Progress, Reach, allows
from simulator.analysis.space import Diagrams, Full, TooLarge
from simulator.analysis.tabulate import Row
from simulator.engine.moves import Move

Worth = Callable[[Row], int]
"""The points of a row that count."""
Function = tuple[int, int]
"""A weight, and a node."""
NOTHING: Function = (0, UNIT)


@dataclass(frozen=True, slots=True)
class Regret:
    """What a move gives away against the best one, over all states in which it may be made: at least, and at
    most. A move whose least is above 0 is never best; one whose most is 0 always is."""

    least: int
    most: int


class Values:
    """The value of every state, at best or at worst. `regrets` are told by place and move, where there is more
    than one move to make and `regretting` holds of the stop."""

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
        self._diagrams = Diagrams(reach.space, reach.budget)
        self._before: dict[int, Function] = {}
        self.regrets: dict[int, dict[Move | None, Regret]] = {}
        stops = [stop for stop in reach.stops if stop.place in reach.passed]
        for number, stop in enumerate(reversed(stops)):
            try:
                self._stop(stop, regretting(stop))
            except Full:
                raise TooLarge(stop.step.id, reach.living) from None
            self._tidy()
            if progress:
                progress(number + 1, len(stops))
        self.start = self._before[0][0]

    def at(self, place: int, fields: Mapping[str, int]) -> int:
        """The value of one state at a stop, which can be reached."""
        weight, n = self._before[place]
        classes, space, t = self._reach.lumps[place].before, self._reach.space, self._diagrams.nodes
        for name, level in space.levels.items():
            value = classes[name][fields[name]] if name in classes else 0
            if t.level[t.at[n, kernel.VAR]] == level:
                more, n = kernel.under(t, n, level, space.number[level][value])
                weight += int(more)
        return weight

    def _stop(self, stop: Stop, regretting: bool) -> None:
        states = self._reach.passed[stop.place].before
        lines = {move: self._line(stop, move) for move in self._reach.passed[stop.place].lines}
        value = self._chosen(stop, lines, states)
        self._before[stop.place] = value
        if regretting and len(lines) > 1:
            self.regrets[stop.place] = {
                move: Regret(*sorted(self._gap(states, value, lines[move], most) for most in (False, True)))
                for move in lines
                if (states := self._states(stop, move)) != EMPTY
            }

    def _line(self, stop: Stop, move: Move | None) -> Function:
        """The value of a move, where it may be made."""
        course = self._reach.course(stop, move)
        ends = []
        for row in course.last.rows:
            after = NOTHING if row.result == END_PLACE else self._before.get(row.result, NOTHING)
            ends.append((after[0] + self._worth(row), after[1]))
        passed = self._reach.passed[stop.place]
        states = passed.lines[move]
        value = self._through(course.last.motion, ends, states[-1])
        for (part,), held in zip(reversed(course.tables[:-1]), reversed(states[:-1]), strict=True):
            ends = [(value[0] + self._worth(row), value[1]) for row in part.rows]
            value = self._through(part.motion, ends, held)
        rows = sum(allows(row, move) for row in stop.moves)
        return self._through(course.chosen, [value] * rows, passed.before)

    def _chosen(self, stop: Stop, lines: dict[Move | None, Function], states: int) -> Function:
        """The value of a decision: of the best move in each case of it."""
        ends = []
        for row in stop.moves:
            moves = [move for move in row.result or (None,) if move in lines]
            ends.append(self._choice([lines[move] for move in moves], states))
        if len(ends) == 1:
            return ends[0]
        cases = [replace(row, writes={}, result=number) for number, row in enumerate(stop.moves)]
        return self._through(self._among(stop, cases), ends, states)

    def _choice(self, functions: Sequence[Function], states: int) -> Function:
        """The best of some functions, in each of some states."""
        found = functions[0] if functions else NOTHING
        for function in functions[1:]:
            found = self._better(found, function, states)
        return found

    def _better(self, one: Function, other: Function, states: int) -> Function:
        sets, how = self._reach.diagrams.nodes, self._how

        def job(t: kernel.Nodes) -> Function:
            weight, node = kernel.choice(t, sets, how, states, one[0], one[1], other[0], other[1], 0)
            return int(weight), int(node)

        return self._diagrams.work(job)

    def _states(self, stop: Stop, move: Move | None) -> int:
        """The states in which a move may be made, as they are before the decision."""
        rows = [replace(row, writes={}) for row in stop.moves if allows(row, move)]
        return self._reach.moved(self._reach.passed[stop.place].before, self._among(stop, rows))

    def _among(self, stop: Stop, cases: Sequence[Row]) -> Motion:
        """Cases of a decision that change nothing."""
        same = self._reach.lumps[stop.place].before
        return self._reach.motion(cases, stop.domain, same, [same] * len(cases))

    def _through(self, motion: Motion, ends: Sequence[Function], states: int) -> Function:
        """The function before a motion in some states, from those after each of its rows."""
        tails = motion.tails(self._reach.space)
        triples = [
            number
            for tail in motion.starts
            for number in (tail, ends[motion.ends[tail]][1], ends[motion.ends[tail]][0])
        ]
        held = np.array(triples, np.int64)
        sets = self._reach.diagrams.nodes

        def job(t: kernel.Nodes) -> Function:
            top, list_ = kernel.begun(t, held, 0)
            rest, found = kernel.before(t, sets, tails, states, list_, 0)
            return int(top + rest), int(found)

        return self._diagrams.work(job)

    def _gap(self, states: int, value: Function, line: Function, most: bool) -> int:
        sets = self._reach.diagrams.nodes
        found = kernel.gap(self._diagrams.nodes, sets, states, value[1], line[1], most)
        return abs(int(found) + value[0] - line[0])

    def _tidy(self) -> None:
        """Forgets all but the values, now and then."""
        if self._diagrams.crowded:
            new = self._diagrams.tidied(node for _, node in self._before.values())
            self._before = {at: (weight, new[node]) for at, (weight, node) in self._before.items()}


def total(row: Row) -> int:
    """All points of a row."""
    return sum(row.points)
