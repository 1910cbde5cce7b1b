"""Which upright line a long link takes beside the boxes, so that no two lie upon each other."""

from __future__ import annotations

from dataclasses import dataclass

_APART = 6
"""How many pixels lie at least between two links in one lane."""


@dataclass(frozen=True, slots=True)
class Run:
    """Links that end at the same place: where they leave, from the top, and where they arrive."""

    starts: tuple[int, ...]
    end: int

    @property
    def top(self) -> int:
        return min(*self.starts, self.end)

    @property
    def bottom(self) -> int:
        return max(*self.starts, self.end)


def lanes(runs: list[Run]) -> list[int]:
    """The lane of each run, 0 next to the boxes. Short runs come first, so that long ones go round them."""
    taken: list[list[Run]] = []
    found = [0] * len(runs)
    for place in sorted(range(len(runs)), key=lambda place: (runs[place].bottom - runs[place].top, place)):
        run = runs[place]
        free = (number for number, lane in enumerate(taken) if not any(_meet(run, other) for other in lane))
        number = next(free, len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append(run)
        found[place] = number
    return found


def _meet(one: Run, other: Run) -> bool:
    return one.top < other.bottom + _APART and other.top < one.bottom + _APART
