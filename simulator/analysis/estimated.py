"""What can be said of a scenario that is too large to go through: what random plays came to, and how sure
that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scoring.rubric import DIMENSIONS
from simulator.analysis.chances import Interval, chance
from simulator.analysis.found import Extreme, Number, Odds, Route
from simulator.analysis.routes import route
from simulator.analysis.sampling import TOTAL, Sample
from simulator.analysis.walks import Walk
from simulator.scenario.words import STAGES

Extremes = Mapping[str, Extreme]
"""By dimension, and by `total`."""


def best_and_worst(walks: Iterable[Walk]) -> tuple[Extremes, Extremes]:
    """The best and the worst of some plays: the best there is is at least that, and the worst at most."""
    every = [route(walk) for walk in walks]
    names = (TOTAL, *DIMENSIONS)
    return {name: _extreme(name, max, every) for name in names}, {
        name: _extreme(name, min, every) for name in names
    }


def _extreme(name: str, pick: Callable[..., Route], every: list[Route]) -> Extreme:
    found = pick(every, key=lambda one: one.points[name])
    return Extreme(found.points[name], found)


def guessing(sample: Sample) -> Odds:
    """What comes of guessing, from a sample of it."""
    return Odds(
        {stage: estimate(sample.stage(stage)) for stage in STAGES},
        {ending: estimate(sample.ending(ending)) for ending in sorted(sample.endings)},
        {name: estimate(sample.about(name)) for name in (TOTAL, *DIMENSIONS)},
        {
            at: {move: estimate(chance(times, sample.plays)) for move, times in moves.items()}
            for at, moves in sample.moves.items()
        },
    )


def estimate(found: Interval) -> Number:
    """An estimate with its bounds."""
    return Number(found.value, low=found.low, high=found.high)
