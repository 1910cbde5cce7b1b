"""The fields of a scenario as levels of diagrams, and the diagrams over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from simulator.analysis.diagrams import kernel, turning
from simulator.analysis.diagrams.kernel import CHANCES, COUNT, EMPTY, FULL, HI, LISTS, LO, VAR, Ints, Nodes
from simulator.analysis.diagrams.references import nodes_referred
from simulator.analysis.diagrams.sifting import sifted

Found = TypeVar("Found")
Weighted = tuple[int, float, int]
"""A weight, as a whole number and as a floating-point number, and a node."""
SMALLEST = 1 << 14
DEFAULT_BUDGET = 1 << 24
"""How many nodes the diagrams of one order may have: what is used up in some minutes."""


class TooLarge(Exception):
    """The budget of nodes does not suffice. `live` are the fields that live longest, longest first."""

    def __init__(self, step: str, live: Sequence[str]) -> None:
        super().__init__(f"more nodes than allowed at {step}")
        self.step, self.live = step, tuple(live)


class Full(Exception):
    """More nodes than allowed."""


class Space:
    """Fields in an order, a level each, from 0 on top, with the values each is told apart by. Value number
    0 is always the value 0, which stands for a dead field too."""

    def __init__(self, names: Sequence[str], held: Mapping[str, Iterable[int]]) -> None:
        self.names = tuple(names)
        self.levels = {name: level for level, name in enumerate(names)}
        self.values = [(0, *sorted({*held[name]} - {0})) for name in names]
        self.number = [{value: number for number, value in enumerate(values)} for values in self.values]
        widths = [len(values) - 1 for values in self.values]
        self.first: Ints = np.array([0, *np.cumsum(widths)], np.int64)
        self.level: Ints = np.array([*np.repeat(np.arange(len(widths)), widths), len(widths)], np.int64)
        self._numbered = 0

    def numbers(self, many: int) -> int:
        """The first of so many numbers that no other motion has."""
        self._numbered += many
        return self._numbered - many

    @property
    def depth(self) -> int:
        """How many levels there are."""
        return len(self.values)


class Diagrams:
    """Diagrams over a space. Numbers of nodes change when `tidied`, and only then. Machine code is given the
    `reference` to the nodes."""

    def __init__(
        self, space: Space, budget: int, chances: bool = False, ends: int = 0, room: int = SMALLEST
    ) -> None:
        """`ends` are the chances that a leaf holds; `room` is for how many nodes there is room at first."""
        self.space, self.budget, self._ends = space, budget, ends
        smallest = 1 << max(2, min(max(room, SMALLEST), budget).bit_length() - 1)
        self._hold(kernel.nodes(space.level, space.first, chances, smallest, ends))
        self._kept = SMALLEST
        self._asks: Ints | None = None

    def _hold(self, nodes: Nodes) -> None:
        self.nodes, self.reference = nodes, nodes_referred(nodes)

    def _renew(self, capacity: int) -> Nodes:
        """Takes new room, and gives the old nodes by reference."""
        old, reference = self.nodes, self.reference
        self._hold(kernel.nodes(old.level, old.first, bool(old.state[CHANCES]), capacity, self._ends))
        return reference

    def work(self, job: Callable[[Nodes], Found]) -> Found:
        """What a job on the nodes finds; with more room where there was too little. Raises Full."""
        while True:
            found = job(self.reference)
            if not self.nodes.state[FULL]:
                return found
            self.grow()

    def grow(self) -> None:
        """Makes four times the room and forgets what was worked out. Raises Full."""
        capacity = 4 * self.nodes.at.shape[0]
        if capacity > self.budget:
            raise Full
        old = self._renew(capacity)
        kernel.moved_over(old, self.reference)
        self._asks = None

    def tidied(self, roots: Iterable[int]) -> Mapping[int, int]:
        """Forgets all but some diagrams. Gives the new number for each old one."""
        capacity = self.nodes.at.shape[0]
        old, number = self._renew(capacity), np.zeros(capacity, np.int64)
        self._asks = None
        new = {root: int(kernel.copied(old, self.reference, number, root)) for root in roots}
        self._kept = max(SMALLEST, int(self.nodes.state[COUNT]))
        return new

    @property
    def crowded(self) -> bool:
        """Whether it is time to tidy up."""
        return int(self.nodes.state[COUNT]) > 4 * self._kept

    @property
    def many(self) -> int:
        """How many nodes there are."""
        return int(self.nodes.state[COUNT])

    def rest(self) -> None:
        """Forgets what was worked out, where little room is left for more of it."""
        t = self.nodes
        lists = int(t.state[LISTS])
        if 4 * lists > t.place.size or 4 * t.begin[lists + 1] > t.lists.size:
            t.known[:] = 0
            t.list_slots[:] = 0
            t.begin[: lists + 2] = 0
            t.state[LISTS] = 0

    def union(self, one: int, other: int) -> int:
        """The states of two sets."""
        return int(self.work(lambda t: kernel.union(t, kernel.MOST, 0, 1.0, one, 0, 1.0, other))[2])

    def size(self, roots: Iterable[int]) -> int:
        """How many nodes some diagrams have together."""
        many = int(self.nodes.state[COUNT])
        counts, seen = np.zeros(many), np.zeros(many, np.int64)
        return sum(int(kernel.sizes(self.reference, root, counts, seen)) for root in roots)

    def counted(self, states: Iterable[int]) -> float:
        """How many states there are in some sets together; exact up to 2^53."""
        many = int(self.nodes.state[COUNT])
        counts, seen = np.zeros(many), np.zeros(many, np.int64)
        counts[1] = 1
        total = 0.0
        for root in states:
            kernel.sizes(self.reference, root, counts, seen)
            total += counts[root]
        return total

    def values(self, root: int, name: str) -> Iterator[int]:
        """The values of a field in the states of a set."""
        t, level = self.nodes, self.space.levels[name]
        seen, waiting = {EMPTY}, [root]
        while waiting:
            n = waiting.pop()
            if n in seen:
                continue
            seen.add(n)
            at = int(t.level[t.at[n, VAR]])
            if at > level:
                yield 0
            elif at == level:
                yield self.space.values[level][int(t.at[n, VAR] - self.space.first[level]) + 1]
            else:
                waiting.append(int(t.at[n, HI]))
            if at <= level:
                waiting.append(int(t.at[n, LO]))

    def better_order(self, roots: Iterable[int], work: int) -> list[str]:
        """The names of the fields in an order in which some sets are smaller."""
        return [self.space.names[level] for level in sifted(self.nodes, self.reference, roots, work)]

    def states_into(self, new: Diagrams, root: int) -> Weighted:
        """A set, or chances, in the order of other diagrams."""
        levels = _levels(new.space, self.space)
        while True:
            asks = self._asking(root)
            w, f, n = turning.states_turned(new.reference, self.reference, asks, levels, root, 0)
            if not self._without_room(new):
                return int(w), float(f), int(n)

    def function_into(self, new: Diagrams, sets: Diagrams, states: int, root: int) -> tuple[int, int]:
        """A function in the order of other diagrams, for states of `sets`, which are in that order too."""
        levels = _levels(new.space, self.space)
        while True:
            asks = self._asking(root)
            w, n = turning.function_turned(
                new.reference, self.reference, asks, levels, sets.reference, states, root, 0, 0
            )
            if not self._without_room(new):
                return int(w), int(n)

    def _asking(self, root: int) -> Ints:
        """For which levels the nodes of a diagram ask."""
        if self._asks is None:
            self._asks = np.zeros((self.nodes.at.shape[0], self.space.depth // 62 + 2), np.int64)
        turning.support(self.reference, self._asks, root)
        return self._asks

    def _without_room(self, new: Diagrams) -> bool:
        full = [held for held in (self, new) if held.nodes.state[FULL]]
        for held in full:
            held.grow()
        if full == [self]:
            new.forget()
        return bool(full)

    def forget(self) -> None:
        """Forgets what was worked out."""
        self.nodes.known[:] = 0


def _levels(new: Space, old: Space) -> Ints:
    return np.array([old.levels.get(name, -1) for name in (*new.names, "")], np.int64)


__all__ = ["EMPTY", "Diagrams", "Full", "Space", "TooLarge", "Weighted"]
