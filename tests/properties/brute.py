"""The same questions as the analysis answers, asked of every state one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.rubric import default_rubric
from simulator.engine import events as e
from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.program import Program


class TooMany(Exception):
    """More states than a test has time for."""


End = tuple[int, int, int]
"""The stage at the end, which ending is told, and what is still to be earned on the way there."""


@dataclass(frozen=True)
class Worth:
    """What is still to be earned from a state, and how often, under play at random, it ends how."""

    best: int
    worst: int
    mean: Fraction
    ends: Mapping[End, Fraction]


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
            then = evolve(state, events)
            ended = [event.ending for event in events if isinstance(event, e.Ended)]
            if ended:
                ends = {(then.fields["stage"], ended[0], points): Fraction(1)}
                found.append(Worth(points, points, Fraction(points), ends))
            else:
                after = worth(then)
                ends = {(stage, ending, points + more): c for (stage, ending, more), c in after.ends.items()}
                found.append(Worth(points + after.best, points + after.worst, points + after.mean, ends))
        known[key] = Worth(
            max(held.best for held in found),
            min(held.worst for held in found),
            sum((held.mean for held in found), Fraction(0)) / len(found),
            _mixed([held.ends for held in found]),
        )
        return known[key]

    return worth(beginning(program)), len(known)


def _mixed(parts: Sequence[Mapping[End, Fraction]]) -> dict[End, Fraction]:
    """What comes of parts that are alike likely."""
    mixed: dict[End, Fraction] = {}
    for part in parts:
        for end, chance in part.items():
            mixed[end] = mixed.get(end, Fraction(0)) + chance / len(parts)
    return mixed
