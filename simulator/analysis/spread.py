"""How the total of a play made at random is spread: the chance of every total, exactly.

What is earned is carried along as a field of its own, so this goes through more states than the mean does:
as many more as there are totals that can meet in one state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from simulator.analysis.chance import Chance, Chances
from simulator.analysis.diagrams.space import DEFAULT_BUDGET
from simulator.analysis.reach import Progress, Reach
from simulator.analysis.tables.compiled import END_PLACE, Line, Stop, Table, compiled
from simulator.analysis.tables.lumping import COUNTED
from simulator.analysis.tables.tabulate import Domain, Row, Shift
from simulator.engine.program import Program

Totals = tuple[int, ...]


def spread(
    program: Program, budget: int = DEFAULT_BUDGET, progress: Progress | None = None
) -> Mapping[int, Chance]:
    """The chance of every total that can come of guessing, the least first. Raises TooLarge."""
    stops = tuple(counting(compiled(program)))
    reach = Reach(program, seen=lambda _: (), budget=budget, progress=progress, stops=stops)
    return dict(sorted(Chances(reach, [], reach.budget).ended(COUNTED).items()))


def counting(stops: Sequence[Stop]) -> Iterator[Stop]:
    """The stops with a field that counts the points, in their place."""
    met: dict[int, set[int]] = {0: {0}}
    for stop in stops:
        before = tuple(sorted(met.pop(stop.place)))
        lines = {}
        for move, line in stop.lines.items():
            lines[move], last = _counted(line, before)
            for row in lines[move].tables[-1]:
                if row.result != END_PLACE:
                    met.setdefault(row.result, set()).update(total + _points(row) for total in last)
        yield replace(stop, domain={**stop.domain, COUNTED: before}, lines=lines)


def _counted(line: Line, totals: Totals) -> tuple[Line, Totals]:
    """A line that counts, and the totals there may be before the last of its tables."""
    domains: list[Domain] = []
    tables: list[Table] = []
    for domain, table in zip(line.domains, line.tables, strict=True):
        if tables:
            totals = tuple(sorted({total + _points(row) for row in tables[-1] for total in totals}))
        domains.append({**domain, COUNTED: totals})
        tables.append(tuple(_counting(row) for row in table))
    return replace(line, domains=tuple(domains), tables=tuple(tables)), totals


def _counting(row: Row) -> Row:
    points = sum(row.points)
    return replace(row, points=(), writes={**row.writes, COUNTED: Shift(points)} if points else row.writes)


def _points(row: Row) -> int:
    held = row.writes.get(COUNTED)
    return held.by if isinstance(held, Shift) else 0
