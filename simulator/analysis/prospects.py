"""How likely each end is from every state on, for somebody who guesses: backwards, exactly.

Much that tells histories apart makes no difference to how they end. So the chances of the ends are taken
from the end to the beginning, for states that are told apart by nothing but what they may still come to.
Every chance is held as a residue and as a floating-point number, which differs from the truth by no more than
`bound`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

import numpy as np

from simulator.analysis.chance import Chance
from simulator.analysis.diagrams import leaves
from simulator.analysis.diagrams.kernel import EMPTY, PRIME, UNIT, Nodes
from simulator.analysis.diagrams.space import DEFAULT_BUDGET, Diagrams, Full, TooLarge
from simulator.analysis.motion import Motion
from simulator.analysis.reach import Progress, Reach, allows
from simulator.analysis.tables.compiled import END_PLACE, Stop, targets
from simulator.analysis.values import ROOM
from simulator.engine.moves import Move
from simulator.engine.program import Program

STEP = 0x9E3779B97F4A7C15
"""The marks of the ends are its powers (2^64 over the golden ratio: a number without a pattern)."""


class Prospects:
    """How likely each value of a field is at the end, for somebody who takes each possible line alike.

    `ended` tells it by value, and no number in it is wrong by more than `bound`, as rounding goes.
    """

    def __init__(
        self, program: Program, name: str, budget: int = DEFAULT_BUDGET, progress: Progress | None = None
    ) -> None:
        """Raises TooLarge."""
        self._reach = Reach(program, lambda _: None, budget, ends=(name,), turning=False)
        (space,) = (epoch.space for epoch in self._reach.epochs)
        held = self._reach.ended(name)
        self._values = space.values[space.levels[name]] if name in space.levels else (*held,)
        self._name = name
        room = ROOM * self._reach.epochs[0].diagrams.many
        self._diagrams = Diagrams(space, budget, ends=len(self._values), room=room)
        self._before: dict[int, int] = {}
        stops = [stop for stop in self._reach.stops if stop.place in self._reach.passed]
        first = _first_to_lead(stops)
        for number, stop in enumerate(reversed(stops)):
            try:
                self._before[stop.place] = self._stop(stop)
            except Full:
                raise TooLarge(stop.step.id, self._reach.living) from None
            if stop.place:
                self._tidy({place for place in self._before if first[place] < stop.place})
            if progress:
                progress(number + 1, len(stops))
        t, n = self._diagrams.nodes, self._before[0]
        self.ended = {
            value: Chance(float(t.ends[n, at]), int(t.residues[n, at]))
            for at, value in enumerate(self._values)
            if value in held
        }
        self.bound = sum(len(stop.lines) + 2 for stop in stops) * 2.0**-53

    def _stop(self, stop: Stop) -> int:
        passed = self._reach.passed[stop.place]
        lines = {move: self._line(stop, move) for move in passed.lines}
        ends = [
            self._mean(states, [lines[move] for move in row.result or (None,) if move in lines])
            for row, states in zip(stop.moves, self._reach.apart(stop), strict=True)
        ]
        return ends[0] if len(ends) == 1 else self._through(self._reach.cases(stop), ends, passed.before)

    def _line(self, stop: Stop, move: Move | None) -> int:
        """What may come of a move, where it may be made."""
        course, passed = self._reach.course(stop, move), self._reach.passed[stop.place]
        states = passed.lines[move]
        ends = [
            self._certain() if row.result == END_PLACE else self._before.get(row.result, UNIT)
            for row in course.last.rows
        ]
        found = self._through(course.last.motion, ends, states[-1])
        for (part,), held in zip(reversed(course.tables[:-1]), reversed(states[:-1]), strict=True):
            found = self._through(part.motion, [found] * len(part.rows), held)
        if course.chosen.restricts:
            return found
        rows = sum(allows(row, move) for row in stop.moves)
        return self._through(course.chosen, [found] * rows, passed.before)

    def _certain(self) -> int:
        """The function at the end: of each value of the field, a leaf that holds it for certain."""
        space = self._diagrams.space

        def job(t: Nodes) -> int:
            sure = [leaves.certain(t, pow(STEP, at + 1, PRIME), at) for at in range(len(self._values))]
            if self._name not in space.levels:
                return int(sure[0])
            return int(leaves.told_apart(t, space.levels[self._name], np.array(sure, np.int64)))

        return self._diagrams.work(job)

    def _mean(self, states: int, functions: Sequence[int]) -> int:
        """The mean of some functions, in each of some states."""
        if not functions or states == EMPTY:
            return UNIT
        times = Counter(functions)
        pairs = np.array([number for node in sorted(times) for number in (times[node], node)], np.int64)
        sets = self._reach.epochs[0].diagrams.reference
        return self._diagrams.work(
            lambda t: int(
                leaves.mean(t, sets, states, leaves.begun(t, pairs, leaves.MEANS), len(functions), 0)
            )
        )

    def _through(self, motion: Motion, ends: Sequence[int], states: int) -> int:
        """The function before a motion in some states, from those after each of its rows."""
        pairs = [number for tail in motion.starts for number in (tail, ends[motion.ends[tail]])]
        held, sets = np.array(pairs, np.int64), self._reach.epochs[0].diagrams.reference
        return self._diagrams.work(
            lambda t: int(leaves.before(t, sets, motion.tails, states, leaves.begun(t, held, 0), 0))
        )

    def _tidy(self, wanted: Set[int]) -> None:
        """Forgets the functions of places that nothing leads to any more."""
        self._before = {place: node for place, node in self._before.items() if place in wanted}
        self._diagrams.rest()
        if self._diagrams.crowded:
            new = self._diagrams.tidied(self._before.values())
            self._before = {place: new[node] for place, node in self._before.items()}


def _first_to_lead(stops: Sequence[Stop]) -> Mapping[int, int]:
    """By place, the first place from which the story may go on there."""
    first: dict[int, int] = {}
    for stop in stops:
        for line in stop.lines.values():
            for target in targets(line.tables[-1]):
                first.setdefault(target, stop.place)
    return first
