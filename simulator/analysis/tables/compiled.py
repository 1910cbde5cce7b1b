"""A scenario as a chain of tables: what may be done at each step, and what each rule makes of the fields.

The story only runs forward, so one walk over the steps tells what every field may hold at each of them: a
little more than what can really come together, never less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from simulator.analysis.tables.tabulate import Domain, Earned, Row, Shift, Values, tabulate
from simulator.engine.events import Ended
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.steps import Finish, Step
from simulator.engine.world import Turn
from simulator.scenario.conditions import Condition

Table = tuple[Row, ...]
END_PLACE = -1
"""Where the last step leads."""


@dataclass(frozen=True)
class Line:
    """What one move at a step brings about: tables to go through one after another, each with the domain it
    was made for. The results of the last are places in the list of steps; -1 is the end."""

    move: Move | None
    domains: tuple[Domain, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Stop:
    """One step. The results of `moves` are the legal moves in each case, empty where it runs by itself."""

    place: int
    step: Step
    domain: Domain
    moves: Table
    lines: Mapping[Move | None, Line]


@dataclass(frozen=True)
class Aside:
    """What an analysis counts instead of points: `earned` of the events, and what `also` gives for a move
    at a place, which may keep a note of its own in the fields `notes`, 0 at the beginning."""

    earned: Earned
    also: Callable[[int, Move | None], Sequence[Callable[[Turn], int]]]
    notes: tuple[str, ...] = ()


def compiled(program: Program, aside: Aside | None = None) -> tuple[Stop, ...]:
    """The stops that can be reached, in order."""
    notes = aside.notes if aside else ()
    domains: dict[int, Domain] = {
        0: {name: (value,) for name, value in (*program.beginning.items(), *((note, 0) for note in notes))}
    }
    stops: list[Stop] = []
    for place, step in enumerate(program.steps):
        domain = domains.pop(place, None)
        if domain is None:
            continue
        if isinstance(step, Finish):
            domain = {**domain, "ending": (-1,)}
        moves = tuple(tabulate(program, domain, step.day, step.moves))
        lines: dict[Move | None, Line] = {}
        for move in _moves(moves):
            before = reached(domain, [row for row in moves if _allows(row, move)])
            line = lines[move] = _line(program, place, move, before, aside)
            for target in targets(line.tables[-1]):
                rows = [row for row in line.tables[-1] if row.result == target]
                _join(domains, target, reached(line.domains[-1], rows))
        stops.append(Stop(place, step, domain, moves, lines))
    return tuple(stops)


def targets(table: Table) -> list[int]:
    """Where a last table leads to, the end left out."""
    return sorted({row.result for row in table} - {END_PLACE})


def reached(domain: Domain, rows: Iterable[Row]) -> dict[str, Values]:
    """What the fields may hold after any of the rows."""
    rows = list(rows)
    after = dict(domain)
    for name in {name for row in rows for name in (*row.reads, *row.writes)}:
        held: set[int] = set()
        for row in rows:
            before, written = row.reads.get(name, domain[name]), row.writes.get(name)
            if written is None:
                held.update(before)
            elif isinstance(written, Shift):
                held.update(value + written.by for value in before)
            else:
                held.add(written)
        after[name] = tuple(sorted(held))
    return after


def _moves(table: Table) -> list[Move | None]:
    """All moves that some case allows, in the order in which they are shown."""
    return list(dict.fromkeys(move for row in table for move in row.result or (None,)))


def _allows(row: Row, move: Move | None) -> bool:
    return move in row.result if move is not None else not row.result


def _join(domains: dict[int, Domain], place: int, more: Domain) -> None:
    before = domains.get(place)
    if before is None:
        domains[place] = more
        return
    domains[place] = {
        name: held if held == more[name] else tuple(sorted({*held, *more[name]}))
        for name, held in before.items()
    }


def _line(program: Program, place: int, move: Move | None, domain: Domain, aside: Aside | None) -> Line:
    step = program.steps[place]
    domains, tables = [domain], []
    for also in aside.also(place, move) if aside else ():
        rows = tabulate(program, domains[-1], step.day, also)
        tables.append(tuple(replace(row, points=(row.result,)) for row in rows))
        domains.append(reached(domains[-1], tables[-1]))
    for rule in _rules(program, place, move):
        table = tuple(tabulate(program, domains[-1], step.day, rule, aside.earned if aside else None))
        tables.append(table)
        domains.append(reached(domains[-1], table))
    return Line(move, tuple(domains[:-1]), tuple(tables))


def _rules(program: Program, place: int, move: Move | None) -> list[Callable[[Turn], object]]:
    """What a step does with a move, cut as finely as it can be: the last gives where the story goes on."""
    step = program.steps[place]

    def onward(turn: Turn) -> int:
        after = step.after(turn, move)
        return place + 1 if after is None else program.places[after]

    def together(turn: Turn) -> int:
        for rule in step.rules(turn, move):
            rule(turn)
        return onward(turn)

    if isinstance(step, Finish):
        return [
            *(partial(_ends, number, when) for number, when in enumerate(step.endings)),
            lambda _: END_PLACE,
        ]
    if step.whole:
        return [together]
    return [*step.rules(Turn(program, {}), move), onward]


def _ends(number: int, when: Condition | None, turn: Turn) -> None:
    """The first ending that fits; `ending` is a field of the last step alone."""
    if turn.view["ending"] < 0 and turn.holds(when):
        turn.view["ending"] = number
        turn.emit(Ended(number))
