"""Between what the points of a scenario lie that is too large to go through: proved, for a simpler story."""

from __future__ import annotations

from simulator.analysis.reach import Progress, Reach
from simulator.analysis.tables.compiled import compiled
from simulator.analysis.tables.forgetting import GAUGES, forgetting
from simulator.analysis.values import Values, total
from simulator.engine.program import Program


def outermost(program: Program, progress: Progress | None = None) -> tuple[int, int]:
    """No play earns less than the first or more than the second. Raises TooLarge."""
    stops = [forgetting(stop, GAUGES) for stop in compiled(program)]
    reach = Reach(program, seen=lambda row: row.points, progress=progress, stops=stops)
    return Values(reach, total, best=False).start, Values(reach, total).start
