"""Every state that can be reached, at every step: the forward half of the analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.analysis import kernel
from simulator.analysis.compiled import END_PLACE, Line, Stop, Table, compiled, targets
from simulator.analysis.kernel import EMPTY, UNIT
from simulator.analysis.lumping import Classes, Lumps, Seen, at_the_end, lumped
from simulator.analysis.motion import Motion, motion
from simulator.analysis.order import levels
from simulator.analysis.space import DEFAULT_BUDGET, Diagrams, Full, Space, TooLarge
from simulator.analysis.tabulate import Domain, Row
from simulator.engine.moves import Move
from simulator.engine.program import Program

Progress = Callable[[int, int], None]
"""Told how many stops are done, and of how many."""


@dataclass(frozen=True)
class Part:
    """One table of a line, as motions over diagrams: all rows of it that lead to the same place. `target` is
    that place, or None where the next table follows."""

    motion: Motion
    rows: tuple[Row, ...]
    target: int | None


@dataclass(frozen=True)
class Course:
    """What a move does, as motions: choosing it, and then its tables.

    `choices` are the cases in which it may be chosen, by how many moves there are to choose from, and `chosen`
    is all of them. The last of `tables` is told by where it leads; `last` is the whole of it.
    """

    choices: tuple[tuple[Motion, int], ...]
    chosen: Motion
    tables: tuple[tuple[Part, ...], ...]
    last: Part


@dataclass(frozen=True)
class Passed:
    """The states at a stop: before its decision, and before each table of each line."""

    before: int
    lines: dict[Move | None, list[int]]


class Reach:
    """The reachable states of a program, at each place that can be reached. `seen` is what of a row may not be
    merged away."""

    def __init__(
        self, program: Program, seen: Seen, budget: int = DEFAULT_BUDGET, progress: Progress | None = None
    ) -> None:
        """Raises TooLarge."""
        self.program, self._seen = program, seen
        self.stops = compiled(program)
        self.lumps: dict[int, Lumps] = lumped(self.stops, seen)
        self.space = Space(levels(self.stops, self.lumps), self.lumps.values())
        self.diagrams = Diagrams(self.space, budget)
        self.passed: dict[int, Passed] = {}
        self.budget = budget
        self._courses: dict[tuple[int, Move | None], Course] = {}
        waiting = {0: UNIT}
        for number, stop in enumerate(self.stops):
            try:
                self._pass(stop, waiting)
            except Full:
                raise TooLarge(stop.step.id, self.living) from None
            if progress:
                progress(number + 1, len(self.stops))

    def _pass(self, stop: Stop, waiting: dict[int, int]) -> None:
        states = waiting.pop(stop.place, EMPTY)
        if states == EMPTY:
            return
        passed = Passed(states, {})
        for move in stop.lines:
            course = self.course(stop, move)
            held = EMPTY
            for chosen, _ in course.choices:
                held = self.diagrams.union(held, self.moved(states, chosen))
            if held == EMPTY:
                continue
            passed.lines[move] = [held]
            for parts in course.tables:
                for part in parts:
                    found = self.moved(held, part.motion)
                    if part.target is None:
                        held = found
                        passed.lines[move].append(held)
                    elif part.target != END_PLACE:
                        so_far = waiting.get(part.target, EMPTY)
                        waiting[part.target] = self.diagrams.union(so_far, found)
        self.passed[stop.place] = passed

    def moved(self, states: int, motion: Motion) -> int:
        """The states that a motion makes of states; those to which no row of it applies are left out."""
        ways, begin = motion.ways(self.space)
        return int(self.diagrams.work(lambda t: kernel.moved(t, ways, states, begin, 0))[2])

    def course(self, stop: Stop, move: Move | None) -> Course:
        """What a move does at a stop, ready to move diagrams."""
        key = (stop.place, move)
        if key not in self._courses:
            self._courses[key] = self._course(stop, move)
        return self._courses[key]

    def _course(self, stop: Stop, move: Move | None) -> Course:
        held, line = self.lumps[stop.place], stop.lines[move]
        classes = held.lines[move]
        may: dict[int, list[Row]] = {}
        for row in stop.moves:
            if allows(row, move):
                may.setdefault(len(row.result) or 1, []).append(row)

        def choosing(rows: Sequence[Row]) -> Motion:
            return self.motion(rows, stop.domain, held.before, [classes[0]] * len(rows))

        choices = tuple((choosing(rows), many) for many, rows in may.items())
        chosen = choosing([row for rows in may.values() for row in rows])
        rows = line.tables[-1]
        return Course(
            choices, chosen, tuple(self._tables(line, classes)), self._onward(line, rows, classes[-1], None)
        )

    def _tables(self, line: Line, classes: Sequence[Classes]) -> Iterator[tuple[Part, ...]]:
        for number, table in enumerate(line.tables[:-1]):
            after = [classes[number + 1]] * len(table)
            yield (Part(self.motion(table, line.domains[number], classes[number], after), table, None),)
        last = line.tables[-1]
        parts = []
        for target in [*targets(last), END_PLACE]:
            rows = tuple(row for row in last if row.result == target)
            if rows:
                parts.append(self._onward(line, rows, classes[-1], target))
        yield tuple(parts)

    def _onward(self, line: Line, rows: Table, before: Classes, target: int | None) -> Part:
        end = at_the_end(line)
        after = [end if row.result == END_PLACE else self.lumps[row.result].before for row in rows]
        return Part(self.motion(rows, line.domains[-1], before, after), rows, target)

    def motion(
        self, rows: Sequence[Row], domain: Domain, before: Classes, after: Sequence[Classes]
    ) -> Motion:
        """What rows do to diagrams; `after` are the classes that each leads to."""
        ends = [(self._seen(row), row.result) for row in rows]
        return motion(rows, domain, before, after, self.space.levels, ends)

    @property
    def living(self) -> tuple[str, ...]:
        """The fields, those that live longest first."""
        return tuple(reversed([*self.space.levels]))

    @cached_property
    def states(self) -> float:
        """How many states there are before decisions and steps, all in all; exact up to 2^53."""
        return self.diagrams.counted(held.before for held in self.passed.values())


def allows(row: Row, move: Move | None) -> bool:
    """Whether a case of a decision allows a move; None where the step runs by itself."""
    return move in row.result if move is not None else not row.result


__all__ = ["Course", "Part", "Passed", "Reach", "TooLarge", "allows"]
