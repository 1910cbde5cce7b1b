"""The best total of a scenario under a rubric that its own par is not of: every play is gone through."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from scoring.rubric import Rubric
from simulator.engine.events import Event
from simulator.engine.program import Program


class NotProved(Exception):
    """Why the best total is not proved, in one sentence without its stop."""


def best_total(program: Program, rubric: Rubric, tell: Callable[[int, int], None] | None = None) -> int:
    """The best total that any play of a scenario earns under a rubric; `tell` hears how far it is.

    Raises NotProved where the scenario is too large, or where the analysis is not installed.
    """
    if find_spec("numba") is None:
        raise NotProved("that needs numba; get it with: pip install 'onlyme[analysis]'")
    from simulator.analysis.diagrams.space import TooLarge
    from simulator.analysis.reach import Reach
    from simulator.analysis.tables.compiled import Aside, compiled
    from simulator.analysis.values import Values, total

    def earned(events: list[Event]) -> tuple[int, ...]:
        return (sum(mark.points for event in events for mark in rubric.marks(event)),)

    try:
        stops = compiled(program, Aside(earned, lambda *_: (), ()))
        reach = Reach(program, seen=lambda row: row.points, progress=tell, stops=stops)
        return Values(reach, total).start
    except TooLarge as error:
        raise NotProved(f"it is too large to go through every play of it ({error})") from None
