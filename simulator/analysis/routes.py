"""Plays as routes: what they earned and came to; and the route that earns what the exact analysis says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from scoring.rubric import DIMENSIONS, default_rubric
from simulator.analysis.found import Points, Route
from simulator.analysis.sampling import TOTAL
from simulator.analysis.values import Values
from simulator.analysis.walks import Walk, walk
from simulator.engine.decide import State, decide, evolve
from simulator.engine.events import Ended, Event
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.words import STAGES

_REMEMBERED = 1 << 16
Earned = Callable[[Iterable[Event]], int]
"""What counts of events."""


def points(events: Iterable[Event]) -> Points:
    """What events earn, by dimension and in total."""
    found = dict.fromkeys((*DIMENSIONS, TOTAL), 0)
    for event in events:
        for dimension, worth in _marks(event):
            found[dimension] += worth
            found[TOTAL] += worth
    return found


@lru_cache(maxsize=_REMEMBERED)
def _marks(event: Event) -> tuple[tuple[str, int], ...]:
    """What an event earns, by dimension. The same events come again and again."""
    return tuple((mark.dimension, mark.points) for mark in default_rubric().marks(event) if mark.points)


def route(made: Walk) -> Route:
    """A walk to the end, as what is told of it."""
    events = [event for one in made for event in one.events]
    ending = next((event.ending for event in events if isinstance(event, Ended)), -1)
    last = evolve(made[-1].state, made[-1].events)
    moves = tuple((one.state.at, str(one.move)) for one in made)
    return Route(points(events), STAGES[last.fields["stage"]], ending, moves)


def following(program: Program, values: Values, earned: Earned, best: bool = True) -> Walk:
    """The walk that makes, at each decision, the first move after which most is to be had, or least."""

    def choose(state: State, legal: tuple[Move, ...]) -> Move:
        worth = worths(program, values, earned, state, legal)
        return (max if best else min)(legal, key=lambda move: worth[move])

    return walk(program, choose)


def worths(
    program: Program, values: Values, earned: Earned, state: State, legal: Iterable[Move]
) -> dict[Move, int]:
    """What each move is worth in a state: what it earns at once, and what can be had after it."""
    found = {}
    for move in legal:
        events = decide(program, state, move)
        after = evolve(state, events)
        ahead = 0 if after.over else values.at(program.places[after.at], after.fields)
        found[move] = earned(events) + ahead
    return found
