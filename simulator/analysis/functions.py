"""Functions of states as edge-valued decision diagrams: what is still to be earned, from all states at once.

A function is a number and a node; a node asks for one field and adds to the number on the way down. Points
that come from independent things add up along the way, so they need no node for each combination (Ciardo and
Siminiceanu 2002). A node that a field makes no difference to is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from simulator.analysis.motion import Motion
from simulator.analysis.sets import Sets

Number: TypeAlias = int | Fraction
Function: TypeAlias = tuple[Number, int]
"""What is added at the top, and the node below; node 0 adds nothing more."""
Kids = tuple[tuple[int, Number, int], ...]

NOTHING = 0


class Functions:
    """The nodes of all functions of one analysis. `depth` is the number of levels."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.nodes: list[tuple[int, Kids]] = [(depth, ())]
        self._numbers: dict[tuple[int, Kids], int] = {}
        self._greatest: dict[tuple[int, int, Number], Function] = {}
        self._sums: dict[tuple[tuple[int, Number], ...], Function] = {}

    def node(self, level: int, children: Sequence[tuple[int, Function]]) -> Function:
        """The function that asks for a level and goes on as the children say, by value in ascending order."""
        first = children[0][1]
        if all(child == first for _, child in children):
            return first
        top = first[0]
        kids = tuple((value, number - top, below) for value, (number, below) in children)
        key = (level, kids)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return top, found

    def before(self, motion: Motion, ends: Sequence[Function], states: int, sets: Sets) -> Function:
        """The function whose value in each of some states is that of the row which applies there: `ends` by
        row, read in the state that the row leaves. Elsewhere its value means nothing."""
        levels, acts, nodes = motion.levels, motion.acts, self.nodes
        last, bottom = len(levels), self.depth
        done: dict[tuple[int, int, tuple[tuple[int, Number, int], ...]], Function | None] = {}

        def read(place: int, held: int, active: tuple[tuple[int, Number, int], ...]) -> Function | None:
            top = active[0][1]
            if place == last and len(active) == 1 and active[0][2] == NOTHING:
                return top, NOTHING
            if top:
                active = tuple((tail, number - top, node) for tail, number, node in active)
            key = (place, held, active)
            if key not in done:
                done[key] = branched(place, held, active)
            found = done[key]
            return None if found is None else (found[0] + top, found[1])

        def branched(place: int, held: int, active: tuple[tuple[int, Number, int], ...]) -> Function | None:
            touched = levels[place] if place < last else bottom
            level = min(touched, sets.nodes[held][0], min(nodes[node][0] for _, _, node in active))
            if level == bottom:
                return active[0][1], NOTHING
            children = []
            for value, under in sets.kids(held, level):
                onward: dict[tuple[int, Number, int], None] = {}
                for tail, number, node in active:
                    left, below = value, tail
                    if level == touched:
                        act, below = acts[tail]  # type: ignore[misc]
                        if value not in act:
                            continue
                        left = act[value]
                    asked, kids = nodes[node]
                    if asked == level:
                        child = next(((n, c) for v, n, c in kids if v == left), None)
                        if child is None:
                            continue
                        number, node = number + child[0], child[1]
                    onward[below, number, node] = None
                found = read(place + (level == touched), under, tuple(onward)) if onward else None
                if found is not None:
                    children.append((value, found))
            return self.node(level, children) if children else None

        found = read(0, states, tuple((tail, *ends[motion.ends[tail]]) for tail in motion.starts))
        assert found is not None, "some row applies to some state"
        return found

    def greatest(self, functions: Iterable[Function]) -> Function:
        """The greatest of some functions in each state; where one has no value, the others count."""
        found: Function | None = None
        for function in functions:
            found = function if found is None else self._greater(found, function)
        assert found is not None
        return found

    def _greater(self, one: Function, other: Function) -> Function:
        if one[1] == other[1]:
            return max(one[0], other[0]), one[1]
        if one[1] > other[1]:
            one, other = other, one
        ahead = other[0] - one[0]
        key = (one[1], other[1], ahead)
        found = self._greatest.get(key)
        if found is None:
            level = min(self.nodes[one[1]][0], self.nodes[other[1]][0])
            found = self._greatest[key] = self._merged(level, (0, one[1]), (ahead, other[1]))
        return found[0] + one[0], found[1]

    def _merged(self, level: int, one: Function, other: Function) -> Function:
        mine, theirs = self._kids(one, level), self._kids(other, level)
        children = []
        for value in sorted(mine.keys() | theirs.keys()) if mine and theirs else sorted(mine or theirs):
            a, b = (
                mine.get(value, one if not mine else None),
                theirs.get(value, other if not theirs else None),
            )
            children.append((value, self._greater(a, b) if a and b else a or b))
        return self.node(level, children)  # type: ignore[arg-type]

    def _kids(self, function: Function, level: int) -> Mapping[int, Function]:
        """The children at a level, empty where the function does not ask for it."""
        held, kids = self.nodes[function[1]]
        return {value: (function[0] + number, node) for value, number, node in kids} if held == level else {}

    def weighed(self, terms: Sequence[tuple[Number, Function]]) -> Function:
        """The sum of functions, each times its weight."""
        top = sum((weight * function[0] for weight, function in terms), start=0)
        weights: dict[int, Number] = {}
        for weight, (_, node) in terms:
            weights[node] = weights.get(node, 0) + weight
        weights.pop(NOTHING, None)
        found = self._weighed(tuple(sorted((node, weight) for node, weight in weights.items() if weight)))
        return top + found[0], found[1]

    def _weighed(self, terms: tuple[tuple[int, Number], ...]) -> Function:
        if not terms:
            return 0, NOTHING
        if len(terms) == 1 and terms[0][1] == 1:
            return 0, terms[0][0]
        found = self._sums.get(terms)
        if found is None:
            level = min(self.nodes[node][0] for node, _ in terms)
            asked = [(weight, self._kids((0, node), level), node) for node, weight in terms]
            values = sorted(set.intersection(*({*kids} for _, kids, _ in asked if kids)))
            children = [
                (value, self.weighed([(w, kids[value] if kids else (0, node)) for w, kids, node in asked]))
                for value in values
            ]
            found = self._sums[terms] = self.node(level, children) if children else (0, NOTHING)
        return found
