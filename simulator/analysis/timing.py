"""How long the routes to the last encounter take, at least and at most: proved for all of them.

Some fields are forgotten, so that more can happen than in the story, and never less: what is found lies
outside what is true, or at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from simulator.analysis.clock import DECIDED, Clock
from simulator.analysis.reach import Progress, Reach
from simulator.analysis.tables.compiled import Aside, Line, Stop, compiled
from simulator.analysis.tables.forgetting import GAUGES, forgetting
from simulator.analysis.tables.tabulate import Row
from simulator.analysis.values import Values
from simulator.engine.events import Event
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.world import Turn

AWAY = 10**7
"""What leaving before the last encounter counts, beyond what any route takes."""


def minutes(program: Program, progress: Progress | None = None) -> tuple[Fraction, Fraction]:
    """The minutes that every route to the last encounter takes, at least and at most. Raises TooLarge."""
    clock = Clock(program)
    last = program.places[program.scenario.encounters[-1].id]
    stops = tuple(forgetting(_leaving(stop, last), GAUGES) for stop in compiled(program, _aside(clock)))
    reach = Reach(program, seen=lambda row: row.points, progress=progress, stops=stops)

    def tenths(row: Row, away: int) -> int:
        return row.points[0] + (away if len(row.points) > 1 else 0)

    least = Values(reach, partial(tenths, away=AWAY), best=False).start
    most = Values(reach, partial(tenths, away=-AWAY)).start
    return Fraction(clock.before + least, 600), Fraction(clock.before + most, 600)


def _aside(clock: Clock) -> Aside:
    def earned(events: Sequence[Event]) -> tuple[int, ...]:
        return (clock.reading(events),)

    def also(place: int, move: Move | None) -> Iterator[Callable[[Turn], int]]:
        for rule in clock.forgetting(place):
            yield partial(_nothing, rule)
        if move is not None:
            yield partial(clock.deciding, place=place)

    return Aside(earned, lambda place, move: tuple(also(place, move)), (DECIDED,))


def _nothing(rule: Callable[[Turn], None], turn: Turn) -> int:
    rule(turn)
    return 0


def _leaving(stop: Stop, last: int) -> Stop:
    """The stop with a second number on rows that leave it for what comes after the last encounter began."""
    if stop.place >= last:
        return stop

    def marked(line: Line) -> Line:
        rows = [
            replace(row, points=(*row.points, 1)) if row.result > last or row.result < 0 else row
            for row in line.tables[-1]
        ]
        return replace(line, tables=(*line.tables[:-1], tuple(rows)))

    return replace(stop, lines={move: marked(line) for move, line in stop.lines.items()})
