"""Every state that can be reached, at every step: the forward half of the analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from simulator.analysis.diagrams import kernel
from simulator.analysis.diagrams.kernel import EMPTY, UNIT
from simulator.analysis.diagrams.space import DEFAULT_BUDGET, Diagrams, Full, Space, TooLarge
from simulator.analysis.motion import Motion, motion
from simulator.analysis.order import all_classes, levels
from simulator.analysis.tables.compiled import END_PLACE, Line, Stop, Table, compiled, targets
from simulator.analysis.tables.lumping import ENDS, Lumps, Seen, at_the_end, lumped
from simulator.analysis.tables.merging import Classes
from simulator.analysis.tables.tabulate import Domain, Row
from simulator.engine.moves import Move
from simulator.engine.program import Program

TURN_FROM, TURN_AT, SIFTING = 1_500, 2, 40_000_000
"""A new order of the fields is looked for when states have so many nodes and so many times what they had in
the last order; and how many nodes are looked at for it."""
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

    `choices` are the cases in which it may be chosen, by how many moves there are to choose from, and
    `chosen` is all of them. The last of `tables` is told by where it leads; `last` is the whole of it.
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


@dataclass(frozen=True)
class Epoch:
    """A stretch of stops that are analysed in one order of the fields. `exits` are the states that leave
    it, by the place they lead to."""

    space: Space
    diagrams: Diagrams
    exits: dict[int, int] = field(default_factory=dict)


class Reach:
    """The reachable states of a program, at each place that can be reached. `seen` is what of a row may not
    be merged away.

    Where states become many, a better order of the fields is looked for, and a new epoch begins with it.
    """

    def __init__(
        self,
        program: Program,
        seen: Seen,
        budget: int = DEFAULT_BUDGET,
        progress: Progress | None = None,
        stops: Sequence[Stop] = (),
        ends: Sequence[str] = ENDS,
        turning: bool = True,
    ) -> None:
        """`stops` are those of the program unless others are given; `ends` are the fields that are told apart
        at the end. Without `turning` there is one epoch. Raises TooLarge."""
        self.program, self._seen, self._told, self.budget = program, seen, ends, budget
        self.lumps = lumped(tuple(stops) or compiled(program), seen, ends)
        self.stops = tuple(self.lumps[place].stop for place in sorted(self.lumps))
        self._values = _values(self.lumps.values())
        space = Space([*levels(self.stops, self.lumps)], self._values)
        self.living = tuple(reversed(space.names))
        self.epochs = [Epoch(space, Diagrams(space, budget))]
        self.epoch_of: dict[int, int] = {}
        self.passed: dict[int, Passed] = {}
        self._ends: list[int] = []
        self._courses: dict[tuple[int, Move | None], Course] = {}
        self._cases: dict[int, Motion] = {}
        self._apart: dict[int, list[int]] = {}
        self._where: dict[tuple[int, Move | None], int] = {}
        waiting = {0: UNIT}
        small = TURN_FROM
        for number, stop in enumerate(self.stops):
            try:
                self._pass(stop, waiting)
                size = self.epochs[-1].diagrams.size(waiting.values())
                if turning and size > TURN_AT * small:
                    self._turn(waiting)
                    small = max(TURN_FROM, self.epochs[-1].diagrams.size(waiting.values()))
            except Full:
                raise TooLarge(stop.step.id, self.living) from None
            if progress:
                progress(number + 1, len(self.stops))

    def _turn(self, waiting: dict[int, int]) -> None:
        """Begins a new epoch."""
        last = self.epochs[-1]
        last.exits.update(waiting)
        space = Space(last.diagrams.better_order(waiting.values(), SIFTING), self._values)
        new = Epoch(space, Diagrams(space, self.budget))
        for place, states in last.exits.items():
            waiting[place] = last.diagrams.states_into(new.diagrams, states)[2]
        self.epochs.append(new)

    def _pass(self, stop: Stop, waiting: dict[int, int]) -> None:
        self.epoch_of[stop.place] = len(self.epochs) - 1
        states = waiting.pop(stop.place, EMPTY)
        if states == EMPTY:
            return
        diagrams = self.epochs[-1].diagrams
        passed = Passed(states, {})
        for move in stop.lines:
            course = self.course(stop, move)
            held = EMPTY
            for chosen, _ in course.choices:
                held = diagrams.union(held, self.moved(stop.place, states, chosen))
            if held == EMPTY:
                continue
            passed.lines[move] = [held]
            for parts in course.tables:
                for part in parts:
                    found = self.moved(stop.place, held, part.motion)
                    if part.target is None:
                        held = found
                        passed.lines[move].append(held)
                    elif part.target != END_PLACE:
                        so_far = waiting.get(part.target, EMPTY)
                        waiting[part.target] = diagrams.union(so_far, found)
                    else:
                        self._ends.append(found)
        self.passed[stop.place] = passed

    def epoch(self, place: int) -> Epoch:
        """The epoch that a place belongs to."""
        return self.epochs[self.epoch_of[place]]

    def moved(self, place: int, states: int, motion: Motion) -> int:
        """The states that a motion makes of states at a place; those to which no row applies are left out."""
        epoch = self.epoch(place)
        ways, begin = motion.ways
        return int(epoch.diagrams.work(lambda t: kernel.moved(t, ways, states, begin, 0))[2])

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
            return self.motion(stop.place, rows, stop.domain, held.before, [classes[0]] * len(rows))

        choices = tuple((choosing(rows), many) for many, rows in may.items())
        chosen = choosing([row for rows in may.values() for row in rows])
        rows = line.tables[-1]
        return Course(
            choices,
            chosen,
            tuple(self._tables(stop.place, line, classes)),
            self._onward(stop.place, line, rows, classes[-1], None),
        )

    def cases(self, stop: Stop) -> Motion:
        """The cases of a decision, told apart and otherwise left as they are."""
        if stop.place not in self._cases:
            cases = [replace(row, writes={}, result=number) for number, row in enumerate(stop.moves)]
            self._cases[stop.place] = self._among(stop, cases)
        return self._cases[stop.place]

    def apart(self, stop: Stop) -> list[int]:
        """The states of each case of a decision."""
        if len(stop.moves) == 1:
            return [self.passed[stop.place].before]
        if stop.place not in self._apart:
            self._apart[stop.place] = [self._in(stop, [row]) for row in stop.moves]
        return self._apart[stop.place]

    def where(self, stop: Stop, move: Move | None) -> int:
        """The states in which a move may be made, as they are before the decision."""
        if (stop.place, move) not in self._where:
            self._where[stop.place, move] = self._in(stop, [row for row in stop.moves if allows(row, move)])
        return self._where[stop.place, move]

    def _in(self, stop: Stop, cases: Sequence[Row]) -> int:
        """The states of some cases of a decision."""
        same = self._among(stop, [replace(row, writes={}) for row in cases])
        return self.moved(stop.place, self.passed[stop.place].before, same)

    def _among(self, stop: Stop, cases: Sequence[Row]) -> Motion:
        same = self.lumps[stop.place].before
        return self.motion(stop.place, cases, stop.domain, same, [same] * len(cases))

    def _tables(self, place: int, line: Line, classes: Sequence[Classes]) -> Iterator[tuple[Part, ...]]:
        for number, table in enumerate(line.tables[:-1]):
            after = [classes[number + 1]] * len(table)
            yield (
                Part(self.motion(place, table, line.domains[number], classes[number], after), table, None),
            )
        last = line.tables[-1]
        parts = []
        for target in [*targets(last), END_PLACE]:
            rows = tuple(row for row in last if row.result == target)
            if rows:
                parts.append(self._onward(place, line, rows, classes[-1], target))
        yield tuple(parts)

    def _onward(self, place: int, line: Line, rows: Table, before: Classes, target: int | None) -> Part:
        end = at_the_end(line, self._told)
        after = [end if row.result == END_PLACE else self.lumps[row.result].before for row in rows]
        return Part(self.motion(place, rows, line.domains[-1], before, after), rows, target)

    def motion(
        self, place: int, rows: Sequence[Row], domain: Domain, before: Classes, after: Sequence[Classes]
    ) -> Motion:
        """What rows do to diagrams at a place; `after` are the classes that each leads to."""
        ends = [(self._seen(row), row.result) for row in rows]
        return motion(rows, domain, before, after, self.epoch(place).space, ends)

    def ended(self, name: str) -> frozenset[int]:
        """The values of a field with which some story ends."""
        last = self.epochs[-1]
        if name not in last.space.levels:
            return frozenset(next(iter(self.stops[-1].lines.values())).domains[-1][name])
        return frozenset(value for node in self._ends for value in last.diagrams.values(node, name))

    @cached_property
    def states(self) -> float:
        """How many states there are before decisions and steps, all in all; exact up to 2^53."""
        return sum(self.epoch(at).diagrams.counted([held.before]) for at, held in self.passed.items())


def _values(lumps: Iterable[Lumps]) -> dict[str, set[int]]:
    """By field, the values that stand for classes of it anywhere."""
    held: dict[str, set[int]] = {}
    for lump in lumps:
        for classes in all_classes(lump):
            for name, stands in classes.items():
                held.setdefault(name, set()).update(stands.values())
    return held


def allows(row: Row, move: Move | None) -> bool:
    """Whether a case of a decision allows a move; None where the step runs by itself."""
    return move in row.result if move is not None else not row.result


__all__ = ["Course", "Epoch", "Part", "Passed", "Reach", "TooLarge", "allows"]
