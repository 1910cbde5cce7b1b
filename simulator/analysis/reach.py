"""Every state that can be reached, at every step: the forward half of the analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.analysis.compiled import END_PLACE, Line, Stop, Table, compiled, targets
from simulator.analysis.lumping import Classes, Lumps, Seen, lumped
from simulator.analysis.motion import Motion, motion
from simulator.analysis.order import levels
from simulator.analysis.sets import EMPTY, UNIT, Sets
from simulator.analysis.tabulate import Domain, Row
from simulator.engine.moves import Move
from simulator.engine.program import Program

DEFAULT_BUDGET = 8_000_000
"""How many nodes an analysis may make; about two gigabytes."""


class TooLarge(Exception):
    """The budget of nodes does not suffice. `live` are the fields that live longest, longest first."""

    def __init__(self, step: str, live: Sequence[str]) -> None:
        super().__init__(f"more nodes than allowed at {step}")
        self.step, self.live = step, tuple(live)


@dataclass(frozen=True)
class Passed:
    """The states at a stop: before its decision, and before each table of each line."""

    before: int
    lines: Mapping[Move | None, tuple[int, ...]]


class Reach:
    """The reachable states of a program. `seen` is what of a row may not be merged away."""

    def __init__(self, program: Program, seen: Seen, budget: int = DEFAULT_BUDGET) -> None:
        """Raises TooLarge."""
        self.stops = compiled(program)
        self.lumps: dict[int, Lumps] = lumped(self.stops, seen)
        self.levels = levels(self.stops, self.lumps)
        self.sets = Sets(len(self.levels))
        self.passed: dict[int, Passed] = {}
        self.ends = EMPTY
        waiting = {0: UNIT}
        for stop in self.stops:
            self.passed[stop.place] = self._pass(stop, waiting)
            if len(self.sets.nodes) > budget:
                raise TooLarge(stop.step.id, [*reversed(self.levels)])

    def _pass(self, stop: Stop, waiting: dict[int, int]) -> Passed:
        states = waiting.pop(stop.place, EMPTY)
        lines: dict[Move | None, tuple[int, ...]] = {}
        for move, line in stop.lines.items():
            classes = self.lumps[stop.place].lines[move]
            held = [self.sets.moved(states, self.choosing(stop, move))]
            for number, table in enumerate(line.tables[:-1]):
                held.append(self.sets.moved(held[-1], self.within(line, classes, number, table)))
            lines[move] = tuple(held)
            for target in targets(line.tables[-1]):
                rows = [row for row in line.tables[-1] if row.result == target]
                moved = self.sets.moved(held[-1], self.onward(line, classes, rows))
                waiting[target] = self.sets.union(waiting.get(target, EMPTY), moved)
        return Passed(states, lines)

    def choosing(self, stop: Stop, move: Move | None) -> Motion:
        """From before a decision to the first table of a line, in the states in which it may be chosen."""
        rows = [row for row in stop.moves if allows(row, move)]
        held = self.lumps[stop.place]
        return self.motion(rows, stop.domain, held.before, [held.lines[move][0]] * len(rows))

    def within(self, line: Line, classes: Sequence[Classes], number: int, table: Table) -> Motion:
        """Through a table that is not the last of its line."""
        return self.motion(table, line.domains[number], classes[number], [classes[number + 1]] * len(table))

    def onward(self, line: Line, classes: Sequence[Classes], rows: Sequence[Row]) -> Motion:
        """Through rows of the last table of a line, each to where it leads."""
        after = [{} if row.result == END_PLACE else self.lumps[row.result].before for row in rows]
        return self.motion(rows, line.domains[-1], classes[-1], after)

    def motion(
        self, rows: Sequence[Row], domain: Domain, before: Classes, after: Sequence[Classes]
    ) -> Motion:
        """What rows do to diagrams; `after` are the classes that each leads to."""
        ends = [(row.points, row.result) for row in rows]
        return motion(rows, domain, before, after, self.levels, ends)

    @cached_property
    def states(self) -> int:
        """How many states there are before decisions and steps, all in all."""
        return sum(self.sets.count(held.before) for held in self.passed.values())


def allows(row: Row, move: Move | None) -> bool:
    """Whether a case of a decision allows a move; None where the step runs by itself."""
    return move in row.result if move is not None else not row.result
