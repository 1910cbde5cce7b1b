"""Walks: a scenario played from beginning to end by a rule, each move with the state it was made in.

Lighter than an attempt, which keeps its events as text so that they can be stored.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.engine.attempt import Playthrough
from simulator.engine.decide import IllegalMove, State, Story, beginning, evolve, legal_moves
from simulator.engine.events import Event
from simulator.engine.moves import BEGIN, Move
from simulator.engine.program import Program

Choose = Callable[[State, tuple[Move, ...]], Move]
"""Picks one of the legal moves of a state."""


@dataclass(frozen=True, slots=True)
class Made:
    """A move with the state it was made in, what else was legal then, and the events it gave."""

    state: State
    legal: tuple[Move, ...]
    move: Move
    events: tuple[Event, ...]


Walk = tuple[Made, ...]


def walk(program: Program, choose: Choose, since: State | None = None) -> Walk:
    """The whole story, or all of it since a state, each decision made by `choose`."""
    return tuple(_walking(program, choose, since or beginning(program)))


def _walking(program: Program, choose: Choose, state: State) -> Iterator[Made]:
    story = Story(program, state)
    while legal := story.legal:
        state = story.state
        move = BEGIN if BEGIN in legal else choose(state, legal)
        if move not in legal:
            raise IllegalMove(f"{move} may not be done at {state.at}")
        yield Made(state, legal, move, tuple(story.make(move)))


def random_walk(program: Program, seed: int) -> Walk:
    """The whole story, each legal move as likely as the others; the same seed gives the same walk."""
    dice = random.Random(seed)
    return walk(program, lambda _, legal: dice.choice(legal))


def retrace(play: Playthrough) -> Walk:
    """The walk of a playthrough's live moves."""
    found: list[Made] = []
    state = beginning(play.program)
    for move, events in zip(play.moves, play.events_by_move, strict=True):
        found.append(Made(state, legal_moves(play.program, state), move, events))
        state = evolve(state, events)
    return tuple(found)
