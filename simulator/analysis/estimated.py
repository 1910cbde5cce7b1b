"""What can be said of a scenario that is too large to go through: what random plays came to, and how sure
that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, variance

from scoring.rubric import DIMENSIONS
from simulator.analysis.chances import Interval, average, chance
from simulator.analysis.found import Extreme, Number, Odds, Route
from simulator.analysis.routes import route
from simulator.analysis.sampling import TOTAL
from simulator.analysis.walks import Walk
from simulator.scenario.words import STAGES


@dataclass(frozen=True)
class Estimated:
    """What was found so far, and the odds with their bounds."""

    best: Mapping[str, Extreme]
    worst: Mapping[str, Extreme]
    odds: Odds


def estimated(guesses: Mapping[str, Walk], others: Mapping[str, Walk]) -> Estimated:
    """From two random plays at least. `others` are plays that were not made at random; they may be better."""
    guessed = [route(walk) for walk in guesses.values()]
    every = [*guessed, *(route(walk) for walk in others.values())]
    names = (TOTAL, *DIMENSIONS)
    return Estimated(
        {name: _extreme(name, max, every) for name in names},
        {name: _extreme(name, min, every) for name in names},
        _odds(guessed),
    )


def _extreme(name: str, pick: Callable[..., Route], every: list[Route]) -> Extreme:
    found = pick(every, key=lambda one: one.points[name])
    return Extreme(found.points[name], found)


def _odds(guessed: list[Route]) -> Odds:
    many = len(guessed)
    stages, endings = Counter(one.stage for one in guessed), Counter(one.ending for one in guessed)
    made: dict[str, Counter[str]] = {}
    for one in guessed:
        for at, move in one.moves:
            made.setdefault(at, Counter())[move] += 1
    return Odds(
        {stage: _number(chance(stages[stage], many)) for stage in STAGES},
        {ending: _number(chance(times, many)) for ending, times in sorted(endings.items())},
        {name: _mean([one.points[name] for one in guessed]) for name in (TOTAL, *DIMENSIONS)},
        {
            at: {move: _number(chance(times, many)) for move, times in moves.items()}
            for at, moves in made.items()
        },
    )


def _mean(points: list[int]) -> Number:
    exact = [Fraction(one) for one in points]
    return _number(average(mean(exact), variance(exact), len(points)))


def _number(found: Interval) -> Number:
    return Number(found.value, low=found.low, high=found.high)
