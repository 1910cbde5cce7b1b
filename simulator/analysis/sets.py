"""Sets of states as decision diagrams: a thousand million states in some thousands of nodes.

A node asks for one field and has a child for each value that occurs. Equal nodes are one, so that things
which do not depend on each other are stored once and not once for every combination. A field that holds 0 is
left out (Minato 1993, for many values as in Kam et al. 1998).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.analysis.motion import Motion, Tails

EMPTY, UNIT = 0, 1
"""The set of no state, and the set of the one state whose remaining fields are all 0."""
Kids = tuple[tuple[int, int], ...]


class Sets:
    """The nodes of all sets of one analysis. Sets are numbers of nodes; levels count from 0 on top, below
    `depth`."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.nodes: list[tuple[int, Kids]] = [(depth, ()), (depth, ())]
        self._numbers: dict[tuple[int, Kids], int] = {}
        self._unions: dict[tuple[int, int], int] = {}

    def node(self, level: int, children: Mapping[int, int]) -> int:
        """The set of all states whose field at `level` and what lies below it are one of these."""
        kids = tuple(sorted(children.items()))
        if EMPTY in children.values():
            kids = tuple(pair for pair in kids if pair[1])
        if len(kids) < 2:
            if not kids:
                return EMPTY
            if kids[0][0] == 0:
                return kids[0][1]
        key = (level, kids)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return number

    def kids(self, number: int, level: int) -> Kids:
        """The children of a set at a level: its own, or itself under 0 where it does not ask for it."""
        held, kids = self.nodes[number]
        return kids if held == level else ((0, number),)

    def union(self, one: int, other: int) -> int:
        """The states of both."""
        if one == other or other == EMPTY:
            return one
        if one == EMPTY:
            return other
        if one > other:
            one, other = other, one
        key = (one, other)
        found = self._unions.get(key)
        if found is None:
            level = min(self.nodes[one][0], self.nodes[other][0])
            children = dict(self.kids(one, level))
            for value, child in self.kids(other, level):
                children[value] = self.union(children.get(value, EMPTY), child)
            found = self._unions[key] = self.node(level, children)
        return found

    def united(self, sets: Iterable[int]) -> int:
        """The states of all."""
        whole = EMPTY
        for held in sets:
            whole = self.union(whole, held)
        return whole

    def moved(self, states: int, motion: Motion) -> int:
        """The states that a motion makes of states; those to which no row of it applies are left out."""
        levels, nodes, end = motion.levels, self.nodes, len(motion.levels)
        done: dict[tuple[int, Tails], int] = {}

        def move(number: int, place: int, tails: Tails) -> int:
            if place == end or number == EMPTY:
                return number
            found = done.get((number, tails))
            if found is not None:
                return found
            level, kids = nodes[number]
            asked = levels[place]
            children: dict[int, int] = {}
            if level < asked:
                for value, child in kids:
                    children[value] = move(child, place, tails)
                found = done[number, tails] = self.node(level, children)
                return found
            ways = motion.ways(tails)
            for value, child in kids if level == asked else ((0, number),):
                for left, below in ways.get(value, ()):
                    moved = move(child, place + 1, below)
                    before = children.get(left)
                    children[left] = moved if before is None else self.union(before, moved)
            found = done[number, tails] = self.node(asked, children)
            return found

        return move(states, 0, motion.starts)

    def count(self, states: int) -> int:
        """How many states there are."""
        counts: dict[int, int] = {EMPTY: 0, UNIT: 1}

        def count(number: int) -> int:
            if number not in counts:
                counts[number] = sum(count(child) for _, child in self.nodes[number][1])
            return counts[number]

        return count(states)
