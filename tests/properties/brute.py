"""The same questions as the analysis answers, asked of every state one by one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.rubric import default_rubric
from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.program import Program


class TooMany(Exception):
    """More states than a test has time for."""


@dataclass(frozen=True)
class Worth:
    """What is still to be earned from a state."""

    best: int | Fraction
    worst: int | Fraction
    mean: int | Fraction


def enumerated(program: Program, most: int) -> tuple[Worth, int]:
    """The worth of the beginning, and how many states there are. Raises TooMany beyond so many."""
    rubric = default_rubric()
    known: dict[tuple[str, tuple[int, ...]], Worth] = {}

    def worth(state: State) -> Worth:
        key = (state.at, tuple(state.fields.values()))
        if key in known:
            return known[key]
        if len(known) > most:
            raise TooMany
        found = []
        for move in legal_moves(program, state):
            events = decide(program, state, move)
            points = sum(mark.points for event in events for mark in rubric.marks(event))
            after = worth(evolve(state, events))
            found.append(Worth(points + after.best, points + after.worst, points + after.mean))
        known[key] = Worth(
            max((held.best for held in found), default=0),
            min((held.worst for held in found), default=0),
            sum((Fraction(held.mean) for held in found), Fraction(0)) / max(len(found), 1),
        )
        return known[key]

    return worth(beginning(program)), len(known)
