"""Small tools for measuring: several runs, the median, and ratios within one run."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time


def seconds(work: Callable[[], object], runs: int = 7) -> float:
    """The median processor time of `work`, after one warm-up."""
    work()
    times = []
    for _ in range(runs):
        start = process_time()
        work()
        times.append(process_time() - start)
    return median(times)


def row(what: str, value: str) -> None:
    """One line of the report."""
    print(f"{what:<64} {value}")
