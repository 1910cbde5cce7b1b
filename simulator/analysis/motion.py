"""A table made ready to move decision diagrams: what it does to each level, from the top down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.analysis.diagrams.kernel import Ints, Tails, Ways
from simulator.analysis.diagrams.references import tails_referred
from simulator.analysis.diagrams.space import Space
from simulator.analysis.tables.lumping import after_write
from simulator.analysis.tables.merging import Classes
from simulator.analysis.tables.tabulate import Domain, Row

Act = Mapping[int, int]
"""What a row makes of a level: each value it applies to, with the value it leaves. Both stand for classes."""


@dataclass(frozen=True)
class Motion:
    """Rows as chains of acts. `levels` are the levels that some row asks about or changes, in order.

    `acts[tail]` is what a tail does: its level, an act there, and the tail that goes on below; tails are
    shared by rows that do the same from some level on. The last of each chain is its end: `ends[tail]` is
    the number of the row in the table, or of the first that ends alike.
    """

    space: Space
    levels: tuple[int, ...]
    starts: tuple[int, ...]
    acts: tuple[tuple[int, Act, int] | None, ...]
    ends: tuple[int, ...]

    @cached_property
    def restricts(self) -> bool:
        """Whether it changes nothing in the states it applies to."""
        return all(act is None or all(old == new for old, new in act[1].items()) for act in self.acts)

    @cached_property
    def ways(self) -> tuple[Ways, int]:
        """The motion forwards, and the state of it to begin in: all tails that may still apply are one state
        of it."""
        return self.earning(())

    def earning(self, points: Sequence[int]) -> tuple[Ways, int]:
        """The motion forwards, with the points of the table's rows."""
        space = self.space
        numbers: dict[tuple[int, ...], int] = {}
        levels: list[int] = []
        segments: list[int] = []
        begins: list[int] = []
        left: list[int] = []
        onward: list[int] = []
        earned: list[int] = []
        waiting: list[tuple[int, tuple[int, ...]]] = []

        def state(place: int, tails: tuple[int, ...]) -> int:
            if place == len(self.levels):
                earned.append(points[self.ends[tails[0]]] if points else 0)
                return -len(earned)
            if tails not in numbers:
                numbers[tails] = len(numbers)
                waiting.append((place, tails))
            return numbers[tails]

        begin = state(0, self.starts)
        for place, tails in waiting:
            level = self.levels[place]
            levels.append(level)
            begins.append(len(segments))
            made = self._made(tails)
            for value in space.values[level]:
                segments.append(len(left))
                for becomes, below in made.get(value, {}).items():
                    left.append(space.number[level][becomes])
                    onward.append(state(place + 1, tuple(below)))
            segments.append(len(left))
        base = space.numbers(len(levels))
        made_of = (levels, begins, segments, left, onward, earned)
        return Ways(base, *map(_ints, made_of)), begin

    def _made(self, tails: Sequence[int]) -> Mapping[int, Mapping[int, Mapping[int, None]]]:
        """What tails make of their level: by value, each value left, with the tails that go on there."""
        made: dict[int, dict[int, dict[int, None]]] = {}
        for tail in tails:
            _, act, below = self.acts[tail]  # type: ignore[misc]
            for value, becomes in act.items():
                made.setdefault(value, {}).setdefault(becomes, {})[below] = None
        return made

    @cached_property
    def tails(self) -> Tails:
        """The motion backwards."""
        space = self.space
        left: list[int] = []
        places: list[int] = []
        below: list[int] = []
        for held in self.acts:
            places.append(len(left))
            below.append(-1 if held is None else held[2])
            if held is not None:
                level, act, _ = held
                number = space.number[level]
                left.extend(number[act[value]] if value in act else -1 for value in space.values[level])
        levels = (*self.levels, space.depth)
        return tails_referred(
            Tails(space.numbers(1), _ints(levels), _ints(places), _ints(below), _ints(left))
        )


def _ints(numbers: Sequence[int]) -> Ints:
    return np.array(numbers or (0,), np.int64)


def motion(
    table: Sequence[Row],
    domain: Domain,
    before: Classes,
    after: Sequence[Classes],
    space: Space,
    ends: Sequence[object],
) -> Motion:
    """The motion of a table. `after` and `ends` go with its rows: the classes each leads to, and what tells
    its end from the others'. Dead fields hold 0 in a diagram."""
    chains: list[dict[int, tuple[tuple[int, int], ...]]] = []
    for row, classes in zip(table, after, strict=True):
        chain: dict[int, tuple[tuple[int, int], ...]] = {}
        for name in (before.keys() | classes.keys()) & space.levels.keys():
            act = _act(row, name, domain, before, classes)
            if act is not None:
                chain[space.levels[name]] = act
        chains.append(chain)
    touched = tuple(sorted({level for chain in chains for level in chain}))
    whole = {
        level: {value: value for value in set(before[name].values())} if name in before else {0: 0}
        for name, level in space.levels.items()
        if level in touched
    }
    acts: list[tuple[int, Act, int] | None] = []
    numbers: dict[object, int] = {}
    rows_of: list[int] = []

    def tail(key: object, act: tuple[int, Act, int] | None, row: int) -> int:
        if key not in numbers:
            numbers[key] = len(acts)
            acts.append(act)
            rows_of.append(row)
        return numbers[key]

    starts = []
    for number, (chain, end) in enumerate(zip(chains, ends, strict=True)):
        below = tail(("end", end), None, number)
        for level in reversed(touched):
            held = chain.get(level) or tuple(whole[level].items())
            below = tail((level, held, below), (level, dict(held), below), number)
        starts.append(below)
    return Motion(space, touched, tuple(dict.fromkeys(starts)), tuple(acts), tuple(rows_of))


def _act(
    row: Row, name: str, domain: Domain, before: Classes, after: Classes
) -> tuple[tuple[int, int], ...] | None:
    """What a row makes of a field, in the values that stand for classes; None where it leaves all alone."""
    old, new = before.get(name), after.get(name)
    if name not in domain:
        return None
    applies = row.reads.get(name)
    pairs: dict[int, int] = {}
    for value in applies or domain[name]:
        stands = old[value] if old else 0
        if stands in pairs and old:
            continue
        left = after_write(row, name, value)
        if new is None:
            pairs[stands] = 0
        elif left in new:
            pairs[stands] = new[left]
    everything = set(old.values()) if old else {0}
    if all(value == left for value, left in pairs.items()) and set(pairs) == everything:
        return None
    return tuple(sorted(pairs.items()))
