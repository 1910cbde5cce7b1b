"""What names may be, and what follows of it for conditions: possible, certain, and what is offered together.

Each name is taken by itself, as if all that it may be could meet with all that the others may be. So what is
ruled out here is ruled out in play; what is not may still never happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from simulator.scenario.conditions import Condition, Read

Values = frozenset[int]
Domain = Callable[[str], Values]
"""What a name of the world may be."""

MOST_CASES = 2048
"""More combinations than this are not gone through; then nothing is ruled out."""
YES_NO: Values = frozenset((0, 1))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition may hold and whether it may fail."""

    may_hold: bool
    may_fail: bool

    def __or__(self, other: Verdict) -> Verdict:
        return Verdict(self.may_hold or other.may_hold, self.may_fail or other.may_fail)


OPEN_VERDICT = Verdict(True, True)
ALWAYS = Verdict(True, False)


def verdict(condition: Condition | None, domain: Domain, given: Sequence[Condition] = ()) -> Verdict:
    """What can come of a condition where all of `given` hold. Where these cannot, it can neither hold nor
    fail."""
    if condition is None:
        return ALWAYS
    cases = _cases([condition, *given], domain)
    if cases is None:
        return OPEN_VERDICT
    came = Verdict(False, False)
    for read in cases:
        if all(other.holds(read) for other in given):
            holds = condition.holds(read)
            came |= Verdict(holds, not holds)
            if came == OPEN_VERDICT:
                break
    return came


def offered(
    whens: Sequence[Condition | None], domain: Domain, given: Sequence[Condition] = ()
) -> frozenset[frozenset[int]]:
    """The places of what may be offered together, each under its own condition; empty where there are too
    many cases to go through."""
    cases = _cases([*(when for when in whens if when is not None), *given], domain)
    return frozenset(
        frozenset(place for place, when in enumerate(whens) if when is None or when.holds(read))
        for read in cases or ()
        if all(other.holds(read) for other in given)
    )


def _cases(conditions: Iterable[Condition], domain: Domain) -> Iterator[Read] | None:
    """Every case that conditions can tell apart, as what reads a name in it; None where they are too many."""
    edges: dict[str, set[int]] = {}
    for condition in conditions:
        for comparison in condition.comparisons:
            edges.setdefault(comparison.name, set()).update((comparison.value, comparison.value + 1))
    bands = [_bands(domain(name), cuts) for name, cuts in edges.items()]
    if prod(map(len, bands)) > MOST_CASES:
        return None
    return (dict(zip(edges, case, strict=True)).__getitem__ for case in product(*bands))


def _bands(values: Values, edges: set[int]) -> list[int]:
    """One value of each band that the edges cut the values into."""
    return [*{sum(value >= edge for edge in edges): value for value in values}.values()]
