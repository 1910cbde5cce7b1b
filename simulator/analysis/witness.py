"""A play that comes to a part of a scenario, looked for on purpose: from the part back to the beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from simulator.analysis.diagrams.space import TooLarge
from simulator.analysis.parts import Named, part_of
from simulator.analysis.reach import Reach
from simulator.analysis.routes import following
from simulator.analysis.tables.compiled import Stop
from simulator.analysis.tables.tabulate import Row
from simulator.analysis.values import Values
from simulator.analysis.walks import Walk
from simulator.engine import steps as s
from simulator.engine.events import Event
from simulator.engine.program import Program

Comes = Callable[[Stop], Iterable[Row]]
"""The rows of a stop by which a story comes to a part."""


def witness(program: Program, reach: Reach, part: Named) -> Walk | None:
    """A play that comes to a moment, a line, an ending or an entry settled. None where no play does, where to
    look for one takes more than the budget, and for a final stage."""
    comes = _comes(program, part)
    if comes is None:
        return None
    wanted = {id(row) for stop in reach.stops for row in comes(stop)}

    def earned(events: Iterable[Event]) -> int:
        return sum(part == part_of(event) for event in events)

    try:
        values = Values(reach, lambda row: int(id(row) in wanted))
    except TooLarge:
        return None
    return following(program, values, earned) if values.start else None


def _comes(program: Program, part: Named) -> Comes | None:
    kind, name = part
    match kind:
        case "line":
            return lambda stop: _said(stop, name)
        case "ending":
            return lambda stop: _ended(stop, int(name))
        case "moment":
            places = {at for at, step in enumerate(program.steps) if _is_moment(step, name)}
        case "entry":
            places = {at for at, step in enumerate(program.steps) if _is_outcome(step, name)}
        case _:
            return None
    return lambda stop: (
        row for line in stop.lines.values() for row in line.tables[-1] if row.result in places
    )


def _said(stop: Stop, name: str) -> Iterator[Row]:
    """All rows of one table of the line are met once where it is said."""
    for move, line in stop.lines.items():
        if move is not None and move.verb == "say" and move.what == name:
            yield from line.tables[0]


def _ended(stop: Stop, number: int) -> Iterator[Row]:
    for line in stop.lines.values():
        for table in line.tables:
            yield from (row for row in table if row.writes.get("ending") == number)


def _is_moment(step: s.Step, name: str) -> bool:
    return isinstance(step, s.Answer) and step.name == name


def _is_outcome(step: s.Step, name: str) -> bool:
    return isinstance(step, s.Aftermath) and f"{step.entry} {step.outcome}" == name
