"""The fields of a scenario as levels of diagrams, and the diagrams of one analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from simulator.analysis import kernel
from simulator.analysis.kernel import CHANCES, COUNT, EMPTY, FULL, Ints, Nodes
from simulator.analysis.lumping import Lumps
from simulator.analysis.order import all_classes

Found = TypeVar("Found")
SMALLEST = 1 << 14
DEFAULT_BUDGET = 1 << 24
"""How many nodes diagrams may have; some two gigabytes."""


class TooLarge(Exception):
    """The budget of nodes does not suffice. `live` are the fields that live longest, longest first."""

    def __init__(self, step: str, live: Sequence[str]) -> None:
        super().__init__(f"more nodes than allowed at {step}")
        self.step, self.live = step, tuple(live)


class Full(Exception):
    """More nodes than allowed."""


class Space:
    """Levels from 0 on top, one for each field that lives anywhere, with the values it is told apart by. Value
    number 0 is always the value 0, which stands for a dead field too."""

    def __init__(self, levels: Mapping[str, int], lumps: Iterable[Lumps]) -> None:
        held: list[set[int]] = [set() for _ in levels]
        for lump in lumps:
            for classes in all_classes(lump):
                for name, stands in classes.items():
                    held[levels[name]].update(stands.values())
        self.levels = levels
        self.values = [(0, *sorted(values - {0})) for values in held]
        self.number = [{value: number for number, value in enumerate(values)} for values in self.values]
        widths = [len(values) - 1 for values in self.values]
        self.first: Ints = np.array([0, *np.cumsum(widths)], np.int64)
        self._numbered = 0
        self.level: Ints = np.array([*np.repeat(np.arange(len(widths)), widths), len(widths)], np.int64)

    def numbers(self, many: int) -> int:
        """The first of so many numbers that no other motion has."""
        self._numbered += many
        return self._numbered - many

    @property
    def depth(self) -> int:
        """How many levels there are."""
        return len(self.values)


class Diagrams:
    """Diagrams over a space. Numbers of nodes change when `tidied`, and only then."""

    def __init__(self, space: Space, budget: int, chances: bool = False) -> None:
        self.space, self.budget = space, budget
        self.nodes = kernel.nodes(space.level, space.first, chances, SMALLEST)
        self._kept = SMALLEST

    def work(self, job: Callable[[Nodes], Found]) -> Found:
        """What a job on the nodes finds; done again with more room where there was too little. Raises Full."""
        while True:
            found = job(self.nodes)
            if not self.nodes.state[FULL]:
                return found
            self._move(4 * self.nodes.at.shape[0])

    def _move(self, capacity: int) -> None:
        if capacity > self.budget:
            raise Full
        old = self.nodes
        self.nodes = kernel.nodes(old.level, old.first, bool(old.state[CHANCES]), capacity)
        kernel.moved_over(old, self.nodes)

    def tidied(self, roots: Iterable[int]) -> Mapping[int, int]:
        """Forgets all but some diagrams. Gives the new number for each old one."""
        old = self.nodes
        self.nodes = kernel.nodes(old.level, old.first, bool(old.state[CHANCES]), old.at.shape[0])
        number = np.zeros(old.at.shape[0], np.int64)
        new = {root: int(kernel.copied(old, self.nodes, number, root)) for root in roots}
        self._kept = max(SMALLEST, int(self.nodes.state[COUNT]))
        return new

    @property
    def crowded(self) -> bool:
        """Whether it is time to tidy up."""
        return int(self.nodes.state[COUNT]) > 4 * self._kept

    def union(self, one: int, other: int) -> int:
        """The states of two sets."""
        return int(self.work(lambda t: kernel.union(t, kernel.MOST, 0, 1.0, one, 0, 1.0, other))[2])

    def counted(self, states: Iterable[int]) -> float:
        """How many states there are in some sets together; exact up to 2^53."""
        counts = np.zeros(int(self.nodes.state[COUNT]))
        counts[1] = 1
        seen = np.zeros(counts.size, np.int64)
        total = 0.0
        for root in states:
            kernel.sizes(self.nodes, root, counts, seen)
            total += counts[root]
        return total


__all__ = ["EMPTY", "Diagrams", "Full", "Space", "TooLarge"]
