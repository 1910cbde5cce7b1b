"""The exact analysis: states a second, and its parts as a share of going through all states once.

    python -m benchmarks.analysis [SCENARIO ...]

Left out, the whole library. The random plays a second beside it are those of `benchmarks.engine`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar
from unittest.mock import patch

from benchmarks.timing import row
from scoring.rubric import DIMENSIONS
from simulator.analysis.exactly import exactly
from simulator.analysis.prospects import Prospects
from simulator.analysis.reach import Reach, TooLarge
from simulator.analysis.values import Values, total
from simulator.engine.program import Program
from simulator.scenario.load import library, load

Found = TypeVar("Found")


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What comes of some work, and its seconds."""
    start = perf_counter()
    found = work()
    return found, perf_counter() - start


def main() -> None:
    """Prints the figures."""
    exactly(Program(load("first-steps")))  # so that no compiling is measured
    for name in sys.argv[1:] or library():
        program = Program(load(name))
        try:
            _one(name, program)
        except TooLarge as error:
            row(f"{name}: too large", f"{error}")


def _one(name: str, program: Program) -> None:
    reach, forwards = timed(lambda: Reach(program, seen=lambda row: row.points))
    _, backwards = timed(lambda: Values(reach, total))
    _, stages = timed(lambda: Prospects(program, "stage"))
    exact, whole = timed(lambda: exactly(program))
    row(f"{name}: states", f"{reach.states:>14,.0f}")
    row(f"{name}: seconds to go through them", f"{forwards:>14.2f}")
    row(f"{name}: states a second", f"{reach.states / forwards:>14,.0f}")
    row(f"{name}: best total, as a ratio to that", f"{backwards / forwards:>14.2f}")
    row(f"{name}: chances of the final stages, as a ratio to that", f"{stages / forwards:>14.2f}")
    row(f"{name}: seconds for all of it, {2 * len(DIMENSIONS) + 3} goals", f"{whole:>14.2f}")
    row(f"{name}: states of it, with the final stage told apart", f"{exact.states:>14,}")
    for what, without in WITHOUT.items():
        with without():
            Prospects(Program(load("first-steps")), "stage")  # so that no compiling is measured
            _, slower = timed(lambda: Prospects(program, "stage"))
        row(f"{name}: final stages {what}, as a ratio to with", f"{slower / stages:>14.2f}")


@contextmanager
def by_value() -> Iterator[None]:
    """All arrays are handed on at every call, and no reference to them."""
    with (
        patch("simulator.analysis.diagrams.space.nodes_referred", lambda nodes: nodes),
        patch("simulator.analysis.motion.tails_referred", lambda tails: tails),
    ):
        yield


@contextmanager
def unmerged() -> Iterator[None]:
    """Rules ask for all that they asked for when they were run."""
    with patch("simulator.analysis.tables.lumping.merged", lambda table, *_: tuple(table)):
        yield


WITHOUT = {"without references": by_value, "without merged cases": unmerged}


if __name__ == "__main__":
    main()
