"""Puts passages into an order in which links only lead on, and finds the links that lead back."""

from __future__ import annotations

from collections.abc import Sequence


def downward(links: Sequence[Sequence[int]], start: int) -> tuple[list[int], set[tuple[int, int]]]:
    """An order of all passages, the start first, and the links that lead back in it.

    `links` has for each passage where its links lead. A link leads back where it leads to the start or closes
    a circle; circles are found from the start, then from each passage not reached, in the order of the file.
    """
    back: set[tuple[int, int]] = set()
    finished: list[int] = []
    open_now: set[int] = set()
    reached: frozenset[int] = frozenset()
    seen: set[int] = set()
    for root in [start, *range(len(links))]:
        if root in seen:
            continue
        seen.add(root)
        open_now.add(root)
        path = [(root, len(links[root]))]
        while path:
            here, left = path.pop()
            if not left:
                open_now.discard(here)
                finished.append(here)
                continue
            path.append((here, left - 1))
            onward = links[here][left - 1]  # from the last link, so that the first comes first in the order
            if onward == start or onward in open_now:
                back.add((here, onward))
            elif onward not in seen:
                seen.add(onward)
                open_now.add(onward)
                path.append((onward, len(links[onward])))
        reached = reached or frozenset(finished)

    def rank(passage: int) -> int:
        """The start first; last what nothing leads to and what leads nowhere."""
        return 0 if passage == start else 2 if passage not in reached and not links[passage] else 1

    finished.reverse()
    finished.sort(key=rank)
    return finished, back
