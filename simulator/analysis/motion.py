"""A table made ready to move decision diagrams: what it does to each level, from the top down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.analysis.lumping import Classes, after_write
from simulator.analysis.tabulate import Domain, Row

Act = Mapping[int, int]
"""What a row makes of a level: each value it applies to, with the value it leaves. Both stand for classes."""
Tails = tuple[int, ...]
Ways = Mapping[int, tuple[tuple[int, Tails], ...]]


@dataclass(frozen=True)
class Motion:
    """Rows as chains of acts. `levels` are the levels that some row asks about or changes, in order.

    `acts[tail]` is what a tail does at its level: an act and the tail that goes on below; tails are shared by
    rows that do the same from some level on. The last of each chain is its end: `ends[tail]` is the number of
    the row in the table, or of the first that ends alike.
    """

    levels: tuple[int, ...]
    starts: Tails
    acts: tuple[tuple[Act, int] | None, ...]
    ends: tuple[int, ...]
    _ways: dict[Tails, Ways] = field(default_factory=dict, repr=False)

    def ways(self, tails: Tails) -> Ways:
        """What tails make of their level: by value, each value left and the tails that go on there."""
        found = self._ways.get(tails)
        if found is None:
            left: dict[int, dict[int, dict[int, None]]] = {}
            for tail in tails:
                act, below = self.acts[tail]  # type: ignore[misc]
                for value, becomes in act.items():
                    left.setdefault(value, {}).setdefault(becomes, {})[below] = None
            found = self._ways[tails] = {
                value: tuple((becomes, tuple(below)) for becomes, below in held.items())
                for value, held in left.items()
            }
        return found


def motion(
    table: Sequence[Row],
    domain: Domain,
    before: Classes,
    after: Sequence[Classes],
    levels: Mapping[str, int],
    ends: Sequence[object],
) -> Motion:
    """The motion of a table. `after` and `ends` go with its rows: the classes each leads to, and what tells
    its end from the others'. Dead fields hold 0 in a diagram."""
    chains: list[dict[int, tuple[tuple[int, int], ...]]] = []
    for row, classes in zip(table, after, strict=True):
        chain: dict[int, tuple[tuple[int, int], ...]] = {}
        for name, level in levels.items():
            act = _act(row, name, domain, before, classes)
            if act is not None:
                chain[level] = act
        chains.append(chain)
    touched = tuple(sorted({level for chain in chains for level in chain}))
    whole = {
        level: {value: value for value in set(before[name].values())} if name in before else {0: 0}
        for name, level in levels.items()
        if level in touched
    }
    acts: list[tuple[Act, int] | None] = []
    numbers: dict[object, int] = {}
    rows_of: list[int] = []

    def tail(key: object, act: tuple[Act, int] | None, row: int) -> int:
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
            below = tail((level, held, below), (dict(held), below), number)
        starts.append(below)
    return Motion(touched, tuple(dict.fromkeys(starts)), tuple(acts), tuple(rows_of))


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
