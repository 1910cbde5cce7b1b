"""An attempt: a header and a growing list of rows, each a move with the events it produced.

Nothing is ever taken out of the list: undo is itself a row. What counts is the live rows, those not undone.
Scoring reads their events; resuming replays their moves and must reproduce the events byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.events import BadEvent, Event, from_data, to_data
from simulator.engine.moves import BEGIN, Move, parse_move
from simulator.engine.program import Program
from simulator.scenario.load import parse, scenario_hash

RULES = 2
"""The version of the rules of the world. Raised whenever the same moves could give other events."""
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Header:
    """What an attempt is of, and under which rules. `started` is ISO 8601 in UTC; `seed` 0 is file order."""

    attempt: str
    scenario: str
    title: str
    scenario_hash: str
    scenario_text: str
    variant: str | None
    language: str
    rules: int
    rubric: str
    seed: int
    mode: str
    started: str


@dataclass(frozen=True, slots=True)
class Row:
    """One move with its events as JSON text. `seq` counts from 1, undone rows included."""

    seq: int
    move: str
    events: str


class CannotResume(ValueError):
    """A recorded attempt that cannot be continued; its text says why."""


def write_events(events: Iterable[Event]) -> str:
    """Events as compact JSON text; the same events give the same bytes."""
    return json.dumps([to_data(event) for event in events], ensure_ascii=False, separators=(",", ":"))


def read_events(text: str) -> tuple[Event, ...]:
    """Events from their JSON text. Raises BadEvent."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadEvent(f"events are not JSON: {error}") from None
    if not isinstance(data, list):
        raise BadEvent("events are a list")
    return tuple(from_data(item) for item in data)


def live(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that count: those not undone."""
    kept: list[Row] = []
    for row in rows:
        if row.move != UNDO:
            kept.append(row)
        elif len(kept) > 1:
            kept.pop()
    return tuple(kept)


def live_events(rows: Iterable[Row]) -> tuple[Event, ...]:
    """All events that count, in order. Raises BadEvent."""
    return tuple(event for row in live(rows) for event in read_events(row.events))


@dataclass(slots=True)
class Playthrough:
    """A scenario being played: the rows so far and the state after each live one."""

    program: Program
    rows: list[Row] = field(default_factory=list)
    _states: list[State] = field(default_factory=list)
    _moves: list[Move] = field(default_factory=list)
    _events: list[tuple[Event, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._states = [beginning(self.program)]

    @property
    def state(self) -> State:
        """Where the story stands."""
        return self._states[-1]

    @property
    def moves(self) -> tuple[Move, ...]:
        """The live moves, `begin` first."""
        return tuple(self._moves)

    @property
    def events(self) -> tuple[Event, ...]:
        """All live events, in order."""
        return tuple(event for events in self._events for event in events)

    @property
    def events_by_move(self) -> tuple[tuple[Event, ...], ...]:
        """The live events, by live move."""
        return tuple(self._events)

    @property
    def latest(self) -> tuple[Event, ...]:
        """The events of the last live move."""
        return self._events[-1] if self._events else ()

    def legal_moves(self) -> tuple[Move, ...]:
        """What may be done now."""
        return legal_moves(self.program, self.state)

    def begin(self) -> Row:
        """Takes the account over."""
        return self.do(BEGIN)

    def next_row(self, move: Move) -> Row:
        """The row a move would make, not yet made, so that it can be stored first. Raises IllegalMove."""
        return Row(len(self.rows) + 1, str(move), write_events(decide(self.program, self.state, move)))

    def do(self, move: Move) -> Row:
        """Makes a move. Raises IllegalMove."""
        row = self.next_row(move)
        self.take(row)
        return row

    def undo_row(self) -> Row:
        """The row that takes the last move back, without making it."""
        return Row(len(self.rows) + 1, UNDO, "[]")

    @property
    def can_undo(self) -> bool:
        """Whether there is a move to take back; the taking over of the account stays."""
        return len(self._moves) > 1

    def take(self, row: Row) -> None:
        """Takes a row into the playthrough, a move or an undo."""
        self.rows.append(row)
        if row.move == UNDO:
            if self.can_undo:
                del self._states[-1], self._moves[-1], self._events[-1]
            return
        events = read_events(row.events)
        self._states.append(evolve(self.state, events))
        self._moves.append(parse_move(row.move))
        self._events.append(events)


def replay(program: Program, rows: Sequence[Row]) -> Playthrough:
    """The playthrough of stored rows, each move made anew. Raises CannotResume where an event differs."""
    play = Playthrough(program)
    for row in rows:
        if row.move == UNDO:
            play.take(row)
            continue
        try:
            made = play.next_row(parse_move(row.move))
        except ValueError as error:
            raise CannotResume(f"move {row.seq} no longer fits: {error}") from None
        if made.events != row.events:
            raise CannotResume(f"move {row.seq} ({row.move}) gives other events than were recorded")
        play.take(row)
    return play


def program_of(header: Header) -> Program:
    """The program of an attempt's own stored text. Raises ScenarioError or CannotResume."""
    scenario = parse(header.scenario_text, f"{header.scenario} (recorded)", header.variant)
    if scenario_hash(scenario) != header.scenario_hash:
        raise CannotResume("the recorded scenario does not have the recorded fingerprint")
    return Program(scenario)


def resume(header: Header, rows: Sequence[Row]) -> Playthrough:
    """Where an attempt was left. Raises ScenarioError or CannotResume."""
    if header.rules != RULES:
        raise CannotResume(f"played under rules {header.rules}; this version plays rules {RULES}")
    return replay(program_of(header), rows)
